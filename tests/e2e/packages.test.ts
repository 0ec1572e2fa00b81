import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { Api } from "../../scripts/platform/api.ts";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { offered } from "./kit/drivers.ts";
import { expectReadsWell } from "./kit/looks.ts";

/** A transparent picture of one pixel. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
const languages = ["简体中文", "繁體中文", "English"] as const;

async function name(page: Page, text: string): Promise<void> {
  for (const language of languages) await page.getByLabel(`Name, ${language}`, { exact: true }).fill(`${text} ${language}`);
}

/** Behind those of the demo, which other tests pay from the home page. */
async function putLast(page: Page): Promise<void> {
  await page.getByLabel("Place in the list").fill("900");
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review the changes" }).click();
  await page.getByRole("button", { name: "Save as a new version" }).click();
}

describe("packages", () => {
  const open = useBrowser();

  it("are set up with a picture and a stock, previewed as a driver sees them, and shown selling out", async () => {
    const packageId = `e2e-${randomUUID().slice(0, 8)}`;
    const page = await open(DESK);
    await signInAs(page, "operations", "/packages");
    await onPage(page, "Packages");
    await page.getByRole("link", { name: "500 and 25 on top" }).waitFor();
    await expectReadsWell(page);
    await page.getByRole("link", { name: "New package" }).click();
    await onPage(page, "New package");
    await page.getByLabel("Package id").fill(packageId);
    await name(page, "Spring");
    await putLast(page);
    await page.getByLabel("The driver pays (CNY)").fill("200");
    await page.getByLabel("Bonus (CNY)").fill("18.5");
    await page.getByLabel("Stock in all").fill("1");
    const preview = page.locator("section", { has: page.getByRole("heading", { name: "As a driver sees it" }) });
    await preview.getByText("¥218.50 in the wallet").waitFor();
    await page.getByLabel("Picture", { exact: true }).setInputFiles({ name: "spring.png", mimeType: "image/png", buffer: PIXEL });
    await page.getByRole("img", { name: "Picture" }).waitFor();
    await expectReadsWell(page);
    await save(page);
    await onPage(page, "Spring English");
    await page.getByText("Version 1", { exact: true }).waitFor();
    await page.getByText("0 of 1 sold").waitFor();

    // Somebody buys the only one there is: the page says so by itself.
    const anyone = new Api(inject("product").baseUrl);
    const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/driver/sessions", {
      provider: "wechat",
      code: `demo-${packageId}`,
    });
    const driver = anyone.withToken(accessToken);
    await offered(driver, packageId);
    const { orderId } = await driver.call<{ orderId: string }>("POST", "/v1/driver/topups", { packageId, provider: "sandbox" });
    await driver.call("POST", `/sandbox/payments/${orderId}/pay`, {});
    await page.getByText("Sold out").waitFor();
    await page.getByText("1 of 1 sold").waitFor();
  });

  it("get their next version once what changes has been looked at, and are taken off sale", async () => {
    const packageId = `e2e-${randomUUID().slice(0, 8)}`;
    const page = await open({ ...DESK, ...PHONE });
    await signInAs(page, "operations", "/packages/new?region=cn-south");
    await page.getByLabel("Package id").fill(packageId);
    await page.getByText("Discount", { exact: true }).click();
    await name(page, "Five off");
    await page.getByLabel("Least value (CNY)").fill("300");
    await page.getByLabel("Paid of the value (%)").fill("95");
    await page.getByLabel("On sale from (UTC+8)").fill("2099-01-01T08:00");
    await page.getByLabel("On sale until (UTC+8)").fill("2098-01-01T08:00");
    await page.getByRole("button", { name: "Review the changes" }).click();
    await page.getByText("The sale ends before it begins").waitFor();
    await page.getByLabel("On sale until (UTC+8)").fill("2099-02-01T08:00");
    await expectReadsWell(page);
    await save(page);
    await onPage(page, "Five off English");
    await page.getByText("Scheduled").waitFor();

    await page.getByLabel("Paid of the value (%)").fill("90");
    await page.getByRole("button", { name: "Review the changes" }).click();
    await page.getByRole("row", { name: "Paid of the value 95% 90%" }).waitFor();
    await page.getByLabel("Why (optional, for the audit log)").fill("Spring campaign");
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await page.getByText("Version 2", { exact: true }).waitFor();
    await page.getByText("Spring campaign").waitFor();
    await page.getByRole("button", { name: "Take off sale" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Take off sale" }).click();
    await page.getByText("Off sale", { exact: true }).waitFor();
    await page.getByText("Version 3", { exact: true }).waitFor();
    await expectReadsWell(page);
  });

  it("can be bundles of coupons", async () => {
    const packageId = `e2e-${randomUUID().slice(0, 8)}`;
    const page = await open(DESK);
    await signInAs(page, "operations", "/packages/new");
    await page.getByLabel("Package id").fill(packageId);
    await page.getByText("Coupon bundle", { exact: true }).click();
    await name(page, "Bundle");
    await putLast(page);
    await page.getByLabel("The driver pays (CNY)").fill("100");
    await page.getByRole("button", { name: "Review the changes" }).click();
    await page.getByText("A bundle has one coupon at least").waitFor();
    await page.getByRole("button", { name: "Add a coupon" }).click();
    for (const language of languages) await page.getByLabel(`Coupon 1, ${language}`).fill("Ten off");
    await page.getByLabel("Coupon 1: how many").fill("3");
    await page.getByText("3 × Ten off · ¥10.00").waitFor();
    await expectReadsWell(page);
    await save(page);
    await onPage(page, "Bundle English");
  });

  it("are shown to those who only look, who can't change them", async () => {
    const page = await open(DESK);
    await signInAs(page, "auditor", "/packages/top-500");
    await onPage(page, "500 and 25 on top");
    await page.getByText("¥525.00 in the wallet").waitFor();
    for (const button of ["Review the changes", "Take off sale"]) expect(await page.getByRole("button", { name: button }).count()).toBe(0);
    await page.goto(`${inject("product").baseUrl}/packages?region=cn-south`);
    await page.getByRole("link", { name: "600 and 36 on top" }).waitFor();
    expect(await page.getByRole("link", { name: "New package" }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "500 and 25 on top" }).count()).toBe(0);
  });
});
