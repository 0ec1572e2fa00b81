import { SimulatedDriver } from "@forecourt/station-sdk/simulator";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { adminApi, newStation } from "./kit/api.ts";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectFits, expectReadsWell, seriousIssues } from "./kit/looks.ts";
import { sessionOf } from "./kit/operators.ts";

const open = useBrowser();
const palette = (page: Page) => page.getByRole("dialog", { name: "Search" });

describe("the dashboard's shell", () => {
  it("finds an order and a station by keyboard alone", async () => {
    const { baseUrl } = inject("product");
    await new SimulatedDriver({ baseUrl, name: "shell" }).topUp(20_000);
    const api = await adminApi();
    const orders = () => api.call<{ items: { orderId: string }[] }>("GET", "/v1/operator/orders?kind=topup&limit=1");
    await expect.poll(async () => (await orders()).items.length, { timeout: 20_000 }).toBeGreaterThan(0);
    const orderId = (await orders()).items[0]?.orderId ?? "";

    const page = await open(DESK);
    await signInAs(page, "super_admin", "/stations");
    await page.keyboard.press("/");
    await palette(page).waitFor();
    await page.keyboard.type("hongq");
    await page.getByRole("option", { name: /^Hongqiao/ }).waitFor();
    expect(await page.getByRole("option", { selected: true }).textContent()).toContain("Hongqiao");
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await onPage(page, "Hongqiao");
    await palette(page).waitFor({ state: "detached" });

    await page.keyboard.press("Control+k");
    await palette(page).waitFor();
    await page.keyboard.type(orderId.slice(0, 14));
    await page.getByRole("option", { name: new RegExp(orderId) }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href.includes(orderId));

    await page.goto(`${baseUrl}/stations`);
    await onPage(page, "Stations");
    await page.keyboard.press("/");
    await palette(page).waitFor();
    await page.keyboard.type("no such thing");
    await page.getByText("Nothing fits “no such thing”").waitFor();
    await page.keyboard.press("Escape");
    await palette(page).waitFor({ state: "detached" });
  });

  it("shows an operator nothing that was fetched for the one before them, in whichever tab the session has changed hands", async () => {
    const page = await open(DESK);
    await signInAs(page, "super_admin", "/stations");
    const fetched = page.getByRole("main").getByText("Hongqiao").first();
    await fetched.waitFor();
    // From here on there is only what the tab has kept.
    await page.route("**/v1/operator/stations**", (route) => route.abort());
    const { accessToken, expiresIn, operator } = await sessionOf("operations");
    const next = JSON.stringify({ ...operator, accessToken, expiresAtMs: Date.now() + expiresIn * 1000 });
    const elsewhere = await page.context().newPage();
    await elsewhere.goto(`${inject("product").baseUrl}/sign-in`);
    await elsewhere.evaluate((session) => localStorage.setItem("forecourt.session", session), next);
    await page.getByRole("button", { name: new RegExp(operator.email) }).waitFor();
    await fetched.waitFor({ state: "detached" });
  });

  it("leaves nothing that was begun for one thing on the page of the next", async () => {
    const page = await open(DESK);
    const find = async (typed: string, name: string) => {
      await page.keyboard.press("Control+k");
      await palette(page).waitFor();
      await page.keyboard.type(typed);
      await page.getByRole("option", { name: new RegExp(`^${name}`) }).waitFor();
      await page.keyboard.press("Enter");
      await onPage(page, name);
      await page.getByRole("button", { name: "Change a price" }).waitFor();
    };
    // Read once, a page is there at once the next time: nothing in between clears it away.
    await signInAs(page, "super_admin", "/stations/hongqiao");
    await onPage(page, "Hongqiao");
    await find("lujia", "Lujiazui");
    await page.getByRole("button", { name: "Change a price" }).click();
    await page.getByLabel(/per litre/).fill("9.99");
    await find("hongq", "Hongqiao");
    expect(await page.getByLabel(/per litre/).count()).toBe(0);
  });

  it("goes to pages by two letters, tells its keys, and lets the keyboard skip the menu", async () => {
    const page = await open(DESK);
    await signInAs(page, "super_admin", "/stations");
    await onPage(page, "Stations");
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await onPage(page, "Alerts");
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await help.getByText("Go to Stations").waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
    await page.reload();
    await onPage(page, "Alerts");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  });

  it("rings for a new alert without being loaded again", async () => {
    const page = await open(DESK);
    const { stationId, terminal } = await newStation(await adminApi(), "Bell Street");
    await signInAs(page, "super_admin", "/stations");
    const bell = page.getByRole("button", { name: /^Alerts/ });
    await bell.click();
    await page.keyboard.press("Escape");
    const totals = [{ grade: "95", volumeMl: 1_000, amountMinor: 748, count: 1 }];
    await terminal.tell({ type: "shift.closed", data: { shiftId: "s-1", totals } });
    await page.getByRole("button", { name: /^Alerts, new: \d/ }).waitFor({ timeout: 20_000 });
    await bell.click();
    const listed = page.locator(".bell-list").getByRole("link", { name: /Bell Street/ });
    await listed.waitFor();
    await listed.click();
    await page.waitForURL(`**/stations/${stationId}`);

    // Among all alerts it is found by its kind, however many others there are; the kind stands in the address.
    const alert = page.locator("#content article").filter({ hasText: "Bell Street" });
    await page.goto(`${inject("product").baseUrl}/alerts?kind=late_fill`);
    await page.getByText("No alert of this kind").waitFor();
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await alert.waitFor();
    await page.getByLabel("Kind").fill("shift");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/alerts?kind=shift_variance");
    await alert.getByText("Reported amount").waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.setViewportSize(PHONE.viewport);
    await expectFits(page);
    await alert.getByRole("link", { name: "Bell Street" }).click();
    await page.waitForURL(`**/stations/${stationId}`);
  });

  it("speaks the language and wears the light that were chosen, and keeps both", async () => {
    const page = await open(DESK);
    await signInAs(page, "support", "/stations");
    await onPage(page, "Stations");
    await page.getByRole("button", { name: "Language" }).click();
    await page.getByRole("menuitem", { name: "繁體中文" }).click();
    await onPage(page, "加油站");
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-TW");
    await page.getByRole("button", { name: "外觀" }).click();
    await page.getByRole("menuitem", { name: "深色" }).click();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await expect.poll(ground).not.toBe("rgb(243, 246, 245)");
    const dark = await ground();
    await page.reload();
    await onPage(page, "加油站");
    expect(await ground()).toBe(dark);
  });

  it("says that a page broke, and loads it again", async () => {
    const page = await open(DESK);
    const isAlerts = (url: URL) => url.pathname === "/v1/operator/alerts";
    await signInAs(page, "support", "/stations");
    await page.route(isAlerts, (route) => route.fulfill({ json: { items: [{ alertId: "a" }], nextCursor: null, asOf: "" } }));
    await page.getByRole("link", { name: "Alerts" }).first().click();
    await page.getByText("This page broke; what you sent before is safe").waitFor();
    await page.unroute(isAlerts);
    await page.getByRole("button", { name: "Load it again" }).click();
    await onPage(page, "Alerts");
  });

  it("helps whoever comes to no page, or to one that is not theirs", async () => {
    const page = await open({ ...PHONE, locale: "en" });
    await signInAs(page, "finance", "/no/such/page");
    await page.getByText("There is no page at /no/such/page").waitFor();
    await expectReadsWell(page);
    await page.getByRole("link", { name: "Stations" }).click();
    await onPage(page, "Stations");
  });
});
