import { randomUUID } from "node:crypto";
import { SimulatedDriver } from "@forecourt/station-sdk/simulator";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectReadsWell } from "./kit/looks.ts";
import { useTerminal } from "./kit/station.ts";

const NAME = `people-${randomUUID().slice(0, 8)}`;
/** 20.00 L at ¥7.86. */
const FILL_ML = 20_000;

describe("what operators do for drivers", () => {
  const open = useBrowser();
  const { terminal } = useTerminal("hongqiao");

  beforeAll(async () => {
    const driver = new SimulatedDriver({ baseUrl: inject("product").baseUrl, name: NAME });
    await driver.topUp(50_000);
    const ended = await terminal().fill({ pump: 1, paymentCode: await driver.paymentCode(), grade: "95", volumeMl: FILL_ML });
    expect(ended.outcome).toBe("completed");
  });

  it("finds a driver by name, shows wallet, lots and statement, and verifies the chain", async () => {
    const page = await open(DESK);
    await signInAs(page, "support", "/drivers");
    await onPage(page, "Drivers");
    await page.getByLabel("Beginning of the name, or drv_… / wal_…").fill(NAME);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: NAME }).click();
    await onPage(page, NAME);
    await page.getByText("What the balance is made of").waitFor();
    await page.getByRole("link", { name: "Fill", exact: true }).waitFor();
    await page.getByRole("button", { name: "Verify the chain" }).click();
    await page.getByText("All 2 movements are as they were written").waitFor();
    await expectReadsWell(page);
    // Support proposes and notes; it neither freezes nor exports.
    expect(await page.getByRole("button", { name: "Freeze the wallet" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Export CSV" }).count()).toBe(0);
    await page.getByLabel("Notes").first().fill("Called about the receipt");
    await page.getByRole("button", { name: "Add the note" }).click();
    await page.getByRole("list", { name: "Notes" }).getByText("Called about the receipt").waitFor();
  });

  it("corrects a balance with four eyes: one proposes, another one approves", async () => {
    const maker = await open(DESK);
    await signInAs(maker, "finance", `/drivers?q=${NAME}`);
    await maker.getByRole("link", { name: NAME }).click();
    await maker.getByRole("button", { name: "Propose an adjustment" }).click();
    await maker.getByLabel("Amount (CNY)").fill("20");
    await maker.getByLabel("Reason").fill("The pump stopped early");
    await maker.getByRole("button", { name: "Send for approval" }).click();
    await maker.getByText("Yours: a colleague decides").waitFor();
    expect(await maker.getByRole("button", { name: "Approve" }).count()).toBe(0);

    const checker = await open(DESK);
    await signInAs(checker, "operations", "/adjustments");
    await onPage(checker, "Adjustments");
    const line = checker.getByRole("listitem").filter({ hasText: NAME });
    await line.getByLabel("What you want to say (optional)").fill("Seen the receipt");
    await expectReadsWell(checker);
    await line.getByRole("button", { name: "Approve" }).click();
    await line.waitFor({ state: "detached" });
    await maker.reload();
    await maker.getByRole("cell", { name: "+¥20.00" }).waitFor();
    await maker.getByText("Seen the receipt").waitFor();
  });

  it("freezes a wallet with a reason, and releases it", async () => {
    const page = await open({ ...DESK, ...PHONE });
    await signInAs(page, "operations", `/drivers?q=${NAME}`);
    await page.getByRole("link", { name: NAME }).click();
    await page.getByRole("button", { name: "Freeze the wallet" }).click();
    await page.getByLabel("Reason").fill("Reported stolen");
    await page.getByRole("button", { name: "Freeze the wallet" }).click();
    await page.getByText(/Frozen by operations@.*: Reported stolen/).waitFor();
    await expectReadsWell(page);
    const driver = new SimulatedDriver({ baseUrl: inject("product").baseUrl, name: NAME });
    await expect(driver.topUp(1_000)).rejects.toThrow(/frozen/i);
    await page.getByRole("button", { name: "Release the wallet" }).click();
    await page.getByLabel("Reason").fill("It was found");
    await page.getByRole("button", { name: "Release the wallet" }).click();
    await page.getByText(/Frozen by/).waitFor({ state: "detached" });
    await driver.topUp(1_000);
  });

  it("narrows orders by grade, amount and driver, and tells what happened to one, with its source", async () => {
    const page = await open(DESK);
    await signInAs(page, "operations", `/drivers?q=${NAME}`);
    await page.getByRole("link", { name: NAME }).click();
    await page.getByRole("link", { name: "See the orders" }).click();
    await onPage(page, "Orders");
    await page.getByLabel("Least amount").fill("100");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Fill/ }).first().click();
    const timeline = page.getByRole("region", { name: "What happened" });
    await timeline.getByText("Pump authorised").waitFor();
    await timeline.getByText("Fuel dispensed").waitFor();
    await timeline
      .getByText(/Terminal hongqiao\.\S+ #\d+/)
      .first()
      .waitFor();
    await timeline.getByText("Settled").waitFor();
    await expectReadsWell(page);
  });

  it("exports what the filters show, and keeps the list of one's exports", async () => {
    const page = await open(DESK);
    await signInAs(page, "finance", "/orders?kind=topup");
    await page.getByText(NAME).first().waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export CSV" }).click()]);
    expect(download.suggestedFilename()).toMatch(/^orders-.*\.csv$/);
    await page.getByRole("link", { name: "Exports" }).first().click();
    await onPage(page, "Exports");
    await page.getByText("No exports yet").waitFor();
    await expectReadsWell(page);
  });

  it("gives a region its next version once what changes has been looked at, and keeps who changed what", async () => {
    const page = await open(DESK);
    await signInAs(page, "operations", "/catalog/regions/cn-east");
    await onPage(page, "Region cn-east");
    await page.getByLabel("Name, English").fill("East China, renamed");
    await page.getByRole("button", { name: "Review the changes" }).click();
    await page.getByRole("row", { name: /^Name .*East China, renamed/ }).waitFor();
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await page.getByText("Version 2", { exact: true }).waitFor();
    await page.getByText("operations@forecourt.example").waitFor();
    await expectReadsWell(page);
  });

  it("sets up a grade with its names, and lists it in the catalog", async () => {
    const page = await open({ ...DESK, ...PHONE });
    await signInAs(page, "operations", "/catalog/grades/new");
    await page.getByLabel("Id").fill("e10");
    for (const language of ["简体中文", "繁體中文", "English"]) await page.getByLabel(`Name, ${language}`).fill(`E10 ${language}`);
    await page.getByRole("button", { name: "Review the changes" }).click();
    await page.getByRole("button", { name: "Go on editing" }).click();
    expect(await page.getByLabel("Name, English").inputValue()).toBe("E10 English");
    await page.getByRole("button", { name: "Review the changes" }).click();
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await onPage(page, "Grade e10");
    await page.getByText("Version 1", { exact: true }).waitFor();
    await expectReadsWell(page);
    await page.getByRole("link", { name: "Catalog" }).first().click();
    await page.getByRole("link", { name: "E10 English" }).waitFor();
  });

  it("neither shows nor opens what a role can't do", async () => {
    const page = await open(DESK);
    await signInAs(page, "station_manager", "/orders");
    await onPage(page, "Orders");
    for (const name of ["Drivers", "Exports"]) expect(await page.getByRole("link", { name, exact: true }).count()).toBe(0);
    for (const path of ["/drivers", "/adjustments", "/exports"]) {
      await page.goto(`${inject("product").baseUrl}${path}`);
      await page.getByText(/does not include this page/).waitFor();
    }
  });
});
