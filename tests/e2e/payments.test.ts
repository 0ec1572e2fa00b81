import { randomUUID } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { Api } from "../../scripts/platform/api.ts";
import { adminApi } from "./kit/api.ts";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectReadsWell } from "./kit/looks.ts";

/** A driver of a test's own. */
async function newDriver(): Promise<Api> {
  const anyone = new Api(inject("product").baseUrl);
  const body = { provider: "wechat", code: `demo-pay-${randomUUID().slice(0, 8)}` };
  const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/driver/sessions", body);
  return anyone.withToken(accessToken);
}

/** Orders a top-up and pays it at the sandbox. */
async function topUp(driver: Api, order: object, pay: object = {}): Promise<string> {
  const { orderId } = await driver.call<{ orderId: string }>("POST", "/v1/driver/topups", { provider: "sandbox", ...order });
  await driver.call("POST", `/sandbox/payments/${orderId}/pay`, pay);
  return orderId;
}

async function askBack(driver: Api, orderId: string, reason: string): Promise<string> {
  const { refundId } = await driver.call<{ refundId: string }>("POST", `/v1/driver/orders/${orderId}/refund`, { reason });
  return refundId;
}

describe("refunds that wait for a decision", () => {
  const open = useBrowser();

  it("are read with what they come to, and sent back by somebody who may", async () => {
    const driver = await newDriver();
    const reason = `Sold the car ${randomUUID().slice(0, 6)}`;
    const orderId = await topUp(driver, { packageId: "top-1000" });
    await askBack(driver, orderId, reason);
    const page = await open(DESK);
    await signInAs(page, "finance", "/refunds");
    await onPage(page, "Refunds");
    await page.getByRole("button", { name: reason }).click();
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("region", { name: "What it comes to" }).getByText("¥80.00").waitFor();
    await drawer.getByText("¥0.00 + ¥0.00 bonus").first().waitFor();
    await drawer.getByRole("region", { name: "The driver lately" }).getByText("¥1,000.00 · Refund asked for").waitFor();
    await drawer.getByRole("region", { name: "What happened" }).getByText("Asked for, money set apart").waitFor();
    await expectReadsWell(page);
    await drawer.getByRole("button", { name: "Send ¥1,000.00 back" }).click();
    await drawer.getByRole("region", { name: "What happened" }).getByText("Sent back").waitFor();
    const { amountMinor } = await driver.call<{ amountMinor: number }>("GET", `/sandbox/refunds/sbx_${orderId}`);
    expect(amountMinor).toBe(100_000);
    // The address leads there again.
    await page.reload();
    await page.getByRole("dialog").getByText(reason).first().waitFor();
  });

  it("are declined only with a reason, which the driver reads; whoever only looks can't decide", async () => {
    const driver = await newDriver();
    const orderId = await topUp(driver, { packageId: "top-1000" });
    const refundId = await askBack(driver, orderId, "A mistake");
    const reader = await open(DESK);
    await signInAs(reader, "support", `/refunds?refund=${refundId}`);
    await reader.getByRole("dialog").getByText("A mistake").first().waitFor();
    expect(await reader.getByRole("button", { name: /Decline|Send .* back/ }).count()).toBe(0);

    const page = await open({ ...DESK, ...PHONE });
    await signInAs(page, "operations", `/refunds?refund=${refundId}`);
    const drawer = page.getByRole("dialog");
    expect(await drawer.getByRole("button", { name: "Decline" }).isDisabled()).toBe(true);
    await drawer.getByLabel("What you want to say").fill("Fuel was taken for it");
    await expectReadsWell(page);
    await drawer.getByRole("button", { name: "Decline" }).click();
    await drawer.getByText("Declined, back in the wallet").waitFor();
    await drawer.getByText("Fuel was taken for it").first().waitFor();
    expect(await driver.call("GET", "/v1/driver/wallet")).toMatchObject({ principalMinor: 100_000, bonusMinor: 8_000 });
  });

  it("go by bank when the provider no longer sends them: exported once, and confirmed with a reference", async () => {
    const driver = await newDriver();
    const orderId = await topUp(driver, { amountMinor: 12_345 });
    await driver.call("PUT", `/sandbox/rules/${orderId}`, { refund: "window_over" });
    const refundId = await askBack(driver, orderId, "Moved abroad");
    const page = await open(DESK);
    await signInAs(page, "finance", `/refunds/transfers?state=bank_details&refund=${refundId}`);
    await onPage(page, "Bank transfers");
    await page.getByRole("dialog").getByText("A bank account is needed").waitFor();
    await driver.call("PUT", `/v1/driver/refunds/${refundId}/bank`, { holder: "=Li", account: "6222 0000 1111", bank: "Bank of China" });
    await page.getByRole("dialog").getByText("Bank account named").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("To be exported", { exact: true }).first().click();
    const tick = page.getByRole("checkbox", { name: `Choose ¥123.45, ${refundId}` });
    await tick.check();
    await expectReadsWell(page);
    await page.getByRole("button", { name: "Export: 1" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Make the file" }).click()]);
    expect(download.suggestedFilename()).toMatch(/^forecourt-transfers-bat_.*\.csv$/);
    const stream = await download.createReadStream();
    const text = (await stream.toArray()).join("");
    expect(text).toContain("6222 0000 1111");
    // A spreadsheet does not run it.
    expect(text).toContain("'=Li");
    await tick.waitFor({ state: "detached" });
    await page.getByText("With the bank", { exact: true }).first().click();
    await page
      .getByRole("row", { name: /¥123\.45/ })
      .getByRole("button")
      .click();
    const drawer = page.getByRole("dialog");
    await drawer.getByLabel("The bank's reference, or why it refused").fill("ICBC-77");
    await drawer.getByRole("button", { name: "The bank has transferred it" }).click();
    await drawer.getByText("ICBC-77").first().waitFor();
    await drawer.getByText("Sent back").first().waitFor();
    expect((await driver.call<{ items: { kind: string }[] }>("GET", "/v1/driver/wallet/statement")).items[0]?.kind).toBe("refund");
  });
});

describe("books that are compared", () => {
  const open = useBrowser();

  it("show a payment that fits no order at once, side by side, and credit it when somebody decides so", async () => {
    const driver = await newDriver();
    const page = await open(DESK);
    await signInAs(page, "finance", "/reconciliation?kind=payment_quarantined");
    await onPage(page, "Reconciliation");
    await page.getByText("Cases", { exact: true }).first().waitFor();
    const orderId = await topUp(driver, { amountMinor: 20_000 }, { amountMinor: 19_999 });
    // It comes by itself.
    await page
      .getByRole("row", { name: new RegExp(`sbx_${orderId}`) })
      .getByRole("button")
      .click();
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("columnheader", { name: "Provider" }).waitFor();
    await drawer.getByRole("columnheader", { name: "Wallets" }).waitFor();
    await drawer.getByRole("row", { name: /^Amount ¥199\.99/ }).waitFor();
    await drawer.getByRole("region", { name: "In the list of orders" }).getByText("¥200.00").waitFor();
    await drawer.getByRole("button", { name: "I look after it" }).click();
    await drawer.getByText(/Looked after by finance@/).waitFor();
    await expectReadsWell(page);
    await drawer.getByRole("button", { name: "Close the case" }).click();
    await drawer.getByText("Say why, in at most 500 characters").waitFor();
    await drawer.getByLabel("Why").fill("One fen was lost on the way");
    const close = drawer.getByRole("button", { name: "Close the case" });
    await close.click();
    // What was typed reads the same as what was kept.
    await close.waitFor({ state: "detached" });
    await drawer.getByText("One fen was lost on the way").waitFor();
    expect(await driver.call("GET", "/v1/driver/wallet")).toMatchObject({ principalMinor: 19_999 });
    const api = await adminApi();
    const audited = async () => {
      const trail = await api.call<{ items: { reason: string | null }[] }>("GET", "/v1/operator/audit?action=ResolveCase");
      return trail.items[0]?.reason;
    };
    await expect.poll(audited).toBe("One fen was lost on the way");
  });

  it("compare a provider's bill of a day by hand, and say what came of it; whoever only looks can't", async () => {
    const driver = await newDriver();
    await topUp(driver, { amountMinor: 30_000 });
    const page = await open(DESK);
    await signInAs(page, "finance", "/reconciliation");
    const bills = page.locator("section", { has: page.getByRole("heading", { name: "Providers' bills" }) });
    // The sandbox's days are those of UTC.
    await bills.getByLabel("Day").fill(new Date().toISOString().slice(0, 10));
    await bills.getByRole("button", { name: "Compare the bill" }).click();
    await bills.getByRole("row", { name: /Sandbox.*Compared/ }).waitFor();
    await expectReadsWell(page);
    const auditor = await open({ ...DESK, ...PHONE });
    await signInAs(auditor, "auditor", "/reconciliation");
    await auditor
      .getByRole("row", { name: /Sandbox/ })
      .first()
      .waitFor();
    expect(await auditor.getByRole("button", { name: /Compare/ }).count()).toBe(0);
    await expectReadsWell(auditor);
  });
});

describe("the prepaid fund", () => {
  const open = useBrowser();

  it("is what a recount of every wallet says, by region and month, and goes into a spreadsheet", async () => {
    await topUp(await newDriver(), { packageId: "top-500" });
    const page = await open(DESK);
    await signInAs(page, "finance", "/funds");
    await onPage(page, "Prepaid funds");
    const owed = page.getByRole("region", { name: "Owed in CNY" });
    await owed.getByText("Agrees").waitFor();
    await page.getByRole("row", { name: /^Top-up / }).waitFor();
    await page.getByRole("row", { name: /^Closing / }).waitFor();
    await page.getByText("To be held in custody").waitFor();
    await expectReadsWell(page);
    const api = await adminApi();
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    const report = await api.call<{ closing: { principalMinor: number } }>(
      "GET",
      `/v1/operator/reports/prepaid-fund?period=${month}&currency=CNY`,
    );
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export CSV" }).click()]);
    const text = (await (await download.createReadStream()).toArray()).join("");
    expect(text).toContain(`,${(report.closing.principalMinor / 100).toFixed(2)},`);
    await page.getByLabel("Period").click();
    await page
      .getByTitle(/^\d{4}-Q[1-4]$/)
      .first()
      .click();
    await page.waitForURL(/period=\d{4}-Q[1-4]/);
    await page.getByRole("row", { name: /^Closing / }).waitFor();
  });

  it("reads well on a phone, and is nobody's to see who may not", async () => {
    const phone = await open({ ...DESK, ...PHONE });
    await signInAs(phone, "auditor", "/funds");
    await phone.getByRole("row", { name: /^Closing / }).waitFor();
    await expectReadsWell(phone);
    const page = await open(DESK);
    await signInAs(page, "station_manager", "/stations");
    for (const name of ["Refunds", "Reconciliation", "Prepaid funds"])
      expect(await page.getByRole("link", { name, exact: true }).count()).toBe(0);
    for (const path of ["/refunds", "/refunds/transfers", "/reconciliation", "/funds"]) {
      await page.goto(`${inject("product").baseUrl}${path}`);
      await page.getByText(/does not include this page/).waitFor();
    }
  });
});

describe("how payment providers answer", () => {
  const open = useBrowser();

  it("is on the page of operation: calls, errors and time taken", async () => {
    await topUp(await newDriver(), { amountMinor: 10_000 });
    const page = await open(DESK);
    await signInAs(page, "operations", "/operations");
    await page.getByRole("heading", { name: "Calls to payment providers, last 24 hours" }).waitFor();
    await page.getByRole("row", { name: /^Sandbox Notifications \d+/ }).waitFor();
    await page
      .getByRole("row", { name: /Switched off/ })
      .first()
      .waitFor();
    await expectReadsWell(page);
  });
});
