import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectFits, seriousIssues } from "./kit/looks.ts";

const open = useBrowser();
const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

describe("the stations of the dashboard", () => {
  it("are shown as board, list and map, narrowed by filters that stand in the address", async () => {
    const page = await open(DESK);
    await signInAs(page, "operations", "/stations?q=hong");
    await card(page, "Hongqiao").waitFor();
    expect(await card(page, "Lujiazui").count()).toBe(0);
    expect(await page.getByLabel("Name, address or id").inputValue()).toBe("hong");
    await page.getByText("List", { exact: true }).click();
    await page.getByRole("link", { name: "Hongqiao" }).waitFor();
    expect(new URL(page.url()).search).toBe("?q=hong&view=list");
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await page.getByRole("link", { name: "Lujiazui" }).waitFor();
    await page.getByText("Map", { exact: true }).click();
    const mark = page.getByRole("link", { name: /^Lujiazui.*of 4 pumps free$/ });
    await mark.waitFor();
    expect(new URL(page.url()).search).toBe("?view=map");
    const before = await mark.boundingBox();
    // By keyboard: the map moves, zooms, and its marks are links.
    await page.getByRole("region", { name: /^Map of the stations/ }).focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await mark.boundingBox())?.x).toBeCloseTo((before?.x ?? 0) - 60, 0);
    await page.keyboard.press("0");
    await mark.focus();
    await page.keyboard.press("Enter");
    await onPage(page, "Lujiazui");
  });

  it("are the own one for a station manager, in every view, by search and by address", async () => {
    const page = await open(DESK);
    await signInAs(page, "station_manager", "/stations");
    await card(page, "Hongqiao").waitFor();
    await page.getByText("Fuelling: ", { exact: false }).first().waitFor();
    expect(await card(page, "Lujiazui").count()).toBe(0);
    for (const view of ["List", "Map"]) {
      await page.getByText(view, { exact: true }).click();
      await page
        .locator("#content")
        .getByRole("link", { name: /Hongqiao/ })
        .waitFor();
      expect(await page.getByText("Lujiazui").count()).toBe(0);
    }
    expect(await page.getByRole("button", { name: "New station" }).count()).toBe(0);
    await page.keyboard.press("/");
    await page.getByRole("dialog", { name: "Search" }).waitFor();
    await page.keyboard.type("lujia");
    await page.getByText("Nothing fits “lujia”").waitFor();
    await page.keyboard.press("Escape");
    await page
      .locator("#content")
      .getByRole("link", { name: /Hongqiao/ })
      .click();
    await page.getByText("Live", { exact: true }).waitFor();
    expect(await page.getByRole("button", { name: "Enrol a terminal" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Edit" }).count()).toBe(0);
    const { origin } = new URL(page.url());
    await page.goto(`${origin}/stations/lujiazui`);
    await page.getByText("This account may not do that").or(page.getByText("This is not one of your stations.")).waitFor();
  });

  it("are read every other second when no socket can be had, and told again once there is one", async () => {
    const page = await open(DESK);
    let isCut = true;
    await page.routeWebSocket(/\/operator\/stations\/.*\/live/, (socket) => {
      if (isCut) void socket.close({ code: 1011 });
      else socket.connectToServer();
    });
    await signInAs(page, "operations", "/stations/hongqiao");
    await page.getByText(/^As of /).waitFor();
    const polled = page.waitForResponse((response) => response.url().endsWith("/v1/operator/stations/hongqiao"));
    expect((await polled).status()).toBe(200);
    isCut = false;
    await page.getByText("Live", { exact: true }).waitFor({ timeout: 40_000 });
  });

  it.each([
    { size: "1280 px", options: DESK },
    { size: "a phone", options: { ...PHONE, locale: "en", reducedMotion: "reduce", colorScheme: "dark" } as const },
  ])("have no serious accessibility issue and stay within the window: $size", async ({ options }) => {
    const page = await open(options);
    await signInAs(page, "super_admin", "/stations");
    const issues: string[] = [];
    for (const path of ["/stations", "/stations?view=list", "/stations?view=map", "/stations/lujiazui"]) {
      await page.evaluate((to) => history.pushState(null, "", to), path);
      await page.reload();
      await page.locator("#content").getByText("Lujiazui").first().waitFor();
      issues.push(...(await seriousIssues(page)).map((issue) => `${path}: ${issue}`));
      await expectFits(page, path);
    }
    expect(issues).toEqual([]);
  });
});
