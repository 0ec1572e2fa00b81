import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { issueToken, readToken } from "../../../worker/auth/tokens.ts";
import { respond } from "../../../worker/router.ts";
import { newDriver } from "../kit/driver.ts";
import { read, toRequest } from "../kit/http.ts";
import { openPlatform } from "../kit/platform.ts";

const secret = (name: string) => name.repeat(40);
const withKeys = (SESSION_SECRET: string) => ({ ...env, SESSION_SECRET });
const old = withKeys(env.SESSION_SECRET);
const known = withKeys(`${env.SESSION_SECRET}, 1:${secret("b")}`);
const first = withKeys(`1:${secret("b")}, ${env.SESSION_SECRET}`);
const alone = withKeys(`1:${secret("b")}`);

describe("keys that sign tokens", () => {
  beforeAll(() => openPlatform());

  it("sign with the first, and verify with every one that is kept", async () => {
    const before = await issueToken(known, "driver", "drv_x", { wal: "wal_x" }, 60);
    const after = await issueToken(first, "driver", "drv_x", { wal: "wal_x" }, 60);
    for (const token of [before, after]) for (const at of [known, first]) expect((await readToken(at, "driver", token)).sub).toBe("drv_x");
    await expect(readToken(alone, "driver", before)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(readToken(old, "driver", after)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("are rotated while drivers go on: no request fails", async () => {
    const driver = await newDriver();
    const statuses = new Set<number>();
    const answered = async (request: Request, at: Env) => {
      const answer = await read(await respond(request, at));
      statuses.add(answer.status);
      return answer.body as { accessToken: string; refreshToken: string };
    };
    let { token, refreshToken } = driver;
    // A setting spreads isolate by isolate: for a while a token that one has made is shown to another with the setting before.
    const waves: readonly (readonly [Env, Env])[] = [
      [old, known],
      [known, first],
      [first, alone],
    ];
    for (const [before, after] of waves) {
      for (const at of [before, after, before, after]) {
        const asked = [before, after].flatMap((shown) =>
          Array.from({ length: 10 }, () => answered(toRequest("GET", "/v1/driver/wallet", { token }), shown)),
        );
        await Promise.all(asked);
        const renewed = await answered(toRequest("POST", "/v1/driver/sessions/refresh", { body: { refreshToken } }), at);
        token = renewed.accessToken;
        refreshToken = renewed.refreshToken;
      }
    }
    expect([...statuses]).toEqual([200]);
  });

  it.each(["short", `1:${secret("a")},1:${secret("b")}`, `x:${secret("a")}`, ""])("must be whole: %s", async (text) => {
    await expect(issueToken(withKeys(text), "driver", "drv_x", {}, 60)).rejects.toThrow(/SESSION_SECRET/);
  });
});

type Env = Parameters<typeof respond>[1];
