import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pumpsOf, SimulatedDriver, SimulatedTerminal } from "@forecourt/station-sdk/simulator";
import { type Browser, chromium as playwright } from "playwright-core";
import { Api } from "./platform/api.ts";
import { build } from "./platform/build.ts";
import { chromium } from "./platform/chromium.ts";
import { seedDemo } from "./platform/demo.ts";
import { asDriver, drawnCard, sendDocument } from "./platform/documents.ts";
import { startPlatform } from "./platform/platform.ts";
import { contactSheet, writeSingles } from "./screens/contactSheet.ts";
import { type DeskSize, deskSheet, deskSizes } from "./screens/dashboard.ts";

/**
 * `npm run screens`: pictures of the driver's app and of the dashboard, one sheet for each language, theme and size, under `docs/screens/`.
 * Pages of the dashboard are listed in `screens/dashboard.ts`. To look at a part while building: `--of dashboard`, `--language en`,
 * `--theme light`, `--size desk`; `--out` chooses another folder. `--text largest` has the app's text that large; `--singles` keeps the picture of
 * each page as well, in a folder of its sheet's name.
 */
const { values: asked } = parseArgs({
  options: {
    of: { type: "string" },
    language: { type: "string" },
    theme: { type: "string" },
    size: { type: "string" },
    out: { type: "string" },
    text: { type: "string", default: "normal" },
    singles: { type: "boolean", default: false },
  },
});
const isAsked = (option: "of" | "language" | "theme" | "size", value: string): boolean => (asked[option] ?? value) === value;

const OUT = asked.out ?? "docs/screens";
const STATION = "lujiazui";
const DRIVER = "lin";
const languages = ["zh-CN", "zh-TW", "en"] as const;
const themes = ["light", "dark"] as const;
const sizes = { phone: { width: 390, height: 844 }, tablet: { width: 820, height: 1180 } } as const;
/** Shown whole in the README, from the first sheet of its language. */
const featured: readonly string[] = ["home", "fill", "pay", "map", "records", "wallet"];

/** Between ¥100 and ¥199 have flowed. */
const SPENT = /^1\d\d$/;
/** Less than ¥200 of fuel: the fills of all sheets together leave the order that is to be refunded as it is. */
const VOLUME_ML = 26_000;

type Language = (typeof languages)[number];
type Size = keyof typeof sizes;

/** A page to show, by its name, and what there has to be on it. */
const pages: readonly { readonly name: string; readonly path: string; readonly until: string }[] = [
  { name: "home", path: "pages/home/home", until: "station-row" },
  { name: "stations", path: "pages/stations/stations", until: "station-row" },
  { name: "map", path: "pages/stations/stations", until: ".preview-pin" },
  { name: "station", path: `packages/fuel/station/station?id=${STATION}`, until: ".board" },
  { name: "authorise", path: `packages/fuel/authorise/authorise?station=${STATION}&pump=3`, until: ".sum" },
  { name: "pay", path: "pages/pay/pay", until: "wx-image img[src^='data:']" },
  { name: "topup", path: "packages/wallet/topup/topup", until: ".option" },
  { name: "order", path: "packages/wallet/order/order?id={order}", until: ".refund__steps" },
  { name: "refund", path: "packages/wallet/refund/refund?order={order}", until: ".chips" },
  { name: "orders", path: "pages/orders/orders", until: ".line .status" },
  { name: "wallet", path: "packages/wallet/wallet/wallet", until: ".line" },
  { name: "records", path: "packages/car/records/records", until: ".chart" },
  { name: "record", path: "packages/car/record/record", until: ".form" },
  { name: "security", path: "packages/account/security/security", until: ".switch" },
  { name: "verification", path: "packages/account/verification/verification", until: ".paper" },
  { name: "coupons", path: "packages/wallet/coupons/coupons", until: ".coupon .value" },
  { name: "profile", path: "packages/account/profile/profile", until: ".form" },
  { name: "me", path: "pages/me/me", until: ".face" },
];

build();
const stateDir = mkdtempSync(join(tmpdir(), "forecourt-screens-"));
const platform = await startPlatform({ port: 0, stateDir });
const browser = await playwright.launch({ executablePath: chromium(), args: ["--no-sandbox", "--disable-gpu"] });
try {
  const demo = await seedDemo(platform, stateDir);
  const station = demo.stations.find(({ id }) => id === STATION);
  const [enrolled] = station?.terminals ?? [];
  if (station === undefined || enrolled === undefined) throw new Error(`the demo has no terminal at ${STATION}`);
  const terminal = new SimulatedTerminal({
    baseUrl: platform.baseUrl,
    terminalId: enrolled.id,
    secret: enrolled.secret,
    directory: join(stateDir, "terminal"),
    pumps: pumpsOf(station, 0, () => 0.5),
    speed: 4,
  });
  await terminal.start();
  const driver = new SimulatedDriver({ baseUrl: platform.baseUrl, name: DRIVER });
  const order = await prepare(driver);
  await prepareReviews();
  // A part alone leaves the others' pictures where they are.
  if (process.argv.length === 2) rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  for (const language of languages.filter((one) => isAsked("language", one))) {
    for (const theme of themes.filter((one) => isAsked("theme", one))) {
      for (const size of (Object.keys(sizes) as Size[]).filter((one) => isAsked("of", "app") && isAsked("size", one)))
        await sheet(browser, terminal, driver, order, { language, theme, size });
      for (const size of (Object.keys(deskSizes) as DeskSize[]).filter((one) => isAsked("of", "dashboard") && isAsked("size", one)))
        await deskSheet(browser, demo, terminal, { out: OUT, singles: asked.singles, look: { language, theme, size } });
    }
  }
  await terminal.close();
} finally {
  await browser.close();
  await platform.stop();
  rmSync(stateDir, { recursive: true, force: true });
}
process.exit(0);

/** A wallet with something in it, a car, fills of the last months, and what finance looks at. @returns a top-up that was refunded in part */
async function prepare(driver: SimulatedDriver): Promise<string> {
  const anyone = new Api(platform.baseUrl);
  const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/driver/sessions", {
    provider: "wechat",
    code: `demo-${DRIVER}`,
  });
  const api = anyone.withToken(accessToken);
  // Afterwards: once a phone of theirs is known, whoever names none is told of on the pictures.
  await driver.topUp(200_000);
  await driver.topUp(50_000);
  const bundle = { packageId: "coupons-300", provider: "sandbox" };
  const { orderId } = await api.call<{ orderId: string }>("POST", "/v1/driver/topups", bundle);
  await api.call("POST", `/sandbox/payments/${orderId}/pay`, {});
  await api.call("POST", "/v1/driver/vehicles", { plate: "沪AD12345", name: null, grade: "95", tankMl: 55_000, isDefault: true });
  for (const [monthsAgo, litres] of [38, 22, 41, 30, 18].entries()) {
    const at = new Date();
    at.setMonth(at.getMonth() - monthsAgo - 1);
    await api.call("POST", "/v1/driver/records", {
      stationName: "中山路加油站",
      at: at.toISOString(),
      grade: "95",
      amountMinor: litres * 748,
      volumeMl: litres * 1_000,
      odometerKm: 42_000 - monthsAgo * 520,
    });
  }
  const topUp = async (paid: object): Promise<string> => {
    const { orderId } = await api.call<{ orderId: string }>("POST", "/v1/driver/topups", { provider: "sandbox", amountMinor: 45_600 });
    await api.call("POST", `/sandbox/payments/${orderId}/pay`, paid);
    return orderId;
  };
  // Paid with another amount than was asked for: a case.
  await topUp({ amountMinor: 45_599 });
  const refunded = await topUp({});
  await api.call("POST", `/v1/driver/orders/${refunded}/refund`, { reason: "充错了", amountMinor: 12_050 });
  return refunded;
}

/** What waits for operators: documents to review, and a driver whom the risk rules have stopped. */
async function prepareReviews(): Promise<void> {
  const anyone = new Api(platform.baseUrl);
  const context = await browser.newContext();
  const photo = await drawnCard(context, ["Specimen", "Chen Siyuan", "No. 0000 0000 0000"]);
  await context.close();
  for (const name of ["chen-siyuan", "wang-fang"]) {
    const { api } = await asDriver(anyone, name);
    await sendDocument(api, platform.baseUrl, { kind: "id_front", photo, idNumber: "SPECIMEN0000" });
  }
  const { api } = await asDriver(anyone, "wang-fang");
  const topUp = () => api.call<{ orderId: string }>("POST", "/v1/driver/topups", { amountMinor: 100_000, provider: "sandbox" });
  for (let time = 0; time < 3; time++) await api.call("POST", `/sandbox/payments/${(await topUp()).orderId}/pay`, {});
  await topUp().catch(() => undefined);
}

interface Look {
  readonly language: Language;
  readonly theme: (typeof themes)[number];
  readonly size: Size;
}

/** One fill with the pages around it, side by side in one picture. */
async function sheet(browser: Browser, terminal: SimulatedTerminal, driver: SimulatedDriver, order: string, look: Look): Promise<void> {
  const { language, theme, size } = look;
  await driver.topUpWhenLow(150_000, 200_000);
  const context = await browser.newContext({ viewport: sizes[size], locale: language, colorScheme: theme, timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const settings = JSON.stringify({ text: asked.text });
  await page.addInitScript(`localStorage.setItem("mp:settings", ${JSON.stringify(settings)})`);
  await page.goto(`${platform.baseUrl}/app/?as=${DRIVER}`);
  await page.locator(".hero__button").click();
  await page.locator("sign-in, .screen").last().locator("wx-button, .t-button").first().click();
  await page.locator(".quick__item").first().waitFor();
  const ended = terminal.fill({ pump: 1, paymentCode: await driver.paymentCode(), grade: "95", volumeMl: VOLUME_ML });
  const shots = new Map<string, Buffer>();
  await page.locator(".running").click();
  await page.locator(".preview-frame:not([hidden])").getByText(SPENT).first().waitFor();
  shots.set("fill", await page.screenshot());
  for (const { name, path, until } of pages) {
    await page.evaluate(`location.hash = "#/${path.replace("{order}", order)}"`);
    if (name === "map") await page.locator(".filter").first().click();
    await page.locator(`.preview-frame:not([hidden]) ${until}`).first().waitFor();
    await page.locator(".preview-frame:not([hidden]) .bone").first().waitFor({ state: "detached" });
    shots.set(name, await page.screenshot({ animations: "disabled" }));
    if (name === "map") await page.locator(".filter").first().click();
  }
  await ended;
  const name = `${language}-${theme}-${size}`;
  if (asked.singles) writeSingles(join(OUT, name), shots);
  writeFileSync(
    join(OUT, `${name}.jpg`),
    await contactSheet(context, [...shots.values()], sizes[size], { columns: Math.ceil(shots.size / 2), factor: 0.5 }),
  );
  const isFeatured = theme === "light" && size === "phone" && language === "en";
  if (isFeatured) for (const shown of featured) writeFileSync(join(OUT, `${shown}.png`), shots.get(shown) ?? Buffer.alloc(0));
  await context.close();
  console.log(name);
}
