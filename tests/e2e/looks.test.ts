import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { Phone } from "./kit/app.ts";
import { TABLET, useBrowser } from "./kit/browser.ts";
import { seriousIssues } from "./kit/looks.ts";

/** Elements whose text is wider than they are, or that reach beyond the phone. */
function clipped(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const out: string[] = [];
    for (const node of document.querySelectorAll<HTMLElement>(".screen *")) {
      const box = node.getBoundingClientRect();
      // What scrolls sideways may reach out of sight.
      if (box.width === 0 || node.children.length > 0 || !node.checkVisibility() || node.closest("wx-scroll-view")) continue;
      const style = getComputedStyle(node);
      const isCut = style.textOverflow !== "ellipsis" && style.overflowX === "hidden" && node.scrollWidth > node.clientWidth + 1;
      if (isCut || box.right > width + 1) out.push(`${node.className}: ${node.textContent}`);
    }
    return out;
  });
}

const pages: readonly { readonly path: string; readonly shows: Readonly<Record<string, string>> }[] = [
  { path: "pages/home/home", shows: { "zh-CN": "附近油站", "zh-TW": "附近加油站", en: "Stations nearby" } },
  { path: "pages/stations/stations", shows: { "zh-CN": "陆家嘴站", "zh-TW": "陸家嘴站", en: "Lujiazui" } },
  { path: "pages/pay/pay", shows: { "zh-CN": "付款码", "zh-TW": "付款碼", en: "Pay code" } },
  { path: "pages/orders/orders", shows: { "zh-CN": "+¥500.00", "zh-TW": "+¥500.00", en: "+¥500.00" } },
  { path: "pages/me/me", shows: { "zh-CN": "设置", "zh-TW": "設定", en: "Settings" } },
  { path: "packages/fuel/station/station?id=lujiazui", shows: { "zh-CN": "陆家嘴站", "zh-TW": "陸家嘴站", en: "Lujiazui" } },
  {
    path: "packages/fuel/authorise/authorise?station=lujiazui&pump=4",
    shows: { "zh-CN": "开启 4 号枪", "zh-TW": "開啟 4 號油槍", en: "Start pump 4" },
  },
  { path: "packages/wallet/topup/topup", shows: { "zh-CN": "¥", "zh-TW": "¥", en: "¥" } },
  { path: "packages/wallet/wallet/wallet", shows: { "zh-CN": "核对账目", "zh-TW": "核對帳目", en: "Verify the statement" } },
  { path: "packages/car/vehicles/vehicles", shows: { "zh-CN": "添加车辆", "zh-TW": "新增車輛", en: "Add a vehicle" } },
  { path: "packages/car/vehicle/vehicle", shows: { "zh-CN": "车牌号", "zh-TW": "車牌號碼", en: "Number plate" } },
  { path: "packages/car/records/records", shows: { "zh-CN": "手工记录", "zh-TW": "手動紀錄", en: "Entered by hand" } },
  {
    path: "packages/car/record/record",
    shows: { "zh-CN": "只记账，不扣款", "zh-TW": "只記帳，不扣款", en: "For your books; no money moves." },
  },
  { path: "packages/account/phone/phone", shows: { "zh-CN": "用手机号登录", "zh-TW": "以手機號碼登入", en: "Sign in by phone" } },
  { path: "packages/account/security/security", shows: { "zh-CN": "账户保护", "zh-TW": "帳戶保護", en: "Account protection" } },
  { path: "packages/account/pin/pin", shows: { "zh-CN": "设置 6 位支付密码", "zh-TW": "設定 6 位支付密碼", en: "Choose a six-digit PIN" } },
  {
    path: "packages/account/prove/prove?do=set_pin",
    shows: { "zh-CN": "没有可用的验证方式", "zh-TW": "沒有可用的驗證方式", en: "There is no way to check yet" },
  },
  { path: "packages/account/profile/profile", shows: { "zh-CN": "登录方式", "zh-TW": "登入方式", en: "You sign in with" } },
  {
    path: "packages/account/questions/questions",
    shows: { "zh-CN": "设置安全问题", "zh-TW": "設定安全問題", en: "Choose your questions" },
  },
  {
    path: "packages/account/verification/verification",
    shows: { "zh-CN": "行驶证主页", "zh-TW": "行車執照正面", en: "Front page" },
  },
  {
    path: "packages/account/biometrics/biometrics",
    shows: {
      "zh-CN": "用指纹或面容确认付款",
      "zh-TW": "以指紋或臉部辨識確認付款",
      en: "Confirm payments with a fingerprint or face",
    },
  },
  { path: "packages/wallet/coupons/coupons", shows: { "zh-CN": "还没有优惠券", "zh-TW": "還沒有優惠券", en: "No coupons yet" } },
  { path: "packages/account/devices/devices", shows: { "zh-CN": "本机", "zh-TW": "這支手機", en: "This one" } },
  { path: "packages/account/settings/settings", shows: { "zh-CN": "跟随手机", "zh-TW": "跟隨手機", en: "Follow the phone" } },
];

/** Opens a page on top of a tab: a tab takes away the pages above it, of which there may be ten. */
async function goAlone(phone: Phone, path: string): Promise<void> {
  if (path.startsWith("packages/")) await phone.go("pages/me/me");
  await phone.go(path);
}

describe("how the app looks", () => {
  const open = useBrowser();
  const grounds = (page: Page) =>
    page.evaluate(() => [...document.querySelectorAll(".screen")].map((node) => getComputedStyle(node).backgroundColor).pop());

  it.each([
    { language: "zh-CN", scheme: "light", size: undefined },
    { language: "en", scheme: "dark", size: undefined },
    { language: "zh-TW", scheme: "light", size: TABLET },
  ] as const)(
    "has no serious accessibility issue and clips no text on any page: $language, $scheme",
    async ({ language, scheme, size }) => {
      const phone = new Phone(await open({ colorScheme: scheme, ...size }));
      await phone.signIn({ toppedUp: true });
      if (language !== "zh-CN") {
        await phone.go("packages/account/settings/settings");
        await phone.tap({ "zh-TW": "繁體中文", en: "English" }[language]);
      }
      const issues: string[] = [];
      for (const { path, shows } of pages) {
        await goAlone(phone, path);
        await phone.sees(shows[language] ?? "");
        const found = [...(await seriousIssues(phone.page)), ...(await clipped(phone.page)).map((text) => `clipped: ${text}`)];
        issues.push(...found.map((issue) => `${path}: ${issue}`));
      }
      expect(issues).toEqual([]);
    },
  );

  it("keeps its text whole at the largest size in English", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.go("packages/account/settings/settings");
    await phone.tap("English");
    await phone.tap("Largest");
    const issues: string[] = [];
    for (const { path } of pages) {
      await goAlone(phone, path);
      await phone.page.locator(".bone").first().waitFor({ state: "detached" });
      issues.push(...(await clipped(phone.page)).map((text) => `${path}: ${text}`));
    }
    expect(issues).toEqual([]);
  });

  it("changes language and theme in place, and keeps both", async () => {
    const phone = new Phone(await open());
    await phone.signIn();
    await phone.go("packages/account/settings/settings");
    await phone.tap("繁體中文");
    await phone.sees("外觀");
    await phone.tap("深色");
    await expect.poll(() => grounds(phone.page)).toBe("rgb(11, 19, 18)");
    await phone.page.reload();
    await phone.sees("外觀");
    expect(await grounds(phone.page)).toBe("rgb(11, 19, 18)");
    await phone.go("pages/home/home");
    await phone.sees("陸家嘴站");
  });

  it("fills a tablet without stretching its lines, and frames the phone on a wide screen", async () => {
    const tablet = new Phone(await open(TABLET));
    await tablet.signIn();
    const content = await tablet.page.locator(".content").filter({ visible: true }).first().boundingBox();
    expect(content?.width).toBe(640);
  });
});
