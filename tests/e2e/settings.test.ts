import { expect, inject, it } from "vitest";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectReadsWell } from "./kit/looks.ts";

const open = useBrowser();

it("shows what is switched on and the limits in force, and a limit that is set in its region", async () => {
  const page = await open(DESK);
  await signInAs(page, "operations", "/settings");
  await onPage(page, "Settings");
  await page.getByText("Sandbox: no real money").waitFor();
  const row = page.getByRole("row", { name: /^South China/ });
  // The law's limit, which nobody has set.
  await row.getByRole("cell", { name: /¥5,000\.00\s*by default/ }).waitFor();
  await row.getByRole("link", { name: "South China" }).click();
  await onPage(page, "Region cn-south");
  await page.getByLabel("A wallet may hold").fill("3000");
  await page.getByLabel("Kept in custody, %").fill("30");
  await page.getByRole("button", { name: "Review the changes" }).click();
  await page.getByRole("row", { name: /^A wallet may hold .*¥3,000\.00/ }).waitFor();
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByText("Version 2", { exact: true }).waitFor();
  // The form has come back, with what was saved.
  expect(Number(await page.getByLabel("A wallet may hold").inputValue())).toBe(3_000);
  expect(Number(await page.getByLabel("Kept in custody, %").inputValue())).toBe(30);
  await page.goto(`${inject("product").baseUrl}/settings`);
  const changed = page.getByRole("row", { name: /^South China/ });
  await changed.getByRole("cell", { name: "¥3,000.00", exact: true }).waitFor();
  await changed.getByRole("cell", { name: "30.0%", exact: true }).waitFor();
});

it("is not for those who only serve drivers", async () => {
  const page = await open(DESK);
  await signInAs(page, "support", "/settings");
  await onPage(page, "Not allowed");
  expect(await page.getByRole("link", { name: "Settings", exact: true }).count()).toBe(0);
});

it.each([
  { size: "1280 px", options: DESK },
  { size: "a phone, dark", options: { ...PHONE, locale: "en", reducedMotion: "reduce", colorScheme: "dark" } as const },
])("has no serious accessibility issue and stays within the window: $size", async ({ options }) => {
  const page = await open(options);
  await signInAs(page, "super_admin", "/settings");
  await page.getByRole("link", { name: "East China" }).waitFor();
  await expectReadsWell(page);
});
