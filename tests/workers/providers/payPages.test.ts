import { env } from "cloudflare:workers";
import { topup } from "@forecourt/contract/http/driver";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { stripePage } from "../../../worker/modules/payments/pages/stripe.ts";
import { unionPayPage } from "../../../worker/modules/payments/pages/unionPay.ts";
import { StripeCounterpart } from "../../counterparts/stripe/stripe.ts";
import { UnionPayCounterpart } from "../../counterparts/unionpay/unionpay.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { call, good, ORIGIN } from "../kit/http.ts";
import { openPlatform } from "../kit/platform.ts";
import { answeredBy, deliver, offer, settings } from "../kit/vendors.ts";

/** What pages at the cashier let a browser do, where the vendors are the real ones. */

beforeAll(async () => offer(await openPlatform(), "stripe", "unionpay"));
beforeEach(() =>
  answeredBy({
    [env.STRIPE_BASE_URL ?? ""]: new StripeCounterpart(settings, () => `${ORIGIN}/callbacks/stripe`, deliver),
    [env.UNIONPAY_BASE_URL ?? ""]: new UnionPayCounterpart(settings, deliver),
  }),
);
afterEach(() => {
  vi.restoreAllMocks();
  answeredBy({});
});

const order = async (driver: Driver, provider: string) =>
  good(topup, await driver.call("POST", "/v1/driver/topups", { body: { provider, amountMinor: 123_450 } }), 201);

type Page = typeof stripePage;
/** The page as it is served with these settings instead of the counterparts'. */
async function served(page: Page, { walletId }: Driver, orderId: string, live: object, asked = "", headers: HeadersInit = {}) {
  const request = Object.assign(new Request(`${ORIGIN}/pay/x/${walletId}/${orderId}${asked}`, { headers }), {
    params: { walletId, orderId },
  });
  return page(request as never, { env: { ...env, ...live } } as never);
}
const policyOf = (response: Response): ReadonlyMap<string, string> =>
  new Map((response.headers.get("content-security-policy") ?? "").split("; ").map((part) => part.split(/ (.*)/, 2) as [string, string]));

describe("the page of a card", () => {
  const live = { STRIPE_JS_URL: "" };

  it("lets Stripe.js and Link load what Stripe says they need, and nothing else", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver, "stripe");
    const policy = policyOf(await served(stripePage, driver, orderId, live));
    expect(policy.get("default-src")).toBe("'none'");
    expect(policy.get("script-src")).toMatch(/^'nonce-[\w-]+' https:\/\/js\.stripe\.com https:\/\/\*\.js\.stripe\.com$/);
    expect(policy.get("frame-src")).toBe(
      "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com https://link.com https://*.link.com",
    );
    expect(policy.get("connect-src")).toBe("https://api.stripe.com https://link.com https://*.link.com");
    expect(policy.get("img-src")).toBe("https://*.stripe.com https://*.link.com");
    expect(policy.get("form-action")).toBe("'none'");
  });

  it("lets Stripe's frames ask for Apple Pay and Google Pay, and open a window of a bank", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver, "stripe");
    const { headers } = await served(stripePage, driver, orderId, live);
    expect(headers.get("permissions-policy")).toContain('payment=(self "https://js.stripe.com" "https://*.js.stripe.com"');
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin-allow-popups");
    // Nowhere else.
    expect((await call("GET", "/healthz")).headers.get("permissions-policy")).toContain("payment=()");
  });

  it("speaks the language that the app has asked for, or else the browser's", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver, "stripe");
    const text = async (asked: string, headers?: HeadersInit) => (await served(stripePage, driver, orderId, {}, asked, headers)).text();
    expect(await text("?lang=zh-TW", { "accept-language": "en" })).toContain("支付 ¥1,234.50");
    expect(await text("", { "accept-language": "en" })).toContain("Pay ¥1,234.50");
    // Back from the cashier, where the address can't say it.
    expect(await text("", { "accept-language": "en", cookie: "other=1; pay_lang=zh-TW" })).toContain("信用卡付款");
    expect(await text("?lang=<script>", {})).toContain("银行卡付款");
  });
});

describe("the page on the way to UnionPay", () => {
  it("may post its form to UnionPay's gateway, which sends the payer on to another host of UnionPay's", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver, "unionpay");
    const policy = policyOf(await served(unionPayPage, driver, orderId, { UNIONPAY_BASE_URL: "" }));
    expect(policy.get("form-action")).toBe("https://gateway.95516.com https://*.95516.com");
    expect(policy.get("connect-src")).toBeUndefined();
  });
});

describe("the page that a cashier leads back to", () => {
  it("takes what UnionPay posts as no more than a hint, and puts it into no address", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver, "unionpay");
    const at = `/pay/done/${driver.walletId}/${orderId}`;
    const post = (body: string) => call("POST", at, { headers: { "content-type": "application/x-www-form-urlencoded" }, text: body });
    for (const code of ["00", "05", "A6"]) expect((await post(`respCode=${code}&queryId=1`)).headers.get("location")).toBe(at);
    expect((await post("respCode=51&accNo=6222")).headers.get("location")).toBe(`${at}?said=failed`);
    expect((await call("GET", `${at}/state`)).body).toEqual({ state: "waiting" });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
    expect((await post("x".repeat(40_000))).status).toBe(413);
  });

  it("keeps the secret that Stripe adds to the address out of the history", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver, "stripe");
    const at = `/pay/done/${driver.walletId}/${orderId}`;
    const query = "payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=failed";
    const answer = await call("GET", `${at}?${query}`);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${at}?said=failed`]);
  });
});
