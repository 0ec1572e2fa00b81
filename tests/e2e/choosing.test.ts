import { describe, expect, it } from "vitest";
import { adminApi } from "./kit/api.ts";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";
import { offered } from "./kit/drivers.ts";
import { ownApi } from "./kit/identity.ts";

describe("choosing what to top up", () => {
  const open = useBrowser();

  /** @param packageId what is to be on offer there */
  async function atTopup(packageId?: string): Promise<Phone> {
    const phone = new Phone(await open());
    await phone.signIn();
    if (packageId !== undefined) await offered((await ownApi(phone)).api, packageId);
    await phone.go("packages/wallet/topup/topup");
    await phone.sees("选择金额");
    return phone;
  }

  it("says the terms of each kind of package, and what is paid and what arrives", async () => {
    const phone = await atTopup();
    await phone.tap("9.5 折");
    await phone.sees("支付 ¥1,900");
    await phone.sees("到账 ¥2,000");
    await phone.page.getByLabel("充值金额").fill("3000");
    await phone.sees("支付 ¥2,850");
    await phone.page.getByLabel("充值金额").fill("100");
    await phone.tap("选择金额");
    await phone.tap("2 张 ¥20 券");
    await phone.sees("20 元加油券: 满 ¥200 可用, 90 天内有效");
    await phone.sees("每人限购 1 次");
    await phone.sees("支付 ¥300");
  });

  it("announces a package that is on sale later, which can't be chosen yet", async () => {
    const api = await adminApi();
    const name = { "zh-CN": "充 910", "zh-TW": "儲值 910", en: "Top up 910" };
    const terms = { regionId: "cn-east", names: name, amountMinor: 91_000, bonusMinor: 9_100, limits: {}, position: 910, onSale: true };
    const packageId = `e2e-${crypto.randomUUID().slice(0, 8)}`;
    const saleFromMs = Date.now() + 2 * 24 * 3_600_000;
    await api.call("PUT", `/v1/operator/packages/${packageId}`, { ...terms, saleFromMs });
    const phone = await atTopup(packageId);
    const card = phone.page.getByRole("radio", { name: /910/ });
    await card.getByText(/开售$/).waitFor();
    await phone.sees("支付 ¥500");
    await card.click({ force: true });
    await phone.sees("支付 ¥500");
    expect(await card.getAttribute("aria-disabled")).toBe("true");
    await api.call("POST", `/v1/operator/packages/${packageId}/withdraw`);
  });

  it("credits a discount's whole value, and lets the order say by which way it was paid", async () => {
    const phone = await atTopup();
    await phone.tap("9.5 折");
    await phone.tap("支付 ¥1,900");
    await phone.page.getByRole("button", { name: "支付", exact: true }).click();
    await phone.sees("充值成功");
    await phone.sees("演示收银台");
    await phone.go("packages/wallet/wallet/wallet");
    await phone.sees("+¥2,000.00");
  });

  it("pays an order later that was left at the cashier, from its own page", async () => {
    const phone = await atTopup();
    await phone.page.getByRole("radio", { name: /200/ }).first().click();
    await phone.tap("支付 ¥200");
    await phone.tap("暂不支付");
    await phone.sees("待支付");
    await phone.tap("继续支付");
    await phone.page.getByRole("button", { name: "支付", exact: true }).click();
    await phone.sees("充值成功");
    await expect.poll(() => phone.seen("继续支付").count()).toBe(0);
  });
});
