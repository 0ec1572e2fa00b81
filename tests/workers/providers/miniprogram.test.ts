import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { session } from "@forecourt/contract/http/driver";
import { security } from "@forecourt/contract/http/security";
import { securityOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Env } from "../../../worker/env.ts";
import { respond } from "../../../worker/router.ts";
import { SIGN_IN_TEMPLATE } from "../../counterparts/miniprogram/messages.ts";
import { WechatServer, wechatAccount } from "../../counterparts/miniprogram/server.ts";
import { later } from "../kit/clock.ts";
import { type CallOptions, good, read, toRequest } from "../kit/http.ts";
import { newDevice } from "../kit/phone.ts";
import { openPlatform } from "../kit/platform.ts";
import { until } from "../kit/until.ts";
import { answeredBy } from "../kit/vendors.ts";

const BASE_URL = "https://miniprogram.counterpart.example";
const fields = { device: "thing1", place: "thing2", time: "time3", hint: "thing4" };
const secret = { ...wechatAccount, baseUrl: BASE_URL, notices: { sign_in: { templateId: SIGN_IN_TEMPLATE, fields } } };
/** The platform as its operator has set it up at WeChat. */
const bound: Env = { ...env, WECHAT: JSON.stringify(secret) };
const ask = (method: string, path: string, options?: CallOptions) => respond(toRequest(method, path, options), bound).then(read);

/** One for all tests, as the token is; users are each test's own. */
const server = new WechatServer();
let triedBefore: number;
beforeAll(async () => {
  await openPlatform();
  await bind(env.ACCESS_TOKEN.getByName(`wechat/${wechatAccount.appId}`));
});
beforeEach(() => {
  answeredBy({ [BASE_URL]: server });
  triedBefore = server.mischief.calls.send ?? 0;
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** An actor reads the secret from its own environment. */
const bind = (stub: DurableObjectStub) =>
  runInDurableObject(stub, (instance) => {
    Object.defineProperty(instance, "env", { value: bound });
  });

/** How often a message was given to WeChat in this test. */
const tries = () => (server.mischief.calls.send ?? 0) - triedBefore;
const devicesTold = (openid: string) =>
  server.messages.sent.filter(({ touser }) => touser === openid).map(({ data }) => data.thing1?.value);

async function arrive(openid: string, deviceName = "iPhone") {
  const body = { provider: "wechat", code: server.code(openid), deviceName };
  return good(session, await ask("POST", "/v1/driver/sessions", { body, headers: { "forecourt-device": newDevice() } }), 201);
}

/** A driver who has come by WeChat, and has allowed so many messages there, and said so. */
async function allowing(times: number) {
  const openid = `oX${crypto.randomUUID().replaceAll("-", "")}`;
  const { accessToken: token, driver } = await arrive(openid);
  const actor = env.SECURITY.getByName(driver.driverId);
  await bind(actor);
  const tell = async (key: string) => {
    const body = { templateId: SIGN_IN_TEMPLATE, language: "zh-CN" };
    expect((await ask("POST", "/v1/driver/notices/consents", { token, body, key })).status).toBe(204);
  };
  for (let time = 1; time <= times; time++) {
    server.messages.allow(openid);
    await tell(`consent-number-${time}`);
  }
  const left = async () => good(security, await ask("GET", "/v1/driver/security", { token })).protection.message;
  /** Nothing is under way to WeChat any more. */
  const quiet = () =>
    until(
      async () => (await runInDurableObject(actor, (instance) => (instance as unknown as Waiting).host.state.notices.length)) === 0,
      "WeChat has been told",
    );
  return { openid, driver, actor, tell, left, quiet };
}

interface Waiting {
  readonly host: { readonly state: { readonly notices: readonly object[] } };
}

describe("a message by WeChat of a new sign-in", () => {
  it("goes to who has allowed it, once for each time, however often that is said and the alarm goes off", async () => {
    const { openid, actor, tell, left, quiet } = await allowing(2);
    await tell("consent-number-2");
    expect(await left()).toEqual({ templateId: SIGN_IN_TEMPLATE, left: 2 });
    await arrive(openid, "Pixel 9");
    await quiet();
    for (let time = 0; time < 3; time++) await runDurableObjectAlarm(actor);
    expect(server.messages.sent.filter(({ touser }) => touser === openid)).toMatchObject([
      {
        touser: openid,
        page: "packages/account/devices/devices",
        lang: "zh_CN",
        data: { thing1: { value: "Pixel 9" }, thing4: { value: "若非本人操作，请点击处理" } },
      },
    ]);
    expect((await left())?.left).toBe(1);
    for (const deviceName of ["Pixel 10", "Pixel 11"]) await arrive(openid, deviceName);
    await quiet();
    expect(devicesTold(openid)).toEqual(["Pixel 9", "Pixel 10"]);
    expect(tries()).toBe(2);
  });

  it("that nobody has allowed is not even tried, and signing in goes on", async () => {
    const { openid, left } = await allowing(0);
    expect(await left()).toEqual({ templateId: SIGN_IN_TEMPLATE, left: 0 });
    await arrive(openid);
    expect(tries()).toBe(0);
  });

  it("that WeChat knows no consent to is no failure, and leaves none", async () => {
    const { openid, actor, tell, left, quiet } = await allowing(0);
    await tell("said-and-not-done-1");
    await tell("said-and-not-done-2");
    await arrive(openid);
    await quiet();
    expect((await left())?.left).toBe(0);
    await runDurableObjectAlarm(actor);
    expect([devicesTold(openid), tries()]).toEqual([[], 1]);
  });

  it("goes though the token has been replaced behind our back in the meantime", async () => {
    const first = await allowing(1);
    await arrive(first.openid);
    await first.quiet();
    server.revokeTokens();
    later(11_000);
    const { openid, quiet } = await allowing(1);
    await arrive(openid);
    await quiet();
    expect([devicesTold(first.openid), devicesTold(openid)]).toEqual([["iPhone"], ["iPhone"]]);
    // Tried with the old one first.
    expect(tries()).toBe(3);
  });

  it("that may have gone is not sent again; one that was refused is", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const lost = await allowing(1);
    server.mischief.plan("send", "lost");
    await arrive(lost.openid);
    await lost.quiet();
    expect([devicesTold(lost.openid), tries()]).toEqual([["iPhone"], 1]);
    const { openid, actor, quiet } = await allowing(1);
    // A token that WeChat has just given is not asked for again at once: the message waits.
    server.revokeTokens();
    await arrive(openid);
    await until(async () => tries() >= 2, "it was tried");
    expect(devicesTold(openid)).toEqual([]);
    later(60_000);
    await runDurableObjectAlarm(actor);
    await quiet();
    expect([devicesTold(lost.openid), devicesTold(openid)]).toEqual([["iPhone"], ["iPhone"]]);
  });

  it("is written down nowhere with the openid in plain", async () => {
    const { openid, actor, driver, quiet } = await allowing(1);
    await arrive(openid);
    await quiet();
    const journal = await runInDurableObject(actor, (_, state) => JSON.stringify([...state.storage.sql.exec("SELECT * FROM journal")]));
    expect(journal).toContain("SignInDoubted");
    expect(journal).not.toContain(openid);
    expect(JSON.stringify(await securityOf(env, driver.driverId).credential("wechat"))).not.toContain(openid);
  });
});
