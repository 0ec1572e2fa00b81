import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { adminApi, newStation } from "./kit/api.ts";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectReadsWell, seriousIssues } from "./kit/looks.ts";

interface Setup {
  readonly revision: number;
  readonly config: {
    readonly address: string;
    readonly hours?: unknown;
    readonly services?: readonly string[];
    readonly pumps: readonly {
      readonly pump: number;
      readonly terminalId: string;
      readonly nozzles: readonly { readonly grade: string }[];
    }[];
  };
}

const open = useBrowser();
const field = (page: Page, label: string | RegExp) => page.getByLabel(label, { exact: typeof label === "string" });
const setupOf = async (stationId: string) => (await adminApi()).call<Setup>("GET", `/v1/operator/stations/${stationId}/setup`);

describe("setting up a station", () => {
  it("makes one, with its pumps, hours and place, and leads to its page; what is missing is said at the field", async () => {
    const page = await open(DESK);
    const stationId = `made-${randomUUID().slice(0, 8)}`;
    await signInAs(page, "operations", "/stations");
    await page.getByRole("button", { name: "New station" }).click();
    await onPage(page, "New station");
    await page.getByRole("button", { name: "Set up the station" }).click();
    await page.getByText("A name of at most 60 characters").first().waitFor();
    await field(page, "Name, 简体中文").fill("世博站");
    await field(page, "Name, 繁體中文").fill("世博站");
    await field(page, "Name, English").fill("Expo");
    await field(page, "Station id").fill(stationId);
    await field(page, "Address").fill("1 Expo Avenue");
    await field(page, "Latitude").fill("31.18");
    await field(page, "Longitude").fill("121.49");
    await page.getByText("By the day", { exact: true }).click();
    await field(page, "Mon, opens").fill("05:30");
    await field(page, "Mon, closes").fill("24:00");
    await page.getByRole("button", { name: "Every day as on Monday" }).click();
    await page.getByRole("checkbox", { name: "Car wash" }).check();
    await page.getByRole("button", { name: "Add a pump" }).click();
    expect(await seriousIssues(page)).toEqual([]);
    await page.getByRole("button", { name: "Set up the station" }).click();
    await onPage(page, "Expo");
    await page.getByText("Mon–Sun 05:30–24:00").waitFor();
    const { config, revision } = await setupOf(stationId);
    expect(revision).toBe(1);
    expect(config.services).toEqual(["car_wash"]);
    expect(config.pumps.map(({ pump, terminalId }) => [pump, terminalId])).toEqual([
      [1, `${stationId}.pos-1`],
      [2, `${stationId}.pos-1`],
    ]);
    // On the board at once, though nobody has loaded the page again.
    await page.getByRole("link", { name: "Stations" }).first().click();
    await page.getByRole("region", { name: "Expo", exact: true }).waitFor({ timeout: 30_000 });
  });

  it("changes one, and refuses to undo what somebody else has changed meanwhile", async () => {
    const api = await adminApi();
    const { stationId } = await newStation(api, "Two Hands");
    const page = await open(DESK);
    await signInAs(page, "operations", `/stations/${stationId}/edit`);
    await field(page, "Address").fill("2 Mine Road");
    const { config, revision } = await setupOf(stationId);
    const { stationId: _, ...terms } = { ...config, address: "3 Their Road" } as Setup["config"] & { stationId: string };
    await api.call("PUT", `/v1/operator/stations/${stationId}`, { ...terms, revision });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(/Somebody else has changed this station meanwhile/).waitFor();
    expect((await setupOf(stationId)).config.address).toBe("3 Their Road");
    await page.getByRole("button", { name: "Load the newest" }).click();
    await expect.poll(() => field(page, "Address").inputValue()).toBe("3 Their Road");
    await field(page, "Address").fill("2 Mine Road");
    await page.getByRole("button", { name: "Save" }).click();
    await onPage(page, "Two Hands");
    expect((await setupOf(stationId)).config.address).toBe("2 Mine Road");
  });

  it("asks before what was typed is left, and is closed to those who may not", async () => {
    const { stationId } = await newStation(await adminApi(), "Half Way");
    const page = await open(DESK);
    await signInAs(page, "operations", `/stations/${stationId}/edit`);
    await field(page, "Address").fill("Somewhere");
    await page.getByRole("link", { name: "Alerts" }).first().click();
    await page.getByRole("button", { name: "Stay here" }).click();
    expect(await field(page, "Address").inputValue()).toBe("Somewhere");
    await page.getByRole("link", { name: "Alerts" }).first().click();
    await page.getByRole("button", { name: "Leave", exact: true }).click();
    await onPage(page, "Alerts");

    const reader = await open({ ...PHONE, locale: "en" });
    await signInAs(reader, "finance", "/stations");
    expect(await reader.getByRole("button", { name: "New station" }).count()).toBe(0);
    const curious = await open({ ...PHONE, locale: "en" });
    await signInAs(curious, "finance", "/stations/new");
    await curious.getByText("The role Finance does not include this page").waitFor();
  });

  it("reads well on a phone", async () => {
    const page = await open({ ...PHONE, locale: "en", colorScheme: "dark" });
    await signInAs(page, "operations", "/stations/lujiazui/edit");
    await field(page, "Address").waitFor();
    await expectReadsWell(page);
  });

  it("enrols a terminal, and tells its secret once more to whoever lost the answer", async () => {
    const { stationId } = await newStation(await adminApi(), "Lost Answer");
    const page = await open(DESK);
    await signInAs(page, "operations", `/stations/${stationId}`);
    await page.getByRole("button", { name: "Enrol a terminal" }).click();
    await page.getByLabel("Name", { exact: true }).fill("pos-2");
    const path = `**/v1/operator/stations/${stationId}/terminals`;
    await page.route(path, async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    });
    const enrol = page.locator("form").getByRole("button", { name: "Enrol a terminal" });
    await enrol.click();
    await page.getByText("No answer: check the network and try again").waitFor();
    await page.unroute(path);
    await enrol.click();
    await page
      .getByRole("dialog")
      .getByText(/^whsec_/)
      .waitFor();
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.getByText(`${stationId}.pos-2`).waitFor();
  });

  it("shows a terminal's version, gives it another secret, shuts it out; and changes a price now and later", async () => {
    const { stationId, terminal } = await newStation(await adminApi(), "Price Street");
    await terminal.tell({ type: "terminal.heartbeat", data: { softwareVersion: "9.1.2", clock: new Date().toISOString() } });
    const page = await open(DESK);
    await signInAs(page, "operations", `/stations/${stationId}`);
    const line = page.getByRole("listitem").filter({ hasText: `${stationId}.pos-1` });
    await line.getByText("Version 9.1.2").waitFor();
    await line.getByText("Online", { exact: true }).waitFor();

    await page.getByRole("button", { name: "Change a price" }).click();
    await page.getByLabel("CNY per litre").fill("7.99");
    await page.getByRole("button", { name: "Change now" }).click();
    await page.getByText("¥7.99").waitFor();
    await page.getByRole("button", { name: "Change a price" }).click();
    await page.getByLabel("CNY per litre").fill("8.05");
    await page.getByText("Later", { exact: true }).click();
    await page.getByRole("button", { name: "Schedule", exact: true }).click();
    await page.getByText(/^¥8\.05 from /).waitFor();

    await line.getByRole("button", { name: "New secret" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "New secret" }).click();
    await page
      .getByRole("dialog")
      .getByText(/^whsec_/)
      .waitFor();
    await page.getByRole("button", { name: "I have kept it" }).click();
    await line.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await line.getByText("Revoked", { exact: true }).waitFor();
  });
});
