import { randomUUID } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { Api, CallFailed } from "../../scripts/platform/api.ts";
import { asDriver } from "../../scripts/platform/documents.ts";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectReadsWell, seriousIssues } from "./kit/looks.ts";

const open = useBrowser();
const NAME = `risk-${randomUUID().slice(0, 8)}`;
const RULE = "busy-address";

/** Four large top-ups within an hour: the rules ask for a confirmation, and this driver has nothing to confirm with. */
async function topUpInABurst(driver: Api): Promise<void> {
  const topUp = () => driver.call<{ orderId: string }>("POST", "/v1/driver/topups", { amountMinor: 100_000, provider: "sandbox" });
  for (let time = 0; time < 3; time++) {
    const { orderId } = await topUp();
    await driver.call("POST", `/sandbox/payments/${orderId}/pay`, {});
  }
  await expect(topUp()).rejects.toThrow(CallFailed);
}

describe("risk, on the dashboard", () => {
  it("shows what a rule has found as it is found, with its evidence; it is taken on, the wallet frozen, and closed", async () => {
    const page = await open(DESK);
    const { api, driverId } = await asDriver(new Api(inject("product").baseUrl), NAME);
    await signInAs(page, "operations", "/risk");
    await onPage(page, "Risk");
    await topUpInABurst(api);
    const row = page.getByRole("row").filter({ hasText: NAME }).filter({ hasText: "Large top-ups in a short time" });
    await row.getByText("¥1,000.00").waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await row.getByRole("link").first().click();
    await onPage(page, "Large top-ups in a short time");
    await page.getByRole("region", { name: "What was judged" }).getByText("Counted over").waitFor();
    await page.getByRole("cell", { name: "¥1,000.00" }).first().waitFor();
    await page.getByRole("button", { name: "Take it on" }).click();
    await page.getByText("Taken on by operations@forecourt.example").waitFor();
    await page.getByRole("button", { name: "Freeze the wallet" }).click();
    await page.getByLabel("Reason").fill("Large top-ups that nobody confirms");
    await page.getByRole("button", { name: "Freeze the wallet" }).click();
    await page.getByText(/Frozen by operations@.*: Large top-ups/).waitFor();
    await page.getByText("Fraud", { exact: true }).click();
    await page.getByLabel("What you found").fill("The card was reported stolen");
    expect(await seriousIssues(page)).toEqual([]);
    await page.getByRole("button", { name: "Close the alert" }).click();
    await page.getByText("Closed by operations@forecourt.example").waitFor();
    await page.getByText("The card was reported stolen").waitFor();
    await page.goto(`${inject("product").baseUrl}/risk?state=closed&driver=${driverId}`);
    await page.getByRole("row").filter({ hasText: NAME }).first().waitFor();
  });

  it("has its rules changed with what changes, what it would have done, and why; the history keeps it", async () => {
    const page = await open(DESK);
    await signInAs(page, "operations", "/risk/rules");
    await onPage(page, "Risk rules");
    await page.getByRole("button", { name: "Change the rules" }).click();
    const commands = page.getByLabel(`Commands, ${RULE}`);
    const before = Number(await commands.inputValue());
    await commands.fill("7");
    await page
      .getByRole("alert")
      .filter({ hasText: `Rule ${RULE}: Commands is out of range` })
      .waitFor();
    expect(await page.getByRole("button", { name: "Review the changes" }).isDisabled()).toBe(true);
    await commands.fill(String(before - 1));
    expect(await seriousIssues(page)).toEqual([]);
    await page.getByRole("button", { name: "Review the changes" }).click();
    await page
      .getByRole("definition")
      .filter({ hasText: `${before} → ${before - 1}` })
      .waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.getByRole("button", { name: "Try", exact: true }).click();
    await page.getByText(/: \d+ top-ups?, \d+ fills?$/).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    const save = page.getByRole("button", { name: /^Save as version \d+$/ });
    expect(await save.isDisabled()).toBe(true);
    const reason = `A quieter address ${NAME}`;
    await page.getByLabel("Why it is changed").fill(reason);
    await save.click();
    await page.getByText(reason).waitFor();
    await page
      .getByRole("definition")
      .filter({ hasText: `${before} → ${before - 1}` })
      .first()
      .waitFor();
  });

  it("is read by those who may not handle it, and hidden from the others", async () => {
    const page = await open(DESK);
    await signInAs(page, "auditor", "/risk/rules");
    await onPage(page, "Risk rules");
    await page.getByText("busy-device").waitFor();
    expect(await page.getByRole("button", { name: "Change the rules" }).count()).toBe(0);
    const manager = await open(DESK);
    await signInAs(manager, "station_manager", "/risk");
    await manager.getByText(/does not include this page/).waitFor();
  });

  it.each([
    { size: "a phone in the dark", options: { ...PHONE, locale: "zh-TW", reducedMotion: "reduce", colorScheme: "dark" } as const },
    { size: "768 px", options: { viewport: { width: 768, height: 1024 }, locale: "zh-CN", reducedMotion: "reduce" } as const },
  ])("has no serious accessibility issue and stays within the window: $size", async ({ options }) => {
    const page = await open(options);
    await signInAs(page, "operations", "/risk?state=all");
    // The first test's.
    const line = page.locator("#content .cards a").filter({ hasText: NAME }).first();
    await line.waitFor();
    await expectReadsWell(page);
    await line.click();
    await page.locator("#content .facts").first().waitFor();
    await expectReadsWell(page);
    await page.goto(`${inject("product").baseUrl}/risk/rules`);
    await page.locator(".page-actions button").click();
    await page.locator(".risk-amounts").first().waitFor();
    await expectReadsWell(page);
  });
});
