import { randomUUID } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { Api } from "../../scripts/platform/api.ts";
import { asDriver } from "../../scripts/platform/documents.ts";
import { PHONE, TABLET, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectFits, seriousIssues } from "./kit/looks.ts";

const open = useBrowser();

/** A driver nobody else is, who has topped up, dropped an order and asked for what is not there. */
async function busyDriver() {
  const { api, driverId } = await asDriver(new Api(inject("product").baseUrl), `log-${randomUUID().slice(0, 8)}`);
  const { orderId } = await api.call<{ orderId: string }>("POST", "/v1/driver/topups", { amountMinor: 12_300, provider: "sandbox" });
  await api.call("POST", `/v1/driver/orders/${orderId}/cancel`, {});
  const again = api.call("POST", `/v1/driver/orders/${orderId}/refund`, { amountMinor: 100, reason: "changed my mind" });
  await expect(again).rejects.toThrow();
  return { driverId, orderId };
}

describe("the transaction log, on the dashboard", () => {
  it("finds a driver's commands by what a column shows, and leads from one to where it came from", async () => {
    const { driverId, orderId } = await busyDriver();
    const page = await open(DESK);
    await signInAs(page, "operations", `/transactions?driver=${driverId}`);
    await onPage(page, "Transaction log");
    const rows = page.locator("tbody tr.row-link");
    await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(3);
    expect(await rows.locator("button").allInnerTexts()).toEqual(
      ["Refund asked for", "Top-up cancelled", "Top-up"].map((kind) => expect.stringContaining(kind)),
    );
    expect(await seriousIssues(page)).toEqual([]);
    await page.getByText("Refused", { exact: true }).first().click();
    await expect.poll(() => rows.count()).toBe(1);
    expect(new URL(page.url()).searchParams.get("outcome")).toBe("refused");
    await rows.getByText("The top-up has not been paid").waitFor();

    await page.goto(`${inject("product").baseUrl}/transactions?driver=${driverId}&kind=topup`);
    // By the keyboard, as by the mouse.
    await rows.getByRole("button").focus();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("link", { name: orderId }).waitFor();
    expect(new URL(page.url()).searchParams.get("entry")).not.toBeNull();
    expect(await seriousIssues(page)).toEqual([]);
    await page.reload();
    await drawer.getByRole("link", { name: orderId }).waitFor();
    await drawer.getByRole("link", { name: orderId }).click();
    await onPage(page, "Orders");
  });

  it("shows a whole address to who may and says why", async () => {
    const { driverId } = await busyDriver();
    const page = await open(DESK);
    await signInAs(page, "operations", `/transactions?driver=${driverId}&kind=topup`);
    await page.locator("tbody tr.row-link").click();
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("button", { name: "See the address" }).click();
    await drawer.getByText("Say why, in three characters at least").waitFor();
    await drawer.getByLabel("Why").fill("case 12");
    await drawer.getByRole("button", { name: "See the address" }).click();
    await drawer.getByRole("heading", { name: "Whole addresses" }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
  });

  it("fits a phone and a tablet", async () => {
    const { driverId } = await busyDriver();
    for (const size of [PHONE, TABLET]) {
      const page = await open({ ...DESK, ...size });
      await signInAs(page, "support", `/transactions?driver=${driverId}`);
      await expect.poll(() => page.locator(".cards li").count(), { timeout: 15_000 }).toBe(3);
      await expectFits(page);
      expect(await seriousIssues(page)).toEqual([]);
    }
  });
});
