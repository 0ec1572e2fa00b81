import { readFileSync } from "node:fs";
import { SimulatedDriver } from "@forecourt/station-sdk/simulator";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectFits, seriousIssues } from "./kit/looks.ts";

const open = useBrowser();
const tile = (page: Page, label: string) =>
  page
    .locator(".tile")
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator(".figure");
const numberIn = (text: string | null) => Number((text ?? "").replaceAll(/[^\d.]/g, ""));

/** Something to add up: a driver, a top-up that is paid. */
beforeAll(async () => {
  const driver = new SimulatedDriver({ baseUrl: inject("product").baseUrl, name: `figures-${Date.now()}` });
  await driver.topUp(30_000);
});

describe("the overview", () => {
  it("holds today against other times, and moves when something happens", async () => {
    const page = await open(DESK);
    await signInAs(page, "finance");
    await page.getByText("Yesterday by now").first().waitFor();
    await page.getByText("Last week").first().waitFor();
    const toppedUp = async () => numberIn(await tile(page, "Topped up").textContent());
    await expect.poll(toppedUp, { timeout: 20_000 }).toBeGreaterThanOrEqual(300);
    const before = await toppedUp();
    const driver = new SimulatedDriver({ baseUrl: inject("product").baseUrl, name: `moves-${Date.now()}` });
    await driver.topUp(12_300);
    await expect.poll(toppedUp, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + 123);
  });

  it("takes any range, and keeps it in the address", async () => {
    const page = await open(DESK);
    await signInAs(page, "finance", "/?range=12m");
    await page.getByRole("heading", { name: "By month" }).waitFor();
    await page.getByText("7 days", { exact: true }).click();
    await page.getByRole("heading", { name: "By day" }).waitFor();
    expect(new URL(page.url()).search).toBe("?range=7d");
  });
});

describe("the analytics", () => {
  it("show a chart as its table, and give table and picture to take along", async () => {
    const page = await open(DESK);
    await signInAs(page, "finance", "/analytics?tab=payments&range=today");
    const card = page.locator(".section").filter({ has: page.getByRole("heading", { name: "By package" }) });
    await card.getByText("Table", { exact: true }).click();
    await card.getByRole("cell", { name: "Own amount" }).first().waitFor();
    const [csv] = await Promise.all([page.waitForEvent("download"), takeAlong(page, "By package", "Table (CSV)")]);
    const text = readFileSync(await csv.path(), "utf8");
    expect(text).toMatch(/^\uFEFFPackage,Paid,Unpaid\r\n/);
    expect(text).toMatch(/Own amount,[1-9]/);
    await card.getByText("Chart", { exact: true }).click();
    await card.getByRole("img", { name: "By package" }).waitFor();
    const [picture] = await Promise.all([page.waitForEvent("download"), takeAlong(page, "By package", "Picture (PNG)")]);
    expect(
      readFileSync(await picture.path())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  });

  it("count new and active drivers, and how far they got", async () => {
    const page = await open(DESK);
    await signInAs(page, "finance", "/analytics?range=today");
    await expect.poll(async () => numberIn(await tile(page, "New drivers").textContent())).toBeGreaterThan(0);
    await page.getByRole("heading", { name: "From sign-up to fill" }).waitFor();
    await page.getByRole("tab", { name: "Habits" }).press("Enter");
    await page.getByRole("heading", { name: "When drivers fill" }).waitFor();
  });

  it("are not for those who may not see them", async () => {
    const page = await open(DESK);
    await signInAs(page, "operations", "/analytics");
    await onPage(page, "Analytics");
  });
});

describe("the operations page", () => {
  it("sends on what is stuck, each at its own place, and says so when it no longer waits", async () => {
    const page = await open(DESK);
    const at = "2026-11-26T00:00:00.000Z";
    const parked = { actor: "station/lujiazui", deliveryId: "dlv-1", destination: "terminal", parkedAt: at, error: "no answer" };
    const stuck = {
      "/v1/operator/deliveries": parked,
      "/v1/operator/dead-letters": { messageId: "m-1", actor: "wallet/w", arrivedAt: at },
    };
    // Nothing is stuck in a product that is well; what is sent on goes to the real one, which has no such thing.
    for (const [path, item] of Object.entries(stuck))
      await page.route(
        (url) => url.pathname === path,
        (route) => route.fulfill({ json: { items: [item], nextCursor: null, asOf: at } }),
      );
    await signInAs(page, "super_admin", "/operations");
    for (const [word, path] of [
      ["Send again", "/v1/operator/deliveries/station/lujiazui/replay"],
      ["Apply again", "/v1/operator/dead-letters/m-1/replay"],
    ] as const) {
      const asked = page.waitForResponse((response) => new URL(response.url()).pathname === path);
      await page.getByRole("button", { name: word }).click();
      expect((await asked).status(), path).toBe(404);
    }
    await page.getByText("It no longer waits").first().waitFor();
  });

  it("says how the platform is, and rebuilds the lists with progress", async () => {
    const page = await open(DESK);
    await signInAs(page, "super_admin", "/operations");
    await page.getByText("Sandbox: no real money").waitFor();
    await page.getByText("Nothing is parked").waitFor();
    await page.getByRole("button", { name: "Rebuild", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rebuild", exact: true }).click();
    await page.getByText("Up to date", { exact: true }).waitFor({ timeout: 60_000 });
  });
});

it.each([
  { size: "1280 px", options: DESK },
  { size: "a phone, dark", options: { ...PHONE, locale: "en", reducedMotion: "reduce", colorScheme: "dark" } as const },
])("figures have no serious accessibility issue and stay within the window: $size", async ({ options }) => {
  const page = await open(options);
  await signInAs(page, "super_admin", "/");
  const issues: string[] = [];
  for (const path of ["/", "/analytics", "/analytics?tab=habits&range=30d", "/analytics?tab=payments", "/operations"]) {
    await page.goto(`${inject("product").baseUrl}${path}`);
    await page.locator(".summary .figure").first().waitFor();
    issues.push(...(await seriousIssues(page)).map((issue) => `${path}: ${issue}`));
    await expectFits(page, path);
  }
  expect(issues).toEqual([]);
});

async function takeAlong(page: Page, title: string, what: string): Promise<void> {
  await page.getByRole("button", { name: `Export ${title}` }).click();
  await page.getByRole("menuitem", { name: what }).click();
}
