import { session } from "@forecourt/contract/http/driver";
import { beforeAll, describe, expect, it } from "vitest";
import { Driver } from "../kit/driver.ts";
import { call, good } from "../kit/http.ts";
import { openApi } from "../kit/openapi.ts";
import { messagesOf, newDevice, newPhone } from "../kit/phone.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { newStation, stationBody } from "../kit/station.ts";
import { until } from "../kit/until.ts";

const PAYLOADS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "</title><svg onload=alert(1)>"];

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});

describe("a script in what somebody sends", () => {
  it("is not reflected by any page of ours, in path or query", async () => {
    for (const payload of PAYLOADS) {
      const encoded = encodeURIComponent(payload);
      for (const path of [
        `/docs?q=${encoded}`,
        `/docs/${encoded}`,
        `/p/${encoded}/1`,
        `/p/anywhere/${encoded}`,
        `/v1/${encoded}`,
        `/v1/driver/stations?near=${encoded}`,
      ]) {
        const answer = await call("GET", path);
        const type = answer.headers.get("content-type") ?? "";
        if (type.includes("html")) expect(answer.text, path).not.toContain(payload);
        else expect(type, path).toMatch(/json|^$/);
        expect(answer.headers.get("x-content-type-options"), path).toBe("nosniff");
      }
    }
  });

  it("leads a phone nowhere else: what a pump's code opens is of our own", async () => {
    for (const target of ["//evil.example", "https:%2f%2fevil.example", "javascript:alert(1)"]) {
      const { headers } = await call("GET", `/p/${encodeURIComponent(target)}/1`);
      expect(headers.get("location") ?? "/").toMatch(/^(\/(?!\/)|https:\/\/forecourt\.example\/)/);
    }
  });

  it("is kept as the text that it is, and handed out as data that no browser runs", async () => {
    const station = await newStation(admin);
    const [name = ""] = PAYLOADS;
    const body = { ...stationBody(station.terminal.terminalId), names: { "zh-CN": name, "zh-TW": name, en: name }, address: PAYLOADS[1] };
    await must(admin.call("PUT", `/v1/operator/stations/${station.stationId}`, { body }));
    const answer = await must(admin.call("GET", `/v1/operator/stations/${station.stationId}`));
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect((answer.body as { names: { en: string } }).names.en).toBe(name);
    const operator = await newOperator("support");
    await must(
      admin.call("POST", `/v1/operator/operators/${operator.operatorId}/disable`, {
        headers: { "forecourt-reason": encodeURIComponent(name) },
      }),
    );
  });

  it("is shown as the text that it is by the page that an SMS about a new device leads to, which the device's name stands on", async () => {
    const [name, phone, deviceName] = [crypto.randomUUID().slice(0, 12), newPhone(), `"><script>alert(1)</script>`];
    const signIn = (called: string) =>
      call("POST", "/v1/driver/sessions", {
        body: { provider: "wechat", code: `demo-${name}`, deviceName: called },
        headers: { "forecourt-device": newDevice() },
      });
    const driver = new Driver(good(session, await signIn("iPhone"), 201));
    await must(driver.call("POST", "/v1/driver/credentials", { body: { provider: "wechat_phone", code: `demo-${phone}` } }));
    await must(signIn(deviceName));
    const link = await until(async () => (await messagesOf(phone)).find((one) => one.link !== null)?.link ?? false, "the phone is told");
    const { text } = await must(call("GET", link));
    expect(text).toContain("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(text).not.toContain("<script");
  });

  it("would not run even if a page showed it raw: no answer allows a script that is not ours", async () => {
    const { operations } = await openApi();
    for (const path of [
      "/docs",
      "/healthz",
      "/openapi.json",
      ...operations
        .filter(({ method }) => method === "GET")
        .slice(0, 10)
        .map(({ path: at }) => at),
    ]) {
      const policy = (await call("GET", path)).headers.get("content-security-policy") ?? "";
      const directives = new Map(policy.split(";").map((part) => [part.trim().split(" ")[0] ?? "", part.trim()] as const));
      const scripts = directives.get("script-src") ?? directives.get("default-src") ?? "*";
      expect(scripts, path).not.toMatch(/\*|unsafe-inline|unsafe-eval|data:|https?:/);
      expect(directives.get("base-uri"), path).toBe("base-uri 'none'");
      if (directives.has("object-src")) expect(directives.get("object-src")).toBe("object-src 'none'");
    }
  });
});
