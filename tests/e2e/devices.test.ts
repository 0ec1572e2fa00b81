import { randomUUID } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { Api } from "../../scripts/platform/api.ts";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { signInOn } from "./kit/drivers.ts";
import { expectFits, seriousIssues } from "./kit/looks.ts";

const open = useBrowser();

/** A driver of the sandbox who signs in on a device of this name. @returns the driver's id */
async function signIn(name: string, device: string, deviceName: string): Promise<string> {
  const { driver } = await signInOn(inject("product").baseUrl, device, { code: `demo-${name}`, deviceName });
  return driver.driverId;
}

describe("devices, on the dashboard", () => {
  it("that drivers share are found, lead to their drivers, and a driver's sessions there are ended for a reason", async () => {
    const [device, mark] = [randomUUID(), randomUUID().slice(0, 8)];
    const shared = `Phone ${mark}`;
    await signIn(`one-${mark}`, device, shared);
    const driverId = await signIn(`two-${mark}`, device, shared);
    const page = await open(DESK);
    await signInAs(page, "support", "/devices?shared=true");
    await onPage(page, "Devices");
    const row = page.getByRole("row").filter({ hasText: shared });
    await expect
      .poll(
        async () => {
          await page.getByRole("button", { name: "Refresh" }).click();
          return row.count();
        },
        { timeout: 15_000 },
      )
      .toBe(1);
    await row.getByText("2 drivers").waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await row.getByRole("button").click();
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("link", { name: `one-${mark}` }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await drawer.getByRole("link", { name: `two-${mark}` }).click();
    await page.waitForURL(`**/drivers/${driverId}`);
    const sessions = page.getByRole("list", { name: "Signed in on" });
    await sessions.getByText(shared).waitFor();
    await sessions.getByRole("button", { name: `End session: ${shared}` }).click();
    const asked = page.getByRole("dialog");
    expect(await asked.getByRole("button", { name: "End session" }).isDisabled()).toBe(true);
    await asked.getByLabel("Reason").fill("the phone was lost");
    await asked.getByRole("button", { name: "End session" }).click();
    await page.getByText("Not signed in anywhere").waitFor();
    await page.getByRole("list", { name: "Devices used" }).getByRole("link", { name: shared }).waitFor();
  });

  it("a driver who has lost what they confirm with begins anew, once an operator has checked that it is them", async () => {
    const name = `lost-${randomUUID().slice(0, 8)}`;
    const { baseUrl } = inject("product");
    const { driver, accessToken } = await signInOn(baseUrl, randomUUID(), { code: `demo-${name}`, deviceName: "Lost phone" });
    await new Api(baseUrl, accessToken).call("PUT", "/v1/driver/security/pin", { pin: "482915" });
    const support = await open(DESK);
    await signInAs(support, "support", `/drivers/${driver.driverId}`);
    await support.getByRole("list", { name: "Signed in on" }).getByText("Lost phone").waitFor();
    expect(await support.getByRole("button", { name: "Reset how they confirm" }).count()).toBe(0);
    const page = await open(DESK);
    await signInAs(page, "operations", `/drivers/${driver.driverId}`);
    await page.getByRole("button", { name: "Reset how they confirm" }).click();
    const asked = page.getByRole("dialog");
    const carryOut = asked.getByRole("button", { name: "Reset how they confirm" });
    expect(await carryOut.isDisabled()).toBe(true);
    await asked.getByLabel("What was checked").fill("ID card compared with the face");
    expect(await seriousIssues(page)).toEqual([]);
    await carryOut.click();
    await page.getByText("Not signed in anywhere").waitFor();
    await page.getByText(/Frozen by the account's protection/).waitFor();
    const again = await signInOn(baseUrl, randomUUID(), { code: `demo-${name}`, deviceName: "New phone" });
    const { pin } = await new Api(baseUrl, again.accessToken).call<{ pin: { isSet: boolean } }>("GET", "/v1/driver/security");
    expect(pin.isSet).toBe(false);
  });

  it("fit a phone", async () => {
    await signIn(`fit-${randomUUID().slice(0, 8)}`, randomUUID(), "A phone with quite a long name, as people call them");
    const page = await open({ ...DESK, ...PHONE });
    await signInAs(page, "support", "/devices");
    await page.locator(".cards li").first().waitFor();
    await expectFits(page);
    expect(await seriousIssues(page)).toEqual([]);
  });
});
