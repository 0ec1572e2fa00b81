import { env } from "cloudflare:workers";
import { codes } from "@forecourt/contract/codes";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Env } from "../../../worker/env.ts";
import { respond } from "../../../worker/router.ts";
import { type Driver, newDriver, signIn } from "../kit/driver.ts";
import { type Answer, call, expectNoLeak, expectProblem, read, toRequest } from "../kit/http.ts";
import { LiveSocket } from "../kit/live.ts";
import { audience, type Document, type Operation, openApi, type Schema } from "../kit/openapi.ts";
import { type Operator, openPlatform, PASSWORD } from "../kit/platform.ts";
import { newStation } from "../kit/station.ts";

let admin: Operator;
let driver: Driver;
beforeAll(async () => {
  admin = await openPlatform();
  driver = await newDriver();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("every answer", () => {
  const asked: readonly (readonly [string, () => Promise<Answer>])[] = [
    ["that succeeds", () => driver.call("GET", "/v1/driver/wallet")],
    [
      "without a body",
      () =>
        call("OPTIONS", "/v1/driver/wallet", {
          headers: { origin: "https://app.forecourt.example", "access-control-request-method": "GET" },
        }),
    ],
    ["that refuses", () => call("GET", "/v1/driver/wallet")],
    ["to nothing", () => call("GET", "/v1/nothing")],
    ["that is a page", () => call("GET", "/docs")],
    ["that is a document", () => call("GET", "/openapi.json")],
    ["of its health", () => call("GET", "/healthz")],
  ];
  it.each(asked)("%s carries a request id and the security headers", async (_, ask) => {
    const { headers } = await ask();
    expect(headers.get("x-request-id")).toMatch(/^[\w-]{16,64}$/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("strict-transport-security")).toContain("max-age=");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/default-src '(self|none)'/);
    expect(policy).toContain("base-uri 'none'");
    expect(policy.split(";").find((part) => part.includes("script-src")) ?? "").not.toContain("unsafe-inline");
  });

  it("that is a socket carries a request id too", async () => {
    using socket = await LiveSocket.open(driver.token);
    expect(socket.response.headers.get("x-request-id")).toMatch(/^[\w-]{16,64}$/);
    expectProblem(await driver.call("GET", "/v1/driver/live"), "validation_failed");
  });

  it("with somebody's data is kept by nobody on the way", async () => {
    expect((await driver.call("GET", "/v1/driver/wallet")).headers.get("cache-control")).toContain("no-store");
    expect((await call("GET", "/v1/driver/wallet")).headers.get("cache-control")).toContain("no-store");
  });
});

describe("a browser from elsewhere", () => {
  const from = (origin: string, method = "GET", more: Record<string, string> = {}) =>
    call(method, "/v1/driver/wallet", { token: driver.token, headers: { origin, ...more } });
  const ours = "https://app.forecourt.example";

  it("that is allowed may read the answer and its request id, a refusal's too", async () => {
    for (const answer of [await from(ours), await call("GET", "/v1/driver/wallet", { headers: { origin: ours } })]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe(ours);
      expect(answer.headers.get("access-control-expose-headers")).toContain("x-request-id");
      expect(answer.headers.get("vary")).toContain("origin");
    }
  });

  it("that is not allowed may read nothing", async () => {
    for (const origin of [
      "https://evil.example",
      "null",
      `${ours}.evil.example`,
      "http://app.forecourt.example",
      "https://APP.forecourt.example",
    ]) {
      expect((await from(origin)).headers.get("access-control-allow-origin")).toBeNull();
      const asked = await from(origin, "OPTIONS", { "access-control-request-method": "POST" });
      expect(asked.status).toBe(403);
      expect(asked.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  it("asks first, and is told which methods and headers it may use", async () => {
    const { status, headers } = await from(ours, "OPTIONS", { "access-control-request-method": "POST" });
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe(ours);
    expect(headers.get("access-control-allow-methods")).toContain("POST");
    for (const name of ["authorization", "content-type", "idempotency-key"]) {
      expect(headers.get("access-control-allow-headers")).toContain(name);
    }
    expect(headers.get("access-control-allow-credentials")).toBeNull();
  });
});

/** The platform with a data base that does not answer. */
function withoutDatabase(): Env {
  const fail = () => Promise.reject(new Error("D1_ERROR: the disk of machine seven is gone"));
  const statement = { bind: () => statement, all: fail, raw: fail, first: fail, run: fail };
  return { ...env, DB: { prepare: () => statement, batch: fail } as unknown as D1Database };
}

describe("when a part of the platform fails", () => {
  it("the caller is told that, and nothing of what is inside", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const answer = await read(await respond(toRequest("GET", "/v1/driver/orders", { token: driver.token }), withoutDatabase()));
    expectProblem(answer, "internal_error");
    expect(answer.text).not.toContain("disk");
  });

  it("its health says so", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const sick = await read(await respond(toRequest("GET", "/healthz"), withoutDatabase()));
    expect(sick).toMatchObject({ status: 503, body: { ok: false } });
    expectNoLeak(sick.text);
    const well = await call("GET", "/healthz");
    expect(well).toMatchObject({ status: 200, body: { ok: true, version: expect.stringMatching(/^\d+\.\d+\.\d+/) } });
  });
});

describe("the log", () => {
  it("is lines of JSON, one for each request, that hold no token, code, secret, name or address", async () => {
    const lines: string[] = [];
    for (const level of ["log", "info", "warn", "error", "debug"] as const) {
      vi.spyOn(console, level).mockImplementation((...said: unknown[]) => void lines.push(said.map(String).join(" ")));
    }
    const name = `n${crypto.randomUUID().slice(0, 10)}`;
    const { accessToken, refreshToken, driver: who } = await signIn(name);
    await call("POST", "/v1/driver/sessions/refresh", { body: { refreshToken } });
    const buyer = await newDriver(30_000);
    const station = await newStation(admin);
    const code = await buyer.code();
    await station.terminal.tell("fuel.authorization_requested", { pump: 1, grade: "95", paymentCode: code });
    await station.terminal.post("{", {});
    await station.terminal.post([], { secret: `whsec_${btoa("x".repeat(32))}` });
    await call("POST", "/v1/operator/sessions", { body: { email: admin.email, password: "wrong-password" } });
    const request = toRequest("POST", "/v1/operator/sessions", { body: { email: admin.email, password: PASSWORD } });
    await respond(request, withoutDatabase());
    await call("GET", `/v1/driver/orders/${who.driverId}?token=${accessToken}`, { token: accessToken });
    const all = lines.join("\n");
    vi.restoreAllMocks();
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), message: expect.any(String) });
    const secrets = [
      accessToken,
      refreshToken,
      code,
      station.terminal.secret,
      name,
      admin.email,
      PASSWORD,
      "wrong-password",
      env.SESSION_SECRET,
    ];
    for (const secret of [...secrets, env.PAYMENT_CODE_KEY, who.driverId, who.walletId, buyer.walletId]) expect(all).not.toContain(secret);
    const requests = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === "request");
    expect(requests).toContainEqual(
      expect.objectContaining({
        path: "/v1/driver/orders/:orderId",
        method: "GET",
        status: 404,
        requestId: expect.any(String),
        tookMs: expect.any(Number),
      }),
    );
  });
});

describe("/openapi.json", () => {
  let document: Document;
  let operations: readonly Operation[];
  beforeAll(async () => {
    ({ document, operations } = await openApi());
  });

  it("is a document of OpenAPI 3.1 whose every operation can be named, called and understood", () => {
    expect(document.openapi).toMatch(/^3\.1/);
    const names = operations.map(({ operationId }) => operationId);
    expect(names.every((name) => name !== undefined && /^\w+$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, method, summary, parameters = [], responses, security = [] } of operations) {
      const at = `${method} ${path}`;
      expect(["GET", "POST", "PUT", "DELETE", "PATCH"], at).toContain(method);
      const declared = parameters.filter((one) => one.in === "path").map(({ name }) => name);
      expect(declared.sort(), at).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      expect(
        Object.keys(responses).some((status) => /^[123]\d\d$/.test(status)),
        at,
      ).toBe(true);
      for (const [status, { description }] of Object.entries(responses)) expect(description, `${at} ${status}`).toEqual(expect.any(String));
      for (const need of security.flatMap((one) => Object.keys(one)))
        expect(Object.keys(document.components.securitySchemes), at).toContain(need);
      if (path.startsWith("/v1/")) expect(summary?.length, at).toBeGreaterThan(3);
    }
  });

  it("refers to nothing that it does not hold", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? "");
    for (const reference of references) {
      const found = reference.split("/").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect(found, reference).toBeDefined();
    }
  });

  it("shows a vendor's developer the events, the signature's headers, and every code that they may meet", () => {
    const events = operations.find(({ path }) => path === "/v1/terminal/events");
    const text = JSON.stringify(events?.requestBody);
    for (const word of ["fuel.authorization_requested", "fuel.completed", "shift.closed", "transactionId", "totalizerMl", "paymentCode"]) {
      expect(text).toContain(word);
    }
    const headers = events?.parameters?.filter((one) => one.in === "header").map(({ name }) => name);
    expect(headers?.sort()).toEqual(["forecourt-terminal", "webhook-id", "webhook-signature", "webhook-timestamp"]);
    const told = JSON.stringify(events?.responses);
    for (const code of ["signature_invalid", "timestamp_out_of_tolerance", "terminal_unknown", "terminal_revoked", "body_too_large"]) {
      expect(told).toContain(`\`${code}\``);
    }
    const said = [...JSON.stringify(operations.map(({ responses }) => responses)).matchAll(/`([a-z_]{5,40})`:/g)].map(([, code]) => code);
    for (const code of said) expect(Object.keys(codes)).toContain(code);
  });

  it("asks a command for its key, and everybody but the public for who they are", () => {
    for (const operation of operations.filter(({ path }) => path.startsWith("/v1/"))) {
      const names = operation.parameters?.map(({ name }) => name) ?? [];
      if (names.includes("Idempotency-Key")) expect(operation.responses["422"]?.description).toContain("command_id_reused");
      if (audience(operation) !== "public") expect(operation.responses["401"]?.description).toContain("unauthenticated");
      if (audience(operation) === "operator") expect(operation.responses["403"]?.description).toContain("forbidden");
    }
    const topup: Schema | undefined = operations.find(({ operationId, path }) => path === "/v1/driver/topups" && operationId)?.requestBody
      ?.content["application/json"]?.schema;
    expect(topup).toBeDefined();
  });
});

describe("/docs", () => {
  it("is a page of our own: nothing far away, and scripts that its policy names by their hashes", async () => {
    const { status, headers, text } = await call("GET", "/docs");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/html");
    expect(text).not.toMatch(/(src|href|action)\s*=\s*["'](https?:)?\/\//i);
    expect(text).not.toMatch(/\son\w+\s*=/i);
    const scripts = [...text.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    const policy = headers.get("content-security-policy") ?? "";
    for (const [, attributes, script = ""] of scripts) {
      expect(attributes).not.toContain("src");
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
      expect(policy).toContain(`'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`);
    }
    expect(policy).toContain("default-src 'none'");
    for (const code of Object.keys(codes)) expect(text).toContain(`id="${code}"`);
  });
});
