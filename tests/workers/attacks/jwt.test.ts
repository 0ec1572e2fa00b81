import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { issueToken } from "../../../worker/auth/tokens.ts";
import { newDriver } from "../kit/driver.ts";
import { call, problemOf } from "../kit/http.ts";
import { newOperator, type Operator, openPlatform } from "../kit/platform.ts";

let admin: Operator;
let support: Operator;
beforeAll(async () => {
  admin = await openPlatform();
  support = await newOperator("support");
});

const text = (value: object) => btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const parts = (token: string) => token.split(".") as [string, string, string];
const decoded = (part: string) => JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/"))) as Record<string, unknown>;
const read = (token: string) => call("GET", "/v1/operator/operators", { token });

async function sign(header: object, claims: object, secret: string): Promise<string> {
  const signed = `${text(header)}.${text(claims)}`;
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(signed)));
  return `${signed}.${btoa(String.fromCharCode(...mac))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")}`;
}

/** What confuses other readers of tokens. A driver's are tried in `http/access.test.ts`. */
it("a token of an operator that we did not sign, not for this, or not as it stands, is nobody's", async () => {
  const [header, payload, signature] = parts(admin.token);
  const claims = decoded(payload);
  const nowS = Math.floor(Date.now() / 1000);
  const driver = await newDriver();
  const stationSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const forged = [
    `${text({ alg: "none" })}.${payload}.`,
    `${text({ alg: "NONE", kid: "0" })}.${payload}.${signature}`,
    `${text({ alg: "RS256", kid: "0" })}.${payload}.${signature}`,
    `${text({ alg: "ES256", kid: "0" })}.${payload}.${signature}`,
    await sign({ alg: "HS256", kid: "0" }, claims, "another secret, of the same length as ours"),
    await sign({ alg: "HS256", kid: "7" }, claims, env.SESSION_SECRET),
    await sign({ alg: "HS256" }, claims, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "../../../dev/null" }, claims, "0"),
    await sign({ alg: "HS256", kid: "0", jku: "https://evil.example/keys.json" }, claims, stationSecret),
    await sign({ alg: "HS256", kid: "0", crit: ["b64"], b64: false }, claims, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "0" }, { ...claims, aud: "driver" }, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "0" }, { ...claims, aud: ["driver", "driver-refresh"] }, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "0" }, { ...claims, iss: "https://evil.example" }, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "0" }, { ...claims, exp: nowS - 1 }, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "0" }, { ...claims, exp: undefined }, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "0" }, { ...claims, nbf: nowS + 600 }, env.SESSION_SECRET),
    // Even well signed: a session is its owner's, and must be one that the account knows.
    await sign({ alg: "HS256", kid: "0" }, { ...claims, sid: decoded(parts(support.token)[1]).sid }, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "0" }, { ...claims, sid: undefined, role: "super_admin" }, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "0" }, { ...claims, sub: `opr_${"z".repeat(26)}` }, env.SESSION_SECRET),
    await sign({ alg: "HS256", kid: "0" }, { ...claims, sub: "../audit" }, env.SESSION_SECRET),
    await issueToken(env, "driver", admin.operatorId, { sid: String(claims.sid) }, 60),
    `${header}.${parts(support.token)[1]}.${signature}`,
    `${header}.${payload}.${signature.slice(1)}`,
    `${header}..${signature}`,
    driver.token,
    driver.refreshToken,
  ];
  expect((await read(admin.token)).status).toBe(200);
  for (const [index, token] of forged.entries())
    expect(["unauthenticated", "session_expired"], `number ${index}`).toContain(problemOf(await read(token)).code);
  // And the role in a token is nobody's business: it is the account's.
  const claimed = await sign({ alg: "HS256", kid: "0" }, { ...decoded(parts(support.token)[1]), role: "super_admin" }, env.SESSION_SECRET);
  expect(problemOf(await read(claimed)).code).toBe("forbidden");
});
