import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pumpsOf, SimulatedDriver, SimulatedTerminal } from "@forecourt/station-sdk/simulator";
import { type Browser, type BrowserContext, type Page, chromium as playwright } from "playwright-core";
import { Api } from "./platform/api.ts";
import { build } from "./platform/build.ts";
import { chromium } from "./platform/chromium.ts";
import { seedDemo } from "./platform/demo.ts";
import { startPlatform } from "./platform/platform.ts";

/** `npm run screens`: pictures of the driver's app, one sheet for each language, theme and size, under `docs/screens/`. */

const OUT = "docs/screens";
const STATION = "lujiazui";
const DRIVER = "lin";
const languages = ["zh-CN", "zh-TW", "en"] as const;
const themes = ["light", "dark"] as const;
const sizes = { phone: { width: 390, height: 844 }, tablet: { width: 820, height: 1180 } } as const;
/** Shown whole in the README, from the first sheet of its language. */
const featured: readonly string[] = ["home", "fill", "pay", "map", "records", "wallet"];

/** Between ¥100 and ¥199 have flowed. */
const SPENT = /^1\d\d$/;

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
  { name: "orders", path: "pages/orders/orders", until: ".line .status" },
  { name: "wallet", path: "packages/wallet/wallet/wallet", until: ".line" },
  { name: "records", path: "packages/car/records/records", until: ".chart" },
  { name: "record", path: "packages/car/record/record", until: ".form" },
  { name: "me", path: "pages/me/me", until: ".face" },
];

build();
const stateDir = mkdtempSync(join(tmpdir(), "forecourt-screens-"));
const platform = await startPlatform({ port: 0, stateDir });
const browser = await playwright.launch({ executablePath: chromium(), args: ["--no-sandbox", "--disable-gpu"] });
try {
  const { stations } = await seedDemo(platform, stateDir);
  const station = stations.find(({ id }) => id === STATION);
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
  await prepare(driver);
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  for (const language of languages) {
    for (const theme of themes) {
      for (const size of Object.keys(sizes) as Size[]) await sheet(browser, terminal, driver, { language, theme, size });
    }
  }
  await terminal.close();
} finally {
  await browser.close();
  await platform.stop();
  rmSync(stateDir, { recursive: true, force: true });
}
process.exit(0);

/** A wallet with something in it, a car, and fills of the last months. */
async function prepare(driver: SimulatedDriver): Promise<void> {
  await driver.topUp(200_000);
  await driver.topUp(50_000);
  const anyone = new Api(platform.baseUrl);
  const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/driver/sessions", {
    provider: "wechat",
    code: `demo-${DRIVER}`,
  });
  const api = anyone.withToken(accessToken);
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
}

interface Look {
  readonly language: Language;
  readonly theme: (typeof themes)[number];
  readonly size: Size;
}

/** One fill with the pages around it, side by side in one picture. */
async function sheet(browser: Browser, terminal: SimulatedTerminal, driver: SimulatedDriver, look: Look): Promise<void> {
  const { language, theme, size } = look;
  await driver.topUpWhenLow(150_000, 200_000);
  const context = await browser.newContext({ viewport: sizes[size], locale: language, colorScheme: theme, timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  await page.goto(`${platform.baseUrl}/app/?as=${DRIVER}`);
  await page.locator(".hero__button").click();
  await page.locator("sign-in, .screen").last().locator("wx-button, .t-button").first().click();
  await page.locator(".quick__item").first().waitFor();
  const ended = terminal.fill({ pump: 1, paymentCode: await driver.paymentCode(), grade: "95", volumeMl: 48_000 });
  const shots = new Map<string, Buffer>();
  await page.locator(".running").click();
  await page.locator(".preview-frame:not([hidden])").getByText(SPENT).first().waitFor();
  shots.set("fill", await page.screenshot());
  for (const { name, path, until } of pages) {
    await page.evaluate(`location.hash = "#/${path}"`);
    if (name === "map") await page.locator(".filter").first().click();
    await page.locator(`.preview-frame:not([hidden]) ${until}`).first().waitFor();
    shots.set(name, await page.screenshot({ animations: "disabled" }));
    if (name === "map") await page.locator(".filter").first().click();
  }
  await ended;
  const name = `${language}-${theme}-${size}`;
  writeFileSync(join(OUT, `${name}.jpg`), await side(context, [...shots.values()], sizes[size]));
  const isFeatured = theme === "light" && size === "phone" && language === "en";
  if (isFeatured) for (const shown of featured) writeFileSync(join(OUT, `${shown}.png`), shots.get(shown) ?? Buffer.alloc(0));
  await context.close();
  console.log(name);
}

/** Pictures beside each other at half their size. */
async function side(
  context: BrowserContext,
  shots: readonly Buffer[],
  { width, height }: { width: number; height: number },
): Promise<Buffer> {
  const page: Page = await context.newPage();
  const columns = Math.ceil(shots.length / 2);
  await page.setViewportSize({ width: columns * (width / 2 + 12) + 12, height: 2 * (height / 2 + 12) + 12 });
  const pictures = shots.map(
    (shot) => `<img src="data:image/png;base64,${shot.toString("base64")}" width="${width / 2}" height="${height / 2}">`,
  );
  await page.setContent(
    `<style>body{margin:12px;display:grid;grid-template-columns:repeat(${columns},${width / 2}px);gap:12px;background:#8a9694}</style>${pictures.join("")}`,
  );
  return page.screenshot({ type: "jpeg", quality: 82 });
}
