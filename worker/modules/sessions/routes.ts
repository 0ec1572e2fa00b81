import { refreshRequest, session, sessionRequest } from "@forecourt/contract/http/driver";
import type { DriverView } from "@forecourt/contract/identity";
import { again, commandWallet, identityOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import { issueToken, readToken } from "../../auth/tokens.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { wechatUser } from "../../providers/wechat/wechat.ts";
import { homeRegion } from "../catalog/queries.ts";

const ACCESS_S = 15 * 60;
const REFRESH_S = 30 * 24 * 3600;

const signIn = endpoint({
  method: "post",
  path: "/v1/driver/sessions",
  tag: "Driver: session",
  summary: "Sign in, and register the first time",
  access: "public",
  body: sessionRequest,
  status: 201,
  reply: session,
  codes: ["credentials_wrong", "provider_not_available"],
  async handle({ env, body }) {
    const { openid, name } = await wechatUser(env, body.code);
    const credential = `wechat:${openid}`;
    const driver = unwrap(
      await again(async () => identityOf(env, credential).signIn("sign-in", { type: "SignIn", credential: "wechat", name })),
    );
    const { currency, spendingPolicy } = await homeRegion(env);
    unwrap(await commandWallet(env, driver.walletId, "open", { type: "OpenWallet", driverId: driver.driverId, currency, spendingPolicy }));
    return toSession(env, driver);
  },
});

const refresh = endpoint({
  method: "post",
  path: "/v1/driver/sessions/refresh",
  tag: "Driver: session",
  summary: "Get a new access token",
  access: "public",
  body: refreshRequest,
  reply: session,
  codes: ["unauthenticated", "session_expired"],
  async handle({ env, body }) {
    const { sub, wal, nam } = await readToken(env, "driver-refresh", body.refreshToken);
    if (typeof wal !== "string" || typeof nam !== "string") throw new Problem("unauthenticated");
    return toSession(env, { driverId: sub, walletId: wal, name: nam });
  },
});

export const sessionRoutes = [signIn, refresh];

async function toSession(env: Env, driver: DriverView): Promise<z.input<typeof session>> {
  const { driverId, walletId, name } = driver;
  return {
    accessToken: await issueToken(env, "driver", driverId, { wal: walletId }, ACCESS_S),
    refreshToken: await issueToken(env, "driver-refresh", driverId, { wal: walletId, nam: name }, REFRESH_S),
    expiresIn: ACCESS_S,
    driver,
  };
}
