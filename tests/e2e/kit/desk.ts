import type { BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";
import { operatorWho, sessionOf } from "./operators.ts";

/** A desk: wide, and without motion, so that a figure shows a reading when it has it rather than running up to it. */
export const DESK = {
  viewport: { width: 1280, height: 860 },
  locale: "en",
  reducedMotion: "reduce",
} as const satisfies BrowserContextOptions;

/** Signs in at the dashboard's door as an operator of the demo, and goes on to a page of it. */
export async function signInAtTheDoor(page: Page, role: string, path = "/"): Promise<void> {
  const { email, password } = operatorWho(role);
  await page.goto(`${inject("product").baseUrl}/sign-in?next=${encodeURIComponent(path)}`);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.locator("button[type=submit]").click();
  await page.locator("#content h1").waitFor();
}

/** Opens a page of the dashboard in a browser where an operator of the demo has signed in before. */
export async function signInAs(page: Page, role: string, path = "/"): Promise<void> {
  const { baseUrl } = inject("product");
  const { accessToken, expiresIn, operator } = await sessionOf(role);
  const session = { accessToken, expiresAtMs: Date.now() + expiresIn * 1000, email: operator.email, role: operator.role };
  const localStorage = [{ name: "forecourt.session", value: JSON.stringify(session) }];
  await page.context().setStorageState({ cookies: [], origins: [{ origin: baseUrl, localStorage }] });
  await page.goto(baseUrl + path, { waitUntil: "commit" });
  await page.locator("#content h1").waitFor();
}

/** Waits for the page of this title. */
export async function onPage(page: Page, title: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
}
