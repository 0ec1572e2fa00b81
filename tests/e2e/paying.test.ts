import type { FillOutcome } from "@forecourt/station-sdk/simulator";
import { describe, expect, it } from "vitest";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";
import { useTerminal } from "./kit/station.ts";

const VOLUME_ML = 12_340;
const PRICE_95_MILLI = 7_480;
/** 12.34 L at ¥7.48. */
const PAID = "92.30";

describe("paying in the app", () => {
  const open = useBrowser();
  const { terminal } = useTerminal("lujiazui");

  function completed(outcome: FillOutcome) {
    if (outcome.outcome !== "completed") throw new Error(`the fill ended otherwise: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  it("signs in, tops up, shows a code that the pump takes, and has the receipt, the order and an intact statement", async () => {
    const phone = new Phone(await open());
    await phone.signInByHand();
    await phone.topUp500();
    await phone.page.getByRole("button", { name: "返回" }).click();
    await phone.sees("525");

    const paymentCode = await phone.shownCode();
    const ended = terminal().fill({ pump: 1, paymentCode, grade: "95", volumeMl: VOLUME_ML });
    await phone.sees("正在加油");
    await phone.sees("加油完成");
    const fill = completed(await ended);
    expect(fill).toMatchObject({ volumeMl: VOLUME_ML, unitPriceMilli: PRICE_95_MILLI, grade: "95" });

    await phone.sees("本金支付");
    await phone.tap("查看订单");
    await phone.sees("陆家嘴站");
    await phone.sees("12.34 升");
    await phone.sees("¥7.48/升");

    await phone.go("pages/orders/orders");
    await phone.sees(`−¥${PAID}`);
    await phone.go("packages/wallet/wallet/wallet");
    await phone.sees("余额组成");
    await phone.sees(/^赠金 .*前有效$/);
    await phone.tap("核对账目");
    await phone.sees("2 笔账目完整无误");
  });

  it("opens a pump by the code on it, and pays only for what was taken", async () => {
    const phone = new Phone(await open());
    await phone.signIn({ toppedUp: true });
    await phone.page.goto(`${phone.origin}/p/lujiazui/2`);
    await phone.sees("2 号枪");
    await phone.tap("按升数");
    await phone.tap("20 升");
    await phone.tap("开启 2 号枪");
    await phone.sees("2 号枪为你保留");
    const ended = terminal().fillReleased({ pump: 2, volumeMl: 5_000 }, AbortSignal.timeout(20_000));
    await phone.sees("加油完成");
    expect(completed(await ended).volumeMl).toBe(5_000);
    await phone.tap("查看订单");
    await phone.sees("5.00 升");
  });

  it("gives a pump back that was started by mistake, which is then free for whoever has waited beside it", async () => {
    const [phone, other] = [new Phone(await open()), new Phone(await open())];
    await phone.signIn({ toppedUp: true });
    await phone.go("packages/fuel/authorise/authorise?station=lujiazui&pump=3");
    await phone.tap("开启 3 号枪");
    await phone.sees("3 号枪为你保留");
    await other.signIn();
    await other.go("packages/fuel/authorise/authorise?station=lujiazui&pump=3");
    await other.sees("这把油枪正在使用");
    await phone.tap("取消加油");
    await phone.page.getByRole("button", { name: "确定" }).click();
    await phone.sees("已取消，预留的金额已退回");
    await other.seen("这把油枪正在使用").waitFor({ state: "hidden" });
  });
});
