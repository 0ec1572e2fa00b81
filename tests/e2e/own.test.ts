import { describe, expect, it } from "vitest";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";

describe("a driver's own pages", () => {
  const open = useBrowser();

  it("asks once for the home page, and not again from tab to tab", async () => {
    const phone = new Phone(await open());
    const asked: string[] = [];
    phone.page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/v1/")) asked.push(`${request.method()} ${pathname}`);
    });
    await phone.signInByHand();
    await phone.sees("陆家嘴站");
    await phone.tab("me");
    await phone.tab("home");
    await phone.tab("stations");
    await phone.sees("由近到远");
    await phone.tab("home");
    await phone.tab("stations");
    expect(asked).toEqual(["POST /v1/driver/sessions", "GET /v1/driver/home", "GET /v1/driver/stations"]);
  });

  it("reads the catalog once, and again only when the home page names another version", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.sees("陆家嘴站");
    const asked: string[] = [];
    phone.page.on("request", (request) => {
      if (request.url().endsWith("/v1/driver/catalog")) asked.push(request.headers()["if-none-match"] ?? "");
    });
    await phone.go("packages/wallet/topup/topup");
    await phone.sees("送 ¥25");
    await phone.page.reload();
    await phone.sees("送 ¥25");
    expect(asked).toEqual([""]);
  });

  it("is at home in the region that the driver chooses; one of another currency is shown, but not to be had", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.go("packages/account/settings/settings");
    await phone.sees("以 HKD 计价，你的钱包是另一种货币");
    await phone.page.getByRole("radio", { name: /^香港/, checked: false, disabled: true }).waitFor();
    await phone.tap("华南");
    await phone.page.getByRole("radio", { name: "华南", checked: true }).waitFor();
    await phone.go("packages/wallet/topup/topup");
    await phone.sees("送 ¥36");
    await expect.poll(() => phone.seen("送 ¥25").count()).toBe(0);
  });

  it("keeps vehicles, and refuses a plate that is none", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.go("packages/car/vehicles/vehicles");
    await phone.sees("还没有车辆");
    await phone.tap("添加车辆");
    await phone.page.getByLabel("车牌号").fill("沪A1");
    await phone.tap("保存");
    await phone.sees("车牌号不对，请核对");
    await phone.page.getByLabel("车牌号").fill("沪a12345");
    await phone.tap("保存");
    await phone.sees("沪A12345");
    await phone.sees("默认");
    await phone.tap("沪A12345");
    await phone.page.getByLabel("油箱容量").fill("62");
    await phone.tap("保存");
    await phone.sees(/62 升/);
    await phone.tap("沪A12345");
    await phone.tap("删除车辆");
    await phone.page.getByRole("dialog").getByRole("button", { name: "删除" }).click();
    await phone.sees("还没有车辆");
  });

  it("takes a fill by hand, says why it does not take another, and keeps what was typed", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.go("packages/car/records/records");
    await phone.sees("没有手工记录");
    await phone.tap("记一笔");
    await phone.page.getByLabel("站名").fill("中山路加油站");
    await phone.page.getByLabel("金额").fill("300.00");
    await phone.page.getByLabel("升数").fill("4");
    await phone.sees("每升 ¥75.00");
    await phone.tap("保存");
    await phone.sees("每升 75.00，不在 4.00 到 15.00 之间，请核对金额和升数");
    await phone.page.getByRole("button", { name: "返回" }).click();
    await phone.tap("记一笔");
    expect(await phone.page.getByLabel("站名").inputValue()).toBe("中山路加油站");
    await phone.page.getByLabel("升数").fill("40");
    await phone.tap("保存");
    await phone.sees("¥300.00");
    await phone.sees("中山路加油站");
    await phone.sees("6 个月，1 次加油");
  });

  it("shows stations on a map with price and free pumps, and their hours and services", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.tab("stations");
    await phone.tap("地图");
    await phone.page.getByRole("button", { name: /虹桥站/ }).click();
    await phone.tap("虹桥站");
    await phone.sees("维修保养");
    await phone.sees("营业时间");
  });

  it("lets whoever will not sign in get away from a page that a link has opened", async () => {
    const phone = new Phone(await open());
    for (const link of ["packages/fuel/station/station?id=lujiazui", "packages/fuel/authorise/authorise?station=lujiazui&pump=4"]) {
      await phone.open(link);
      await phone.sees("微信一键登录");
      await phone.page.getByRole("button", { name: "返回" }).click();
      await phone.sees("登录后即可加油");
    }
  });

  it("shares a station as a card with a picture, which opens that station", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.go("packages/fuel/station/station?id=hongqiao");
    await phone.sees("维修保养");
    await phone.page.getByRole("button", { name: "分享" }).click();
    await phone.sees("虹桥站：今日油价与空闲油枪");
    const width = await phone.page
      .locator(".preview-card img")
      .evaluate((picture: HTMLImageElement) => picture.decode().then(() => picture.naturalWidth));
    expect(width).toBe(500);
    await phone.page.locator(".preview-sheet-row").first().click();
    await phone.sees("虹桥站");
  });
});
