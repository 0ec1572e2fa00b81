import { SimulatedDriver } from "@forecourt/station-sdk/simulator";
import type { Locator, Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { useBrowser } from "./kit/browser.ts";
import { DESK, signInAtTheDoor } from "./kit/desk.ts";
import { useTerminal } from "./kit/station.ts";

const BOARD_MS_MAX = 1_000;
/** Flows for twelve seconds, so that a slow machine, too, has the board open while it does. */
const VOLUME_ML = 66_660;
/** 66.66 L at ¥7.03. */
const PAID = "468.62";
const PUMP = 4;

/** The first number in a text: `12,345.60 L` is 12345.6. */
const numberIn = (text: string | null) => Number(/[\d,]+(\.\d+)?/.exec(text ?? "")?.[0].replaceAll(",", "") ?? "0");

describe("the dashboard, while somebody fuels", () => {
  const open = useBrowser();
  const { terminal, sent } = useTerminal("lujiazui");

  async function signIn(): Promise<Page> {
    const page = await open(DESK);
    await signInAtTheDoor(page, "super_admin");
    await page.getByRole("region", { name: "Figures" }).waitFor();
    return page;
  }

  /** Milliseconds from the terminal sending a reading of at least so much until the board shows that much. */
  async function delayOf(volumeMl: number, shown: Locator, ended: Promise<unknown>): Promise<number> {
    const reached = () => sent.find((reading) => reading.volumeMl >= volumeMl);
    const over = ended.then((outcome) => {
      if (reached() === undefined) throw new Error(`over before so much was taken: ${JSON.stringify(outcome)}`);
    });
    await Promise.race([over, expect.poll(reached, { interval: 20, timeout: 30_000 }).toBeDefined()]);
    const shownMl = async () => numberIn(await shown.textContent()) * 1_000;
    await expect.poll(shownMl, { interval: 20, timeout: 10_000 }).toBeGreaterThanOrEqual(volumeMl);
    return Math.round(performance.now() - (reached()?.sentAtMs ?? 0));
  }

  it("moves the figures, shows the running litres within a second, and lists the fill", async () => {
    const page = await signIn();
    const litres = page
      .locator(".tile")
      .filter({ has: page.getByText("Litres", { exact: true }) })
      .locator(".figure");
    const before = numberIn(await litres.textContent());
    const driver = new SimulatedDriver({ baseUrl: inject("product").baseUrl, name: "desk" });
    await driver.topUp(50_000);
    const paymentCode = await driver.paymentCode();

    await page.getByRole("link", { name: "Stations" }).first().click();
    const tile = page
      .getByRole("region", { name: "Lujiazui" })
      .locator(".pump")
      .nth(PUMP - 1);
    // A station is followed while it is in sight, and others may stand above it.
    await tile.scrollIntoViewIfNeeded();
    const ended = terminal().fill({ pump: PUMP, paymentCode, grade: "92", volumeMl: VOLUME_ML });
    const delaysMs = [];
    for (const volumeMl of [12_000, 24_000, 36_000]) delaysMs.push(await delayOf(volumeMl, tile.locator(".pump-foot .figure"), ended));
    console.log(`litres on the board after ${delaysMs.join(", ")} ms`);
    expect(Math.max(...delaysMs)).toBeLessThan(BOARD_MS_MAX);
    expect((await ended).outcome).toBe("completed");

    await page.getByRole("link", { name: "Orders" }).first().click();
    await page.getByText(PAID).first().waitFor();
    await page.getByRole("link", { name: "Overview" }).first().click();
    // Fills of other tests may have been counted meanwhile.
    await expect
      .poll(async () => numberIn(await litres.textContent()), { timeout: 30_000 })
      .toBeGreaterThanOrEqual(before + VOLUME_ML / 1_000 - 0.1);
  });
});
