import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Api } from "../../scripts/platform/api.ts";
import { cards } from "../counterparts/stripe/stripe.ts";
import { Product } from "../faults/kit/product.ts";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";
import { expectReadsWell } from "./kit/looks.ts";

/** Longer than the page waits before it says that nothing has come. */
const SLOW_MS = 20_000;

/** Pages that a payer passes on the way to a provider's cashier and back, in a browser, with the vendors' counterparts. */
describe("a provider's own page", () => {
  const open = useBrowser();
  let product: Product;
  let at: Readonly<Record<"unionpay" | "stripe", string>>;
  beforeAll(async () => {
    product = await Product.start({ worker: "product", args: ["--providers", "counterparts"] });
    at = JSON.parse(readFileSync(join(product.stateDir, "vendors.json"), "utf8")) as typeof at;
  }, 120_000);
  afterAll(() => product?.remove());

  const control = (base: string, what: string, wish: object) =>
    fetch(`${base}/control/${what}`, { method: "POST", body: JSON.stringify(wish) });

  /** An order of a driver of its own, and the page where it is paid. */
  async function order(
    provider: string,
    lang = "zh-CN",
  ): Promise<{ readonly driver: Api; readonly orderId: string; readonly url: string }> {
    const anyone = new Api(product.baseUrl);
    const code = `demo-cashier-${crypto.randomUUID().slice(0, 8)}`;
    const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/driver/sessions", { provider: "wechat", code });
    const driver = anyone.withToken(accessToken);
    const made = await driver.call<{ orderId: string; payment: { payUrl: string } }>("POST", "/v1/driver/topups", {
      provider,
      amountMinor: 30_000,
    });
    return { driver, orderId: made.orderId, url: `${made.payment.payUrl}?lang=${lang}` };
  }

  const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();

  async function expectGood(page: Page): Promise<void> {
    await expectReadsWell(page);
  }

  /** In the app: an amount, the way to pay, and the page that opens beside it. */
  async function leaveApp(phone: Phone, way: string): Promise<Page> {
    await phone.signIn();
    await phone.go("packages/wallet/topup/topup");
    await phone.tap(way);
    await phone.page.getByRole("radio", { name: /200/ }).first().click();
    await phone.tap("支付 ¥200");
    const [cashier] = await Promise.all([phone.page.waitForEvent("popup"), phone.tap("打开页面")]);
    return cashier;
  }

  it("of UnionPay is reached by a form and comes back to a page that says so, and the app goes on by itself", async () => {
    const phone = new Phone(await open(), undefined, product.baseUrl);
    const cashier = await leaveApp(phone, "银联");
    await cashier.getByText("¥200.00").waitFor();
    await cashier.locator("#pay").click();
    await heading(cashier, "充值成功");
    await cashier.getByText("¥200.00").waitFor();
    await expectGood(cashier);
    // The order's page again, with the money in the wallet.
    await phone.sees("充值成功");
    await expect.poll(() => phone.seen("打开页面").count()).toBe(0);
  });

  it("of a card takes another after one that is declined, and keeps the payment's secret out of every address", async () => {
    const phone = new Phone(await open(), undefined, product.baseUrl);
    const cashier = await leaveApp(phone, "银行卡");
    const frame = cashier.frameLocator("iframe");
    const pay = cashier.getByRole("button", { name: "支付 ¥200.00" });
    await frame.getByLabel("Card number").fill(cards.declined);
    await expectGood(cashier);
    await pay.click();
    await cashier.getByRole("alert").getByText("Your card was declined.").waitFor();
    await frame.getByLabel("Card number").fill(cards.pays);
    await pay.click();
    await heading(cashier, "充值成功");
    expect(cashier.url()).not.toContain("secret");
    await phone.sees("充值成功");
  });

  it("that was left without paying says that nothing has come, and leads there again; so does one that failed", async () => {
    const { driver, orderId, url } = await order("unionpay");
    const page = await open();
    await page.goto(url);
    await page.locator("#cancel").waitFor();
    // Going back from there leads past the page that led there, and not there again.
    await page.goBack();
    expect(page.url()).toBe("about:blank");
    await page.goto(url);
    await page.locator("#cancel").waitFor();
    // What asks for the result must not be hurried along before the page is there.
    await page.clock.install();
    await page.locator("#cancel").click();
    await heading(page, "正在确认付款结果");
    await page.clock.fastForward(SLOW_MS);
    await heading(page, "还没有收到付款结果");
    await expectGood(page);
    await page.getByRole("link", { name: "还没有付款，去支付" }).click();
    await page.locator("#decline").click();
    await heading(page, "付款没有成功");
    await expectGood(page);
    // Reading it again posts nothing again.
    await page.reload();
    await heading(page, "付款没有成功");
    expect(await driver.call("GET", `/v1/driver/topups/${orderId}`)).toMatchObject({ state: "awaiting_payment" });
    await page.getByRole("link", { name: "再试一次" }).click();
    await page.locator("#pay").click();
    await page.clock.fastForward(SLOW_MS);
    await heading(page, "充值成功");
    expect(await driver.call("GET", "/v1/driver/wallet")).toMatchObject({ principalMinor: 30_000 });
    // What is paid is not paid again.
    await page.goto(url);
    await heading(page, "充值成功");
  });

  it("is not believed when it says that a payment failed, or was made: the order is", async () => {
    const { driver, orderId, url } = await order("stripe", "en");
    const page = await open({ locale: "en" });
    await page.goto(url);
    await page.frameLocator("iframe").getByLabel("Card number").fill(cards.authenticationFails);
    await page.getByRole("button", { name: "Pay ¥300.00" }).click();
    await heading(page, "The payment did not go through");
    const done = page.url();
    await page.goto(done.replace("?said=failed", "?redirect_status=succeeded"));
    await heading(page, "Waiting for the result");
    await page.goto(done);
    await heading(page, "The payment did not go through");
    const { payment } = await driver.call<{ payment: { paymentIntentId: string } }>("GET", `/v1/driver/topups/${orderId}`);
    await control(at.stripe, "pay", { intentId: payment.paymentIntentId });
    await heading(page, "Topped up");
  });

  it("waits for a notification that is late", async () => {
    await control(at.unionpay, "mischief", { notifying: { how: "held" } });
    const { url } = await order("unionpay", "zh-TW");
    const page = await open();
    await page.goto(url);
    await page.locator("#pay").waitFor();
    await page.clock.install();
    await page.locator("#pay").click();
    await heading(page, "正在確認付款結果");
    await page.clock.fastForward(SLOW_MS);
    await heading(page, "還沒有收到付款結果");
    await control(at.unionpay, "release", {});
    await control(at.unionpay, "mischief", { notifying: { how: "sent" } });
    await page.clock.fastForward(SLOW_MS);
    await heading(page, "儲值成功");
  });

  it("says that an order is over, or that there is none", async () => {
    const { driver, orderId, url } = await order("stripe", "en");
    await driver.call("POST", `/v1/driver/orders/${orderId}/cancel`);
    const page = await open({ locale: "en", colorScheme: "dark" });
    await page.goto(url);
    await heading(page, "This order is closed");
    expect(await page.getByRole("link").count()).toBe(0);
    await expectGood(page);
    await page.goto(url.replace(/top_\w{4}/, "top_0000"));
    await heading(page, "There is no such order");
    await expectGood(page);
  });

  const looks: readonly { readonly lang: string; readonly title: string; readonly options: BrowserContextOptions }[] = [
    { lang: "zh-TW", title: "信用卡付款", options: { colorScheme: "dark" } },
    { lang: "en", title: "Pay by card", options: { viewport: { width: 320, height: 568 } } },
  ];
  it.each(looks)("reads well in $lang, dark, and on the smallest phone", async ({ lang, title, options }) => {
    const { url } = await order("stripe", lang);
    const page = await open(options);
    await page.goto(url);
    await heading(page, title);
    await page.frameLocator("iframe").getByLabel("Card number").waitFor();
    await expectGood(page);
  });

  it("lets a card be paid later where Stripe's script can't be had", async () => {
    const { url } = await order("stripe", "en");
    const page = await open({ locale: "en" });
    await page.route(`${at.stripe}/**`, (route) => route.abort());
    await page.goto(url);
    await page
      .getByRole("alert")
      .getByText(/did not load/)
      .waitFor();
    await page.unroute(`${at.stripe}/**`);
    await page.getByRole("button", { name: "Load again" }).click();
    await page.frameLocator("iframe").getByLabel("Card number").waitFor();
    await page.getByRole("button", { name: "Pay ¥300.00" }).click();
    await heading(page, "Topped up");
  });
});
