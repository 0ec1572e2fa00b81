import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildPackage } from "../build/package.ts";
import { chromiumPath, launchChromium } from "../testing/chromium.ts";
import { type FakeApi, startFakeApi } from "../testing/fake-api.ts";
import { buildSite } from "./builder/site.ts";

const chromium = chromiumPath();
const LITRE_MS_MAX = 1_500;

/** What a driver does, in a real browser, against a stand-in for the API. Skipped only where no Chromium is installed. */
describe.skipIf(chromium === undefined)("the driver's app in a browser", { timeout: 40_000 }, () => {
  let folder = "";
  let browser: Browser;
  let api: FakeApi;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "preview-"));
    const { outDir } = await buildPackage({ outDir: join(folder, "weapp") });
    await buildSite({
      packageDir: outDir,
      outDir: join(folder, "site"),
      title: "Forecourt",
      language: "zh-CN",
      caption: "",
      demoNames: ["lin"],
      place: { latitude: 31.23, longitude: 121.47 },
    });
    browser = await launchChromium(chromium ?? "");
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    api = await startFakeApi(join(folder, "site"));
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "zh-CN" });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    errors.length = 0;
    page.on("pageerror", (error) => errors.push(error.message));
  });

  afterEach(async () => {
    await page.context().close();
    await api.close();
    expect(errors).toEqual([]);
  });

  const seen = (text: string | RegExp) => page.getByText(text, { exact: true }).filter({ visible: true }).first();
  const tap = (text: string | RegExp) => seen(text).click();
  const tab = (index: number) => page.locator(".preview-tab").nth(index).click();

  async function signIn(): Promise<void> {
    await page.goto(`${api.origin}/app/?as=lin`);
    await tap("登录");
    await tap("微信一键登录");
    await seen("附近油站").waitFor();
    await seen("279").waitFor();
  }

  it("signs in, shows the balance and the stations, and asks nothing again on a tab switch", async () => {
    await signIn();
    await seen("外滩站").waitFor();
    const before = api.log.length;
    await tab(1);
    await seen("由近到远").waitFor();
    await tab(0);
    await seen("快速充值").waitFor();
    expect(api.log.slice(before).filter((line) => /stations|packages/.test(line))).toEqual([]);
  });

  it("tops up and shows what arrived", async () => {
    await signIn();
    await tap("¥100");
    await tap("支付 ¥100");
    await page.getByRole("button", { name: "支付", exact: true }).click();
    await seen("充值成功").waitFor();
    await page.getByRole("button", { name: "返回" }).click();
    await seen("384").waitFor();
  });

  it("sends one top-up, whatever the network does meanwhile", async () => {
    await signIn();
    await tap("¥300");
    await seen("支付 ¥300").waitFor();
    api.setDown(true);
    await tap("支付 ¥300");
    await seen("正在创建订单").waitFor();
    api.setDown(false);
    await page.getByText("沙盒收银台").waitFor();
    await page.getByRole("button", { name: "支付", exact: true }).click();
    await seen("充值成功").waitFor();
    expect(api.orders("topup").filter((order) => order.state === "paid" && order.amountMinor === 30_000).length).toBe(2);
  });

  it("finishes after a crash what was written down before it", async () => {
    await signIn();
    await tap("¥500");
    await seen("支付 ¥500").waitFor();
    api.setDown(true);
    await tap("支付 ¥500");
    await seen("正在创建订单").waitFor();
    const before = api.orders("topup").length;
    await page.reload();
    api.setDown(false);
    await page.reload();
    await expect.poll(() => api.orders("topup").length).toBe(before + 1);
    await page.goto(`${api.origin}/app/#/pages/orders/orders`);
    await seen("待支付").waitFor();
    expect(api.orders("topup").length).toBe(before + 1);
  });

  it("pays by code: the pump takes it, fuel flows on the screen, the receipt follows", async () => {
    await signIn();
    await tab(2);
    await page.locator("wx-image img[src^='data:image/svg']").waitFor();
    api.authoriseByCode();
    await seen("3 号枪为你保留").waitFor();
    api.progress(5_000);
    await seen("正在加油").waitFor();
    const sentAt = Date.now();
    api.progress(12_340);
    await seen(/^98$/).waitFor();
    expect(Date.now() - sentAt).toBeLessThan(LITRE_MS_MAX);
    api.complete();
    await seen("加油完成").waitFor();
    await seen("本金支付").waitFor();
    await tap("查看订单");
    await seen("12.34 升").waitFor();
  });

  it("scans a pump, chooses litres and starts it", async () => {
    await signIn();
    await tap("扫油枪");
    await page.getByLabel("二维码内容").fill("https://fuel.example/p/bund/3");
    await page.getByRole("button", { name: "扫码" }).last().click();
    await seen("3 号枪").waitFor();
    await tap("按升数");
    await tap("20 升");
    await tap("开启 3 号枪");
    await seen("3 号枪为你保留").waitFor();
    await tap("取消加油");
    await page.getByRole("button", { name: "确定" }).click();
    await seen("已取消，预留的金额已退回").waitFor();
  });

  it("verifies the statement on the phone", async () => {
    await signIn();
    await page.goto(`${api.origin}/app/#/packages/wallet/wallet/wallet`);
    await tap("核对账目");
    await seen("4 笔账目完整无误").waitFor();
  });

  it("changes language and theme in place, and keeps them", async () => {
    await signIn();
    await tab(4);
    await tap("设置");
    await tap("English");
    await seen("Appearance").waitFor();
    await tap("Dark");
    await page.reload();
    await seen("Appearance").waitFor();
    expect(await page.locator(".preview-title").textContent()).toBe("Settings");
    const ground = '[...document.querySelectorAll(".screen")].map((node) => getComputedStyle(node).backgroundColor).pop()';
    expect(await page.evaluate(ground)).toBe("rgb(11, 19, 18)");
  });
});
