import type { BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";

/** A desk: wide, and without motion, so that a figure shows a reading when it has it rather than running up to it. */
export const DESK = {
  viewport: { width: 1280, height: 860 },
  locale: "en",
  reducedMotion: "reduce",
} as const satisfies BrowserContextOptions;

/** Signs in at the dashboard's door as an operator of the demo, and goes on to a page of it. */
export async function signInAs(page: Page, role: string, path = "/"): Promise<void> {
  const { baseUrl, demo } = inject("product");
  const operator = demo.operators.find((one) => one.role === role);
  if (operator === undefined) throw new Error(`the demo has no operator who is ${role}`);
  await page.goto(`${baseUrl}/sign-in?next=${encodeURIComponent(path)}`);
  await page.locator("#email").fill(operator.email);
  await page.locator("#password").fill(operator.password);
  await page.locator("button[type=submit]").click();
  await page.locator("#content h1").waitFor();
}

/** Waits for the page of this title. */
export async function onPage(page: Page, title: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
}
