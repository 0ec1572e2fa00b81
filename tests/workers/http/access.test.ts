import { env } from "cloudflare:workers";
import { session } from "@forecourt/contract/http/driver";
import { operatorSession } from "@forecourt/contract/http/staff";
import { may, type Permission, permissions, roles } from "@forecourt/contract/permissions";
import { beforeAll, describe, expect, it } from "vitest";
import { issueToken } from "../../../worker/auth/tokens.ts";
import { respond } from "../../../worker/router.ts";
import { type Driver, newDriver, signIn } from "../kit/driver.ts";
import { call, expectProblem, good, problemOf, read, toRequest } from "../kit/http.ts";
import { audience, type Operation, openApi, pathWith } from "../kit/openapi.ts";
import { newOperator, type Operator, openPlatform, PASSWORD } from "../kit/platform.ts";

let admin: Operator;
let driver: Driver;
let operations: readonly Operation[];
beforeAll(async () => {
  admin = await openPlatform();
  driver = await newDriver();
  ({ operations } = await openApi());
});

const sessions = (body: unknown) => call("POST", "/v1/driver/sessions", { body });
const walletWith = (token: string) => call("GET", "/v1/driver/wallet", { token });

describe("a driver's session", () => {
  it("belongs to one driver, however often and from however many phones at once they sign in", async () => {
    const name = crypto.randomUUID().slice(0, 12);
    const signedIn = await Promise.all(Array.from({ length: 10 }, () => signIn(name)));
    expect(new Set(signedIn.map((one) => JSON.stringify(one.driver))).size).toBe(1);
    expect(signedIn[0]?.driver.name).toBe(name);
    expect((await signIn(`${name}x`)).driver.driverId).not.toBe(signedIn[0]?.driver.driverId);
  });

  it("is refused for a code that stands for nobody", async () => {
    for (const code of ["abc", "demo-", "demo-UPPER", `demo-${"x".repeat(40)}`, "demo-a/../b", "Demo-li"]) {
      expectProblem(await sessions({ provider: "wechat", code }), "credentials_wrong");
    }
    for (const body of [{}, { provider: "wechat" }, { provider: "wechat", code: "" }, { provider: "fax", code: "demo-li" }, null, []]) {
      expectProblem(await sessions(body), "validation_failed");
    }
  });

  it("does not exist by the sandbox's codes where real money is", async () => {
    const live = { ...env, PROVIDERS_MODE: "live" } as const;
    const request = toRequest("POST", "/v1/driver/sessions", { body: { provider: "wechat", code: "demo-li" } });
    expectProblem(await read(await respond(request, live)), "provider_not_available");
    for (const path of ["/sandbox/payments/top_aaaaaaaa/pay", "/sandbox/payments/x/pay", "/sandbox/anything"]) {
      expectProblem(await read(await respond(toRequest("POST", path, { body: {} }), live)), "not_found");
    }
    expectProblem(await read(await respond(toRequest("POST", "/callbacks/sandbox", { body: {} }), live)), "not_found");
  });

  it("is gone on with by its refresh token, which is good for nothing else, nor is anything else for that", async () => {
    const { accessToken, refreshToken, expiresIn, driver: who } = await signIn(crypto.randomUUID().slice(0, 12));
    expect(expiresIn).toBe(900);
    const refreshed = good(session, await call("POST", "/v1/driver/sessions/refresh", { body: { refreshToken } }));
    expect(refreshed.driver).toEqual(who);
    expect((await walletWith(refreshed.accessToken)).status).toBe(200);
    expectProblem(await walletWith(refreshToken), "unauthenticated");
    for (const token of [accessToken, admin.token, "nonsense", await issueToken(env, "driver-refresh", "drv_x", {}, 60)]) {
      expectProblem(await call("POST", "/v1/driver/sessions/refresh", { body: { refreshToken: token } }), "unauthenticated");
    }
    const stale = await issueToken(env, "driver-refresh", who.driverId, { wal: who.walletId, nam: who.name }, -1);
    expectProblem(await call("POST", "/v1/driver/sessions/refresh", { body: { refreshToken: stale } }), "session_expired");
  });
});

describe("a token", () => {
  const base64Url = (value: string | ArrayBuffer): string =>
    btoa(typeof value === "string" ? value : String.fromCharCode(...new Uint8Array(value)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  /** Made by hand, as a forger would. */
  async function forge(header: object, claims: object, secret?: string): Promise<string> {
    const signed = `${base64Url(JSON.stringify(header))}.${base64Url(JSON.stringify(claims))}`;
    if (secret === undefined) return `${signed}.`;
    const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return `${signed}.${base64Url(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(signed)))}`;
  }
  const claims = () => ({
    iss: "forecourt",
    aud: "driver",
    sub: driver.driverId,
    wal: driver.walletId,
    sid: (JSON.parse(atob(driver.token.split(".")[1] ?? "")) as { sid: string }).sid,
    exp: Math.floor(Date.now() / 1000) + 600,
  });
  const hs256 = { alg: "HS256", kid: "0" };

  it("that we signed is good", async () => {
    expect((await walletWith(await forge(hs256, claims(), env.SESSION_SECRET))).status).toBe(200);
  });

  it("that we did not sign as it stands is refused", async () => {
    const [header = "", payload = "", signature = ""] = driver.token.split(".");
    const other = await newDriver();
    const forged = [
      await forge({ alg: "none" }, claims()),
      await forge({ alg: "None" }, claims()),
      await forge(hs256, claims(), "another secret, just as long as the right one"),
      await forge({ alg: "HS256" }, claims(), env.SESSION_SECRET),
      await forge({ alg: "HS256", kid: "1" }, claims(), env.SESSION_SECRET),
      await forge({ ...hs256, jwk: { kty: "oct", k: base64Url("a key that the forger chose") } }, claims(), "a key that the forger chose"),
      await forge({ alg: "HS512", kid: "0" }, claims(), env.SESSION_SECRET),
      await forge(hs256, { ...claims(), iss: "somebody" }, env.SESSION_SECRET),
      await forge(hs256, { ...claims(), aud: "everybody" }, env.SESSION_SECRET),
      await forge(hs256, { ...claims(), wal: undefined }, env.SESSION_SECRET),
      await forge(hs256, { ...claims(), sid: undefined }, env.SESSION_SECRET),
      await forge(hs256, { ...claims(), nbf: Math.floor(Date.now() / 1000) + 500 }, env.SESSION_SECRET),
      `${header}.${other.token.split(".")[1]}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -2)}`,
      `${header}.${payload}`,
      "..",
      "a.b.c",
    ];
    for (const token of forged) expectProblem(await walletWith(token), "unauthenticated");
    const { exp: _, ...forEver } = claims();
    expectProblem(await walletWith(await forge(hs256, forEver, env.SESSION_SECRET)), "unauthenticated");
  });

  it("that has run out says so", async () => {
    const answer = await walletWith(await forge(hs256, { ...claims(), exp: 1 }, env.SESSION_SECRET));
    expectProblem(answer, "session_expired");
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("with a role that is none of ours is refused", async () => {
    const token = await issueToken(env, "operator", "x@forecourt.example", { role: "emperor" }, 60);
    expectProblem(await call("GET", "/v1/operator/stations", { token }), "unauthenticated");
  });
});

describe("an operator's session", () => {
  const signInAs = (email: string, password: string) => call("POST", "/v1/operator/sessions", { body: { email, password } });

  it("needs the address, in whatever case, and the password; the answer does not tell which was wrong", async () => {
    const { operator } = good(operatorSession, await signInAs(admin.email.toUpperCase(), PASSWORD), 201);
    expect(operator).toMatchObject({ email: admin.email, role: "super_admin", stations: null });
    const problems = await Promise.all([
      signInAs(admin.email, `${PASSWORD} `),
      signInAs("nobody@forecourt.example", PASSWORD),
      signInAs(admin.email, "' OR 1=1 --"),
    ]);
    const said = problems.map((answer) => {
      const { requestId: _, ...problem } = expectProblem(answer, "credentials_wrong");
      return JSON.stringify(problem);
    });
    expect(new Set(said).size).toBe(1);
  });
});

describe("every call of the document", () => {
  const PUBLIC =
    /^\/(v1\/(driver|operator)\/sessions(\/refresh|\/second-factor)?|v1\/operator\/invitations\/accept|v1\/driver\/phone-codes|callbacks\/\{provider\}|sandbox\/.+|docs|healthz|(a|p|pay)\/.+|v1\/pictures\/.+|v1\/uploads\/\{ticket\})$/;
  const LIKELY: Readonly<Record<string, string>> = {
    driverId: "drv_aaaaaaaa",
    grade: "95",
    regionId: "cn-test",
    kind: "wallet",
    actorId: "wal_aaaaaaaa",
    stationId: "anywhere",
    terminalId: "anywhere.pos-1",
    q: "anything",
    packageId: "pack-1",
    pictureId: "0".repeat(64),
    operatorId: `opr_${"a".repeat(26)}`,
    refundId: `ref_${"a".repeat(26)}`,
    alertId: `rsk_${"a".repeat(26)}`,
    device: "a".repeat(16),
    period: "2026-11",
    caseId: `cas_${"a".repeat(26)}`,
  };
  /** Signing out comes last: nothing is answered after it. */
  const ofOperators = () => {
    const isSignOut = ({ method, path: at }: Operation) => method === "DELETE" && at === "/v1/operator/sessions";
    return operations.filter((one) => audience(one) === "operator").sort((a, b) => Number(isSignOut(a)) - Number(isSignOut(b)));
  };
  const likely = (name: string) => LIKELY[name] ?? `${name.slice(0, 3).toLowerCase()}_aaaaaaaa`;
  const path = (operation: Operation) => {
    const needed = (operation.parameters ?? []).filter((one) => one.in === "query" && one.required === true);
    const query = new URLSearchParams(needed.map(({ name }) => [name, likely(name)]));
    return `${pathWith(operation.path, likely)}${needed.length === 0 ? "" : `?${query}`}`;
  };
  /** A socket asks for an upgrade, which nobody here does. */
  const isSocket = (operation: Operation) => "101" in operation.responses;
  const knock = (operation: Operation, token?: string) =>
    call(operation.method, path(operation), {
      ...(token === undefined ? {} : { token }),
      ...(operation.method === "GET" ? {} : { body: {} }),
    });

  it("answers nobody without a token, but for the few that are public", async () => {
    expect(operations.length).toBeGreaterThan(30);
    for (const operation of operations) {
      if (audience(operation) === "public") expect(operation.path).toMatch(PUBLIC);
      else expect(problemOf(await knock(operation)).code, operation.path).toBe("unauthenticated");
    }
  });

  it("of operators refuses drivers, and of drivers refuses operators; a terminal's refuses both", async () => {
    const refused: Readonly<Record<string, readonly string[]>> = {
      driver: [admin.token],
      operator: [driver.token],
      terminal: [admin.token, driver.token],
    };
    for (const operation of operations) {
      for (const token of refused[audience(operation)] ?? []) {
        expect(problemOf(await knock(operation, token)).code, operation.path).toBe("unauthenticated");
      }
    }
  });

  it("of operators names its permission, which is one of the table's", () => {
    for (const operation of ofOperators()) expect(permissions, operation.path).toContain(operation["x-permission"]);
  });

  it.each(roles)("lets a %s do what the table grants, and nothing else", async (role) => {
    const { token } = await newOperator(role);
    for (const operation of ofOperators()) {
      const { "x-permission": permission, "x-stations": scope } = operation;
      // A station manager to whom no station was given has to do with none.
      const isOpen = may(role, permission as Permission) && (role !== "station_manager" || scope !== "path");
      const answer = await knock(operation, token);
      if (!isOpen) expectProblem(answer, "forbidden");
      else if (operation.method === "GET") expect(answer.status, operation.path).not.toBe(403);
      else expect(answer.body, operation.path).not.toMatchObject({ code: "forbidden" });
    }
  });

  it("about a station is open to the manager of that one, and about another to nobody's manager", async () => {
    const [own, others] = await Promise.all([newOperator("station_manager", ["anywhere"]), newOperator("station_manager", ["elsewhere"])]);
    const about = operations.filter(({ path: at, "x-permission": permission }) => {
      return at.includes("{stationId}") && permission !== undefined && may("station_manager", permission as Permission);
    });
    expect(about.length).toBeGreaterThan(1);
    for (const operation of about) {
      expect((await knock(operation, own.token)).body, operation.path).not.toMatchObject({ code: "forbidden" });
      expectProblem(await knock(operation, others.token), "forbidden");
    }
  });

  it("lets an administrator read everything", async () => {
    for (const operation of operations.filter((one) => audience(one) === "operator" && one.method === "GET")) {
      expect(isSocket(operation) ? [400] : [200, 404], operation.path).toContain((await knock(operation, admin.token)).status);
    }
  });
});
