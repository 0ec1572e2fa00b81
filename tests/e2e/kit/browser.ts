import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterEach, expect, inject } from "vitest";
import { strain } from "./strain.ts";

export const PHONE = { viewport: { width: 390, height: 844 } } as const;
/** A container has no sandbox of its own to give, and the browser is to call nobody but the product. */
const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
] as const;

export const TABLET = { viewport: { width: 820, height: 1180 } } as const;

/** One browser for every file of a run: they run in one process, one after the other, and it ends with that. */
let running: Promise<Browser> | undefined;

const theBrowser = (): Promise<Browser> =>
  (running ??= chromium.launch({ executablePath: inject("product").chromium, args: [...SWITCHES] }));

/** Gives pages to the tests of a file, each with nothing kept from another; closes them after each test, which fails if a page threw. */
export function useBrowser(): (options?: BrowserContextOptions) => Promise<Page> {
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") {
      const pages = contexts.flatMap((context) => context.pages());
      for (const page of pages) console.log(`${page.url()} showed:\n${await page.locator("body").ariaSnapshot()}`);
    }
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(errors.splice(0)).toEqual([]);
  });

  return async (options = {}) => {
    const context = await (await theBrowser()).newContext({ ...PHONE, locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options });
    contexts.push(context);
    if (strain.cpuSlowdown !== undefined) slowDown(context, strain.cpuSlowdown);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on("pageerror", ({ message }) => errors.push(message));
    return page;
  };
}

/** Has every page of a context work slower. */
function slowDown(context: BrowserContext, rate: number): void {
  context.on("page", async (page) => {
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate });
  });
}
