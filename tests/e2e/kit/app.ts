import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { inject } from "vitest";
import { Api } from "../../../scripts/platform/api.ts";
import { listed, signInOn, topUp } from "./drivers.ts";

/** A driver who holds the app: taps what can be read. Each has a name, and so a wallet, of their own. */
export class Phone {
  readonly page: Page;
  readonly name: string;
  readonly origin: string;

  constructor(page: Page, name = `e2e-${randomUUID().slice(0, 8)}`, origin = inject("product").baseUrl) {
    this.page = page;
    this.name = name;
    this.origin = origin;
  }

  /** What the driver sees; hidden pages of the stack don't count. */
  seen(text: string | RegExp): Locator {
    return this.page.getByText(text, { exact: true }).filter({ visible: true }).first();
  }

  async sees(text: string | RegExp, timeout = 15_000): Promise<void> {
    await this.seen(text).waitFor({ timeout });
  }

  async tap(text: string | RegExp): Promise<void> {
    await this.seen(text).click();
  }

  async tab(name: "home" | "stations" | "pay" | "orders" | "me"): Promise<void> {
    await this.page.locator(".preview-tab").nth(["home", "stations", "pay", "orders", "me"].indexOf(name)).click();
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.origin}/app/?as=${this.name}#/${path}`, { waitUntil: "commit" });
  }

  /** Opens another page of the app without loading the app again. */
  async go(path: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${path}`);
  }

  /** Signs in as a driver does who opens the app for the first time. */
  async signInByHand(): Promise<void> {
    await this.open("pages/home/home");
    await this.tap("登录");
    await this.tap("微信一键登录");
    await this.sees("附近油站");
  }

  /** Opens the app where the driver has signed in before; `toppedUp`: with the ¥525 that {@link topUp500} leaves. */
  async signIn({ toppedUp = false }: { readonly toppedUp?: boolean } = {}): Promise<void> {
    const device = randomUUID();
    const session = await signInOn(this.origin, device, { code: `demo-${this.name}`, deviceName: "Preview" });
    const api = new Api(this.origin, session.accessToken);
    const orderId = toppedUp ? await topUp(api, { packageId: "top-500" }) : null;
    const { expiresIn, ...rest } = session;
    const localStorage = [
      { name: "mp:device", value: JSON.stringify(device) },
      { name: "mp:session", value: JSON.stringify({ ...rest, expiresAtMs: Date.now() + expiresIn * 1000 }) },
    ];
    await this.page.context().setStorageState({ cookies: [], origins: [{ origin: this.origin, localStorage }] });
    await this.open("pages/home/home");
    await this.sees("附近油站");
    if (orderId !== null) await listed(api, orderId, "paid");
  }

  /** ¥500 and ¥25 on top, paid at the sandbox's cashier. */
  async topUp500(): Promise<void> {
    await this.tap("¥500");
    await this.tap("支付 ¥500");
    await this.page.getByRole("button", { name: "支付", exact: true }).click();
    await this.sees("充值成功");
  }

  /** The code on the screen, as the pump's scanner would read it. */
  async shownCode(): Promise<string> {
    const [answer] = await Promise.all([
      this.page.waitForResponse((response) => response.url().endsWith("/v1/driver/payment-codes") && response.ok()),
      this.go("pages/pay/pay"),
    ]);
    const { code } = (await answer.json()) as { code: string };
    await this.page.locator("wx-image img[src^='data:image/svg']").waitFor();
    return code;
  }
}
