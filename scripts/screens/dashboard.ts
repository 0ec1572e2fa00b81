import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SimulatedDriver, type SimulatedTerminal } from "@forecourt/station-sdk/simulator";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Demo } from "../platform/demo.ts";
import { contactSheet, writeSingles } from "./contactSheet.ts";

/** Pictures of the operators' dashboard: one sheet for each language, theme and size, with every page on it. */

export const deskSizes = {
  desk: { width: 1280, height: 860 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
} as const;
export type DeskSize = keyof typeof deskSizes;

export interface DeskLook {
  readonly language: string;
  readonly theme: "light" | "dark";
  readonly size: DeskSize;
}

/** How a sheet is laid out: a dozen pages that can still be read. */
const layouts: Readonly<Record<DeskSize, { readonly columns: number; readonly factor: number }>> = {
  desk: { columns: 3, factor: 0.5 },
  tablet: { columns: 5, factor: 0.42 },
  phone: { columns: 7, factor: 0.5 },
};

/**
 * The pages, a line each: its address, and a selector of what has to be on it. A page that shows one of many things takes the first:
 * `via` is the list, and the selector of its first link.
 */
const pages: readonly {
  readonly name: string;
  readonly path: string;
  readonly until: string;
  readonly via?: string;
}[] = [
  { name: "overview", path: "/", until: ".tile .figure, .figure" },
  { name: "analytics", path: "/analytics", until: "#content canvas, #content table" },
  { name: "board", path: "/stations", until: ".pump-flows" },
  { name: "list", path: "/stations?view=list", until: "tbody .mark" },
  { name: "map", path: "/stations?view=map", until: ".map-pin" },
  { name: "station", path: "/stations/lujiazui", until: ".pump-flows" },
  { name: "setup", path: "/stations/lujiazui/edit", until: ".setup-pump" },
  { name: "orders", path: "/orders", until: "tbody tr td, .cards li" },
  { name: "drivers", path: "/drivers", until: "tbody tr td, .cards li" },
  { name: "driver", path: "/drivers", until: "#content .facts-line", via: "#content a[href^='/drivers/']" },
  { name: "adjustments", path: "/adjustments", until: "h1" },
  { name: "documents", path: "/documents", until: "tbody tr td, .cards li" },
  { name: "document", path: "/documents", until: "#content .facts", via: "#content a[href^='/documents/']" },
  { name: "risk", path: "/risk", until: "tbody tr td, .cards li" },
  { name: "alert", path: "/risk", until: "#content .facts", via: "#content a[href^='/risk/rsk_']" },
  { name: "rules", path: "/risk/rules", until: ".risk-facts" },
  { name: "packages", path: "/packages", until: "tbody tr td" },
  { name: "package", path: "/packages/top-500", until: ".phone-card" },
  { name: "refunds", path: "/refunds?state=all", until: ".cell-link" },
  { name: "refund", path: "/refunds?state=all", until: ".ant-drawer .timeline", via: "#content .cell-link" },
  { name: "transfers", path: "/refunds/transfers", until: "h1" },
  { name: "reconciliation", path: "/reconciliation", until: "#content .cell-link" },
  { name: "case", path: "/reconciliation", until: ".ant-drawer .evidence", via: "#content .cell-link" },
  { name: "funds", path: "/funds", until: "#content .facts" },
  { name: "exports", path: "/exports", until: "h1" },
  { name: "alerts", path: "/alerts", until: "h1" },
  { name: "catalog", path: "/catalog", until: "#content section" },
  { name: "transactions", path: "/transactions", until: "tbody tr td, .cards li" },
  { name: "devices", path: "/devices", until: "h1" },
  { name: "settings", path: "/settings", until: "#content tbody tr td" },
  { name: "operators", path: "/operators", until: "#content table" },
  { name: "audit", path: "/audit", until: "#content .audit-change" },
  { name: "operations", path: "/operations", until: "#content section" },
];

/** Shown whole in the README, from the English light desk. */
const featured: readonly string[] = ["overview", "board", "station"];

/** Pumps that run while the pictures are taken, and what flows: long enough for all pages. */
const PUMPS = [2, 3, 4] as const;
const VOLUME_ML = 90_000;
const SETTLE_MS = 20_000;

interface DeskSheet {
  readonly out: string;
  readonly look: DeskLook;
  /** Whether the picture of each page is kept as well, the whole page. */
  readonly singles: boolean;
}

/** Takes every page once in this look. */
export async function deskSheet(
  browser: Browser,
  demo: Demo,
  terminal: SimulatedTerminal,
  { out, singles, look: { language, theme, size } }: DeskSheet,
): Promise<void> {
  const fills = await Promise.all(PUMPS.map((pump) => beginFill(demo.baseUrl, terminal, pump)));
  const context = await browser.newContext({
    viewport: deskSizes[size],
    locale: language,
    colorScheme: theme,
    timezoneId: "Asia/Shanghai",
    // A chart that grows would be caught half-grown.
    reducedMotion: "reduce",
    hasTouch: size !== "desk",
  });
  const page = await signedIn(context, demo);
  const shots = new Map<string, Buffer>();
  const whole = new Map<string, Buffer>();
  for (const { name, path, until, via } of pages) {
    await page.goto(demo.baseUrl + path);
    if (via !== undefined) await page.locator(via).first().click();
    await page.locator(until).filter({ visible: true }).first().waitFor({ timeout: SETTLE_MS });
    await page.locator("#content .ant-skeleton-active").first().waitFor({ state: "detached", timeout: SETTLE_MS });
    shots.set(name, await page.screenshot({ animations: "disabled" }));
    if (singles) whole.set(name, await page.screenshot({ animations: "disabled", fullPage: true }));
    const isFeatured = language === "en" && theme === "light" && size === "desk" && featured.includes(name);
    if (isFeatured)
      writeFileSync(join(out, `desk-${name}.jpg`), await page.screenshot({ type: "jpeg", quality: 82, animations: "disabled" }));
  }
  const name = `dashboard-${language}-${theme}-${size}`;
  if (singles) writeSingles(join(out, name), whole);
  writeFileSync(join(out, `${name}.jpg`), await contactSheet(context, [...shots.values()], deskSizes[size], layouts[size]));
  await context.close();
  await Promise.all(fills.map(({ ended }) => ended));
  console.log(name);
}

/** Somebody with a full wallet and a thirsty vehicle. */
async function beginFill(baseUrl: string, terminal: SimulatedTerminal, pump: number): Promise<{ readonly ended: Promise<unknown> }> {
  const driver = new SimulatedDriver({ baseUrl, name: `desk-${pump}` });
  await driver.topUpWhenLow(90_000, 100_000);
  return { ended: terminal.fill({ pump, paymentCode: await driver.paymentCode(), volumeMl: VOLUME_ML }) };
}

async function signedIn(context: BrowserContext, { baseUrl, operators }: Demo): Promise<Page> {
  const [admin] = operators;
  const page = await context.newPage();
  await page.goto(`${baseUrl}/sign-in`);
  await page.locator("#email").fill(admin?.email ?? "");
  await page.locator("#password").fill(admin?.password ?? "");
  await page.locator("button[type=submit]").click();
  await page.locator("#content h1").waitFor();
  return page;
}
