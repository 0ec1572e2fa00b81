import { describe, expect, it } from "vitest";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";

describe("asking for a top-up back", () => {
  const open = useBrowser();

  async function toppedUp(): Promise<Phone> {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.topUp500();
    return phone;
  }

  it("says what comes back and what lapses before it asks, and shows each step with its time", async () => {
    const phone = await toppedUp();
    await phone.tap("申请退款");
    await phone.sees("退回给你");
    await phone.sees("赠金 ¥25.00 随之失效");
    await phone.sees("立即原路退回");
    await phone.tap("退回 ¥500.00");
    await phone.sees("退款 ¥500.00");
    await phone.sees("已申请，金额已冻结");
    await phone.sees("已提交支付平台");
    await phone.go("packages/wallet/wallet/wallet");
    await phone.sees("−¥525.00");
  });

  it("asks for a part, has somebody look at what something was taken from, and keeps what was typed", async () => {
    const phone = await toppedUp();
    await phone.tap("申请退款");
    await phone.page.getByLabel("金额").fill("120.50");
    await phone.tap("充错了");
    await phone.sees("退回 ¥120.50");
    await phone.page.reload();
    await phone.sees("退回 ¥120.50");
    await phone.tap("退回 ¥120.50");
    await phone.sees("退款 ¥120.50");
    await phone.sees("已退款");
    // Something is gone from it now, so somebody looks at the rest.
    await phone.tap("申请退款");
    await phone.sees("客服审核后原路退回");
    await phone.tap("退回 ¥379.50");
    await phone.sees("审核中");
    // Nothing more can be asked for while this one is under way; whoever tries all the same is told so.
    await expect.poll(() => phone.seen("申请退款").count()).toBe(0);
    const orderId = new URL(phone.page.url()).hash.split("id=")[1] ?? "";
    await phone.go(`packages/wallet/refund/refund?order=${orderId}`);
    await phone.sees("现在不能退款");
    await phone.sees("这笔订单正在退款");
  });

  it("asks once, when the network was cut in the middle", async () => {
    const phone = await toppedUp();
    await phone.tap("申请退款");
    await phone.sees("退回 ¥500.00");
    const keys: string[] = [];
    let lost = 0;
    await phone.page.route("**/v1/driver/orders/*/refund", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      keys.push(route.request().headers()["idempotency-key"] ?? "");
      // The first one arrives; its answer does not.
      if (lost++ > 0) return route.continue();
      await route.fetch();
      await route.abort("connectionreset");
    });
    await phone.tap("退回 ¥500.00");
    await phone.sees("退款 ¥500.00");
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
    expect(await phone.page.getByText("退款 ¥500.00", { exact: true }).filter({ visible: true }).count()).toBe(1);
  });
});
