import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { Window } from "../../../worker/http/rateLimits.ts";
import { respond } from "../../../worker/router.ts";
import { type Answer, expectProblem, read, toRequest } from "../kit/http.ts";
import { openPlatform } from "../kit/platform.ts";

/** An installation without the platform's counters, as on other machines: the fallback counts. */
const { LIMIT_SIGN_IN: _, LIMIT_CALLBACK: __, LIMIT_CALLER: ___, ...bare } = env;

const from = (ip: string, path: string, body: object = {}) => toRequest("POST", path, { body, headers: { "cf-connecting-ip": ip } });
const signIn = (ip: string, at: Parameters<typeof respond>[1] = bare) =>
  respond(from(ip, "/v1/operator/sessions", { email: `${crypto.randomUUID()}@nowhere.example`, password: "x" }), at).then(read);

describe("whoever asks too often", () => {
  beforeAll(() => openPlatform());

  it("is refused with the time to wait, at the doors first, and nobody else with them", async () => {
    const answers = [];
    for (let tries = 0; tries < 32; tries++)
      answers.push(await respond(from("198.51.100.7", "/v1/operator/invitations/accept"), bare).then(read));
    expect(answers.slice(0, 30).every(({ status }) => status === 400)).toBe(true);
    const problem = expectProblem(answers.at(-1) as Answer, "too_many_requests");
    expect(problem.retryAfterS).toBe(60);
    expect(answers[31]?.headers.get("retry-after")).toBe("60");
    expectProblem(await signIn("198.51.100.7"), "too_many_requests");
    expectProblem(await signIn("198.51.100.8"), "credentials_wrong");
  });

  it("buys nothing with made-up credentials where passwords are tried", async () => {
    const tryWith = (token: string) => {
      const request = from("198.51.100.9", "/v1/operator/sessions/second-factor");
      request.headers.set("authorization", `Bearer ${token}`);
      return respond(request, bare).then(read);
    };
    const statuses = [];
    for (let tries = 0; tries < 40; tries++) statuses.push((await tryWith(crypto.randomUUID())).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });

  it("has one count for a whole IPv6 network, which one household has", async () => {
    const statuses = [];
    for (let tries = 0; tries < 31; tries++) statuses.push((await signIn(`2001:db8:1:2::${(tries + 1).toString(16)}`)).status);
    expect(statuses.map((status) => status === 429)).toEqual([...Array<boolean>(30).fill(false), true]);
    expectProblem(await signIn("2001:db8:1:3::1"), "credentials_wrong");
  });

  it("is not taken to guess who renews a session: many share a mobile network's address", async () => {
    const renew = () => respond(from("198.51.100.13", "/v1/driver/sessions/refresh", { refreshToken: "none" }), bare).then(read);
    for (let tries = 0; tries < 33; tries++) expectProblem(await renew(), "unauthenticated");
  });

  it("is counted by the platform's own counter where there is one", async () => {
    const keys: string[] = [];
    const refuses = { limit: async ({ key }: { key: string }) => ({ success: keys.push(key) < 0 }) };
    expectProblem(await signIn("198.51.100.10", { ...bare, LIMIT_SIGN_IN: refuses }), "too_many_requests");
    expect(keys).toEqual(["signIn/198.51.100.10"]);
  });

  it("is not counted on this machine in the sandbox, and is in earnest", async () => {
    const refuses = { limit: async () => ({ success: false }) };
    const all = { LIMIT_SIGN_IN: refuses, LIMIT_CALLER: refuses, LIMIT_CALLBACK: refuses };
    for (const ip of ["127.0.0.1", "::1"]) {
      expectProblem(await signIn(ip, { ...bare, ...all }), "credentials_wrong");
      expectProblem(await signIn(ip, { ...bare, ...all, PROVIDERS_MODE: "live" }), "too_many_requests");
    }
  });

  it("is counted at the pages of a cashier as well, which anybody may open", async () => {
    const refuses = { limit: async () => ({ success: false }) };
    const request = toRequest("GET", "/pay/done/wal_aaaaaaaaaa/top_aaaaaaaaaa/state", { headers: { "cf-connecting-ip": "198.51.100.12" } });
    expectProblem(await respond(request, { ...bare, LIMIT_CALLER: refuses }).then(read), "too_many_requests");
  });

  it("never has their token told to the counter", async () => {
    const keys: string[] = [];
    const counts = { limit: async ({ key }: { key: string }) => ({ success: keys.push(key) > 0 }) };
    const request = toRequest("GET", "/v1/driver/wallet", {
      token: "a-token-that-is-secret",
      headers: { "cf-connecting-ip": "198.51.100.11" },
    });
    await respond(request, { ...bare, LIMIT_CALLER: counts });
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toContain("secret");
  });
});

it("a window counts each key apart, and begins anew", async () => {
  const window = new Window(2, 60_000);
  const tries = async (key: string) => (await window.limit({ key })).success;
  expect([await tries("a"), await tries("a"), await tries("a"), await tries("b")]).toEqual([true, true, false, true]);
  const past = new Window(1, 0);
  expect([(await past.limit({ key: "a" })).success, (await past.limit({ key: "a" })).success]).toEqual([true, true]);
});
