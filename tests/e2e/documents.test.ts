import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { Api } from "../../scripts/platform/api.ts";
import { asDriver, drawnCard, sendDocument } from "../../scripts/platform/documents.ts";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectReadsWell, seriousIssues } from "./kit/looks.ts";

const open = useBrowser();
const NAME = `documents-${randomUUID().slice(0, 8)}`;
/** No other test's. */
const ID_NUMBER = `T${Date.now()}`;

/** A driver whose documents nobody else knows. */
async function newDriver(name: string) {
  const { baseUrl } = inject("product");
  const { api, driverId } = await asDriver(new Api(baseUrl), name);
  return {
    driverId,
    name,
    send: (kind: "id_front" | "vehicle_licence", photo: Buffer, idNumber?: string) =>
      sendDocument(api, baseUrl, { kind, photo, ...(idNumber === undefined ? {} : { idNumber }) }),
    own: async () => {
      const { items } = await api.call<{ items: { kind: string; state: string; cause: string | null }[] }>("GET", "/v1/driver/documents");
      return items.find(({ kind }) => kind === "id_front");
    },
  };
}

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const picture = (page: Page) => page.locator(".document-paper img");

describe("verification documents, on the dashboard", () => {
  it("are opened for a purpose, rejected for a reason that the driver is told, sent again, and approved", async () => {
    const page = await open(DESK);
    const photo = await drawnCard(page.context(), ["Forecourt test card", NAME]);
    const driver = await newDriver(NAME);
    const other = await newDriver(`${NAME}-twin`);
    const documentId = await driver.send("id_front", photo, ID_NUMBER);
    await other.send("id_front", photo, ID_NUMBER);

    await signInAs(page, "operations", "/documents");
    await onPage(page, "Documents");
    await row(page, `${NAME}-twin`).waitFor();
    await row(page, NAME).first().getByText("Number used twice").waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await row(page, NAME).first().getByRole("link").click();
    await onPage(page, "ID card, front");
    await page.getByRole("link", { name: other.driverId }).waitFor();
    await page.getByText("•••••• sealed").waitFor();
    // Nobody approves what they have not looked at, nor looks without saying why.
    expect(await button(page, "Approve").isDisabled()).toBe(true);
    await button(page, "Open the photo").click();
    await page.getByText("Say why you open it, in 3 characters or more").waitFor();
    expect(await picture(page).count()).toBe(0);
    await page.getByLabel("Your words").fill("The driver waits for it");
    await button(page, "Open the photo").click();
    await picture(page).waitFor();
    await page.waitForFunction(() => (document.querySelector(".document-paper img") as HTMLImageElement).naturalWidth > 0);
    // Its address leads nowhere once it is shown: what was opened can't be opened again from there.
    expect(
      await picture(page).evaluate((image) =>
        fetch((image as HTMLImageElement).src).then(
          () => "kept",
          () => "gone",
        ),
      ),
    ).toBe("gone");
    await page.getByRole("list", { name: "Who opened it" }).getByText("Review: The driver waits for it").waitFor();
    await button(page, "Read the number").click();
    await page.getByText(ID_NUMBER, { exact: true }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await button(page, "Close it").click();
    await page.getByText(ID_NUMBER, { exact: true }).waitFor({ state: "detached" });

    await page.getByLabel("Rejected because").click();
    await page.getByTitle("Can't be read").click();
    await button(page, "Reject").click();
    await page.getByRole("main").getByText("Rejected", { exact: true }).first().waitFor();
    expect(await driver.own()).toMatchObject({ state: "rejected", cause: "unreadable" });

    await driver.send("id_front", photo, ID_NUMBER);
    await page.goto(`${inject("product").baseUrl}/drivers/${driver.driverId}`);
    const documents = page.getByRole("list", { name: "Documents of this driver" });
    await documents.getByText("Sent again, to review").waitFor();
    await documents.getByRole("link", { name: "ID card, front" }).click();
    expect(page.url()).not.toContain(documentId);
    await page.getByLabel("Your words").fill("The driver sent another");
    await button(page, "Open the photo").click();
    await picture(page).waitFor();
    await button(page, "Approve").click();
    await page.getByRole("main").getByText("Approved", { exact: true }).first().waitFor();
    expect(await driver.own()).toMatchObject({ state: "approved", cause: null });
  });

  it("are gone through by keyboard, and found by their ids", async () => {
    const page = await open(DESK);
    const photo = await drawnCard(page.context(), ["Forecourt test card"]);
    const driver = await newDriver(`${NAME}-keys`);
    const first = await driver.send("id_front", photo);
    await driver.send("vehicle_licence", photo);
    await signInAs(page, "operations", `/documents/${driver.driverId}/${first}`);
    await page.getByText(/^No\. \d+ to review$/).waitFor();
    await page.locator("button[aria-keyshortcuts=j]:enabled").waitFor();
    await page.keyboard.press("j");
    // The address changes a moment before the page does, and a key leads on from the page.
    await onPage(page, "Vehicle licence");
    await page.locator("button[aria-keyshortcuts=k]:enabled").waitFor();
    await page.keyboard.press("k");
    await page.waitForURL((url) => url.pathname.endsWith(first));
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: "Search" }).fill(first);
    await page.getByRole("option", { name: new RegExp(`ID card, front ${NAME}-keys`) }).waitFor();
  });

  it("show those who may not open them where they stand, and nothing more", async () => {
    const page = await open(DESK);
    const driver = await newDriver(`${NAME}-support`);
    const documentId = await driver.send("id_front", await drawnCard(page.context(), ["Forecourt test card"]), `S${Date.now()}`);
    await signInAs(page, "support", `/documents/${driver.driverId}/${documentId}`);
    await page.getByText("Your role sees where a document stands, and not what is on it.").waitFor();
    for (const name of ["Open the photo", "Read the number", "Approve", "Reject"]) expect(await button(page, name).count()).toBe(0);
    const finance = await open(DESK);
    await signInAs(finance, "finance", "/documents");
    await finance.getByText(/does not include this page/).waitFor();
  });

  it.each([
    { size: "a phone in the dark", options: { ...PHONE, locale: "zh-TW", reducedMotion: "reduce", colorScheme: "dark" } as const },
    { size: "768 px", options: { viewport: { width: 768, height: 1024 }, locale: "zh-CN", reducedMotion: "reduce" } as const },
  ])("have no serious accessibility issue and stay within the window: $size", async ({ options }) => {
    const page = await open(options);
    const driver = await newDriver(`${NAME}-${options.locale.toLowerCase()}`);
    const photo = await drawnCard(page.context(), ["Forecourt test card"]);
    const documentId = await driver.send("id_front", photo, ID_NUMBER);
    await signInAs(page, "operations", "/documents");
    await page.getByText(driver.name).first().waitFor();
    await expectReadsWell(page);
    await page.goto(`${inject("product").baseUrl}/documents/${driver.driverId}/${documentId}`);
    await page.locator("#note").fill("审核 / 審核");
    await page.locator("#note").press("Enter");
    await picture(page).waitFor();
    await page.locator(".timeline li").first().waitFor();
    await expectReadsWell(page);
  });
});
