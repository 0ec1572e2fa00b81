import { describe, expect, it } from "vitest";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";

interface Order {
  readonly kind: string;
  readonly state: string;
  readonly amountMinor: number;
}

/** The driver's orders, as the API tells them to the session that the app holds. */
async function ordersOf({ page, origin }: Phone): Promise<readonly Order[]> {
  const token = await page.evaluate(() => {
    const kept = Object.keys(localStorage).find((key) => key.endsWith("session"));
    return /"accessToken":"([^"]+)"/.exec(localStorage.getItem(kept ?? "") ?? "")?.[1];
  });
  const response = await fetch(`${origin}/v1/driver/orders`, { headers: { authorization: `Bearer ${token}` } });
  return ((await response.json()) as { items: Order[] }).items;
}

describe("a network that fails in the middle of paying", () => {
  const open = useBrowser();

  /** The platform makes the order and the phone never hears of it. */
  async function loseAnswers(phone: Phone): Promise<() => Promise<void>> {
    await phone.page.route("**/v1/driver/topups", async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    });
    return () => phone.page.unroute("**/v1/driver/topups");
  }

  it("makes one order and one payment, when the answer was lost and the network came back", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.tap("¥200");
    await phone.sees("支付 ¥200");
    const heal = await loseAnswers(phone);
    const lost = phone.page.waitForEvent("requestfailed", (request) => request.url().endsWith("/v1/driver/topups"));
    await phone.tap("支付 ¥200");
    await lost;
    await phone.page.context().setOffline(true);
    await phone.sees("网络已断开，仍可查看已保存的内容");
    await heal();
    await phone.page.context().setOffline(false);
    await phone.page.getByText("沙盒收银台").waitFor();
    await phone.page.getByRole("button", { name: "支付", exact: true }).click();
    await phone.sees("充值成功");
    await expect.poll(() => ordersOf(phone)).toEqual([expect.objectContaining({ state: "paid", amountMinor: 20_000 })]);
  });

  it("asks again for the same order after the app was killed, and pays it once", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.tap("¥200");
    await phone.sees("支付 ¥200");
    const heal = await loseAnswers(phone);
    const lost = phone.page.waitForEvent("requestfailed", (request) => request.url().endsWith("/v1/driver/topups"));
    await phone.tap("支付 ¥200");
    await lost;
    await heal();
    const resent = phone.page.waitForResponse((response) => response.url().endsWith("/v1/driver/topups"));
    await phone.page.reload();
    expect((await resent).status()).toBe(201);
    await expect.poll(() => ordersOf(phone)).toEqual([expect.objectContaining({ state: "awaiting_payment" })]);
    await phone.go("pages/orders/orders");
    await phone.tap("待支付");
    await phone.tap("充值");
    await phone.tap("继续支付");
    await phone.page.getByRole("button", { name: "支付", exact: true }).click();
    await phone.sees("充值成功");
    await expect.poll(() => ordersOf(phone)).toEqual([expect.objectContaining({ state: "paid", amountMinor: 20_000 })]);
  });

  it("goes on with the order that there is, when the way to the cashier broke, and makes no second one", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.tap("¥200");
    await phone.page.route("**/sandbox/payments/**", (route) => route.abort("connectionreset"));
    await phone.tap("支付 ¥200");
    await phone.page.getByRole("button", { name: "支付", exact: true }).click();
    await phone.sees("等待付款结果，到账后本页会自动更新");
    await phone.page.unroute("**/sandbox/payments/**");
    await phone.tap("继续支付");
    await phone.page.getByRole("button", { name: "支付", exact: true }).click();
    await phone.sees("充值成功");
    await expect.poll(() => ordersOf(phone)).toEqual([expect.objectContaining({ state: "paid", amountMinor: 20_000 })]);
  });

  it("shows without a network what it knew, says so, and goes on by itself", async () => {
    const phone = new Phone(await open());
    await phone.signIn({ toppedUp: true });
    await phone.sees("陆家嘴站");
    await phone.go("pages/orders/orders");
    await phone.sees("+¥500.00");
    await phone.go("pages/home/home");
    await phone.page.context().setOffline(true);
    await phone.sees("网络已断开，仍可查看已保存的内容");
    await phone.tab("stations");
    await phone.sees("陆家嘴站");
    await phone.tab("orders");
    await phone.sees("+¥500.00");
    await phone.tab("home");
    await phone.page.context().setOffline(false);
    await phone.seen("网络已断开，仍可查看已保存的内容").waitFor({ state: "hidden" });
  });
});
