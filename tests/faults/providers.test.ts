import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Api } from "../../scripts/platform/api.ts";
import type { Settings } from "../counterparts/settings.ts";
import { Driver } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { until } from "./kit/until.ts";

/** `npm start -- --providers counterparts`: the whole product on stand-ins that speak the vendors' own protocols. */

interface Topup {
  readonly orderId: string;
  readonly state: string;
  readonly payment: Readonly<Record<string, string>> | null;
}
interface Address {
  readonly wechat: string;
  readonly unionpay: string;
  readonly stripe: string;
}

describe("the product with counterparts of the payment vendors", () => {
  let product: Product;
  let at: Address;
  const drivers: Record<string, Driver> = {};
  beforeAll(async () => {
    product = await Product.start({ worker: "product", args: ["--providers", "counterparts"] });
    at = JSON.parse(readFileSync(join(product.stateDir, "vendors.json"), "utf8")) as Address;
  });
  afterAll(() => product?.remove());

  const control = async (base: string, what: string, wish: object): Promise<{ readonly refused: readonly string[] }> => {
    const response = await fetch(`${base}/control/${what}`, { method: "POST", body: JSON.stringify(wish) });
    if (!response.ok) throw new Error(`${what} was answered ${response.status}`);
    return (await response.json()) as { readonly refused: readonly string[] };
  };
  const orderWith = async (provider: string): Promise<Topup> => {
    const driver = await Driver.signIn(product, `payer-${provider}`);
    drivers[provider] = driver;
    return driver.call<Topup>(
      "POST",
      "/v1/driver/topups",
      { provider, amountMinor: 30_000, wechatCode: `demo-payer-${provider}` },
      provider,
    );
  };
  const credited = (provider: string) =>
    until(async () => (await drivers[provider]?.wallet())?.principalMinor === 30_000, `${provider}'s payment is credited`);

  it("takes a payment by WeChat Pay from the cashier that the driver's app opens", async () => {
    const { payment } = await orderWith("wechat");
    const prepayId = payment?.package?.replace("prepay_id=", "");
    await new Api(product.baseUrl).call("POST", "/sandbox/cashiers/wechat", { prepayId });
    await credited("wechat");
  });

  it("takes a payment by UnionPay from the form that the payer's browser posts", async () => {
    const { payment } = await orderWith("unionpay");
    const page = await (await fetch(payment?.payUrl ?? "")).text();
    const fields = Object.fromEntries([...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value ?? ""]));
    const cashier = await fetch(`${at.unionpay}/gateway/api/frontTransReq.do`, { method: "POST", body: new URLSearchParams(fields) });
    expect(await cashier.text()).toContain("¥300.00");
    const pressed = await fetch(`${at.unionpay}/cashier/pay`, {
      method: "POST",
      body: new URLSearchParams({ orderId: fields.orderId ?? "" }),
    });
    // The browser takes the front notification back to us.
    expect(await pressed.text()).toContain("/pay/done/wal_");
    await credited("unionpay");
  });

  it("takes a payment by card, and finds one whose event is lost by asking", async () => {
    await control(at.stripe, "mischief", { notifying: { how: "lost" } });
    const { payment } = await orderWith("stripe");
    await control(at.stripe, "pay", { intentId: payment?.paymentIntentId ?? "" });
    await credited("stripe");
  });

  it("gives the vendors nothing to refuse", async () => {
    for (const base of Object.values(at)) expect((await control(base, "release", {})).refused).toEqual([]);
  });

  it("writes no key, secret, client secret, openid or signature into any log", async () => {
    const { wechat, unionpay, stripe } = JSON.parse(readFileSync(join(product.stateDir, "counterparts.json"), "utf8")) as Settings;
    const own = JSON.parse(readFileSync(join(product.stateDir, "secrets.json"), "utf8")) as Record<string, string>;
    const line = (pem: string) => pem.split("\n")[3] ?? "";
    const secrets = [
      ...Object.values(own),
      line(wechat.merchant.privateKey),
      wechat.apiV3Key,
      line(unionpay.merchant.privateKey),
      stripe.secretKey,
      stripe.webhookSecret,
      "_secret_counterpart",
      "sandbox-payer-wechat",
      "paySign",
      "prepay_id",
      "signature=",
      "PRIVATE KEY",
    ];
    const folder = join(product.stateDir, "logs");
    const logs = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    expect(logs.join("").length).toBeGreaterThan(1_000);
    for (const secret of secrets) for (const text of logs) expect(text.includes(secret), `a log holds ${secret.slice(0, 8)}…`).toBe(false);
  });
});
