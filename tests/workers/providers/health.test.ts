import { env } from "cloudflare:workers";
import { paymentHealth } from "@forecourt/contract/http/payments";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { WechatCounterpart } from "../../counterparts/wechat/wechat.ts";
import { newDriver } from "../kit/driver.ts";
import { good } from "../kit/http.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { until } from "../kit/until.ts";
import { answeredBy, deliver, offer, settings } from "../kit/vendors.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
  await offer(admin, "wechat", "sandbox");
});
afterEach(() => {
  vi.restoreAllMocks();
  answeredBy({});
});

const health = async () => good(paymentHealth, await admin.call("GET", "/v1/operator/payments/health"));

describe("the health of payment providers", () => {
  it("counts calls, failures and the time they took, and says what the last failure was", async () => {
    const wechat = new WechatCounterpart(settings, env.WECHATPAY_BASE_URL ?? "", deliver);
    answeredBy({ [env.WECHATPAY_BASE_URL ?? ""]: wechat });
    const driver = await newDriver();
    const body = { provider: "wechat", amountMinor: 1_000, wechatCode: "demo-payer" };
    wechat.mischief.plan("create", "error_500");
    await driver.call("POST", "/v1/driver/topups", { body, key: "tap" });
    await driver.call("POST", "/v1/driver/topups", { body, key: "tap" });
    const calls = await until(async () => {
      const found = (await health()).items.find(({ provider }) => provider === "wechat")?.calls ?? [];
      return found.some(({ calls: made }) => made === 2) && found;
    }, "both calls are counted");
    expect(calls).toMatchObject([{ call: "create", calls: 2, errors: 1, lastError: "answered 500", hours: [{ calls: 2, errors: 1 }] }]);
  });

  it("lists every provider, and says which are switched on", async () => {
    const { items } = await health();
    expect(items.map(({ provider, isOn }) => [provider, isOn])).toEqual([
      ["sandbox", true],
      ["stripe", true],
      ["unionpay", true],
      ["wechat", true],
    ]);
  });
});
