import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, inject, it, vi } from "vitest";
import { Api } from "../../scripts/platform/api.ts";
import { asDriver, drawnCard, sendDocument } from "../../scripts/platform/documents.ts";
import { adminApi, newStation } from "./kit/api.ts";
import { Phone } from "./kit/app.ts";
import { useBrowser } from "./kit/browser.ts";
import { DESK, signInAtTheDoor } from "./kit/desk.ts";
import { sessionOf } from "./kit/operators.ts";

const open = useBrowser();
/** Seven characters that only this run has. */
const RUN = randomUUID().slice(0, 7);
/** Markup that a page which takes it for markup makes an element of; short enough for every name. Where there is room, one that would run. */
const nick = (tag: string) => `<img src=x>${tag}${RUN}`;
const hack = (tag: string) => `<img src=x onerror=hacked=1>${tag}${RUN}`;
const names = (text: string) => ({ "zh-CN": text, "zh-TW": text, en: text });
/** Of the region and its package. */
const OWN = `xss-${RUN}`;

beforeAll(async () => {
  const admin = await adminApi();
  const [home] = (await admin.call<{ items: { region: { regionId: string } }[] }>("GET", "/v1/operator/regions")).items;
  const { regionId: _, ...terms } = home?.region ?? { regionId: "" };
  await admin.call("PUT", `/v1/operator/regions/${OWN}`, { ...terms, names: names(hack("region")) });
  const sold = { regionId: OWN, names: names(hack("package")), amountMinor: 10_000, bonusMinor: 0, position: 900, onSale: true };
  await admin.call("PUT", `/v1/operator/packages/${OWN}`, sold);
});

/** A driver who puts it wherever a driver may write. */
async function newDriver(name: string, photo: Buffer) {
  const { baseUrl } = inject("product");
  const { api, driverId } = await asDriver(new Api(baseUrl), name);
  await api.call("PUT", "/v1/driver/profile", { name: nick("n") });
  await api.call("POST", "/v1/driver/vehicles", { plate: "沪A7X5S9", name: nick("car"), grade: "95", tankMl: 50_000, isDefault: true });
  await api.call("POST", "/v1/driver/records", {
    stationName: hack("record"),
    at: new Date(Date.now() - 86_400_000).toISOString(),
    grade: "95",
    amountMinor: 22_440,
    volumeMl: 30_000,
  });
  // Somebody has to look at a refund of so much.
  const order = { provider: "sandbox", packageId: "top-1000" };
  const { orderId } = await api.call<{ orderId: string }>("POST", "/v1/driver/topups", order);
  await api.call("POST", `/sandbox/payments/${orderId}/pay`, {});
  const { refundId } = await api.call<{ refundId: string }>("POST", `/v1/driver/orders/${orderId}/refund`, { reason: hack("refund") });
  const documentId = await sendDocument(api, baseUrl, { kind: "id_front", photo, idNumber: `X${Date.now()}` });
  // Lists hear of it a moment later.
  const admin = await adminApi();
  for (const path of [`drivers/${driverId}`, `refunds/${refundId}`])
    await vi.waitFor(() => admin.call("GET", `/v1/operator/${path}`), 10_000);
  return { api, driverId, orderId, refundId, documentId };
}

/** Nothing is made an element of, and nothing runs. */
async function expectText(page: Page, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await page.getByText(text).first().waitFor();
  expect(await page.locator('img[src="x"]').count(), page.url()).toBe(0);
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
}

describe("a script in what somebody says", () => {
  it("is shown as the text that it is, wherever operators read it", async () => {
    const { baseUrl } = inject("product");
    const page = await open({ ...DESK, userAgent: hack("agent") });
    const admin = await adminApi();
    const driver = await newDriver(`xss-desk-${RUN}`, await drawnCard(page.context(), ["Forecourt test card"]));
    const { stationId, terminal } = await newStation(admin, hack("station"));
    await terminal.tell({ type: "terminal.heartbeat", data: { softwareVersion: hack("version"), clock: new Date().toISOString() } });
    const invited = { email: `x-${randomUUID()}@forecourt.example`, name: hack("operator"), role: "support" };
    const { operatorId } = await admin.call<{ operatorId: string }>("POST", "/v1/operator/operators", invited);

    const of = `/v1/operator/drivers/${driver.driverId}`;
    await admin.call("POST", `${of}/notes`, { text: hack("note") });
    const adjustment = { direction: "credit", part: "principal", amountMinor: 100, cause: "goodwill", reason: hack("adjust") };
    const { adjustmentId } = await admin.call<{ adjustmentId: string }>("POST", `${of}/adjustments`, adjustment);
    const { accessToken } = await sessionOf("finance");
    await new Api(baseUrl, accessToken).call("POST", `${of}/adjustments/${adjustmentId}/decline`, { note: hack("decline") });
    await admin.call("POST", `${of}/freeze`, { reason: hack("freeze") });
    await admin.call("POST", `${of}/documents/${driver.documentId}/number`, { purpose: "review", note: hack("opening") });
    const { walletId } = await admin.call<{ walletId: string }>("GET", of);

    await signInAtTheDoor(page, "super_admin", "/security");
    await expectText(page, hack("agent").slice(0, 40));
    const pages: readonly (readonly [string, ...string[]])[] = [
      [`/drivers?q=${encodeURIComponent(nick("n"))}`, nick("n")],
      [`/drivers/${driver.driverId}`, nick("n"), nick("car"), hack("note"), hack("adjust"), hack("decline"), hack("freeze")],
      ["/adjustments?state=declined", hack("adjust"), hack("decline")],
      [`/orders?wallet=${walletId}`, nick("n")],
      [`/refunds?refund=${driver.refundId}`, hack("refund")],
      ["/documents", nick("n")],
      [`/documents/${driver.driverId}/${driver.documentId}`, nick("n"), hack("opening")],
      [`/stations/${stationId}`, hack("station"), hack("version")],
      ["/stations?view=list", hack("station")],
      ["/catalog", hack("region")],
      [`/catalog/regions/${OWN}`],
      ["/packages", hack("package")],
      [`/packages/${OWN}`, hack("package")],
      ["/settings", hack("region")],
      ["/operators", hack("operator")],
      [`/audit?subject=operator/${operatorId}`, hack("operator")],
      [`/audit?subject=station/${stationId}`, hack("station")],
      [`/audit?subject=wallet/${walletId}`, hack("freeze"), hack("decline")],
      [`/audit?subject=account/${driver.driverId}`, hack("opening")],
    ];
    for (const [path, ...texts] of pages) {
      await page.goto(baseUrl + path);
      await page.locator("#content h1").waitFor();
      await expectText(page, ...texts);
    }
    await page.locator("summary").first().click();
    await expectText(page);
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: "Search" }).fill(nick("n"));
    await page
      .getByRole("option")
      .filter({ hasText: nick("n") })
      .first()
      .waitFor();
    await expectText(page);
  }, 120_000);

  it("is shown as the text that it is, wherever drivers read it", async () => {
    const page = await open();
    const admin = await adminApi();
    const phone = new Phone(page, `xss-app-${RUN}`);
    const driver = await newDriver(phone.name, await drawnCard(page.context(), ["Forecourt test card"]));
    await driver.api.call("POST", "/v1/driver/sessions", { provider: "wechat", code: `demo-${phone.name}`, deviceName: hack("device") });
    const questions = ["one", "two", "three"].map((tag) => ({ text: hack(tag), answer: tag }));
    await driver.api.call("PUT", "/v1/driver/security/questions", { questions });
    await admin.call("POST", `/v1/operator/refunds/${driver.refundId}/decline`, { reason: hack("declined") });
    await vi.waitFor(() => driver.api.call("PUT", "/v1/driver/region", { regionId: OWN }), 10_000);
    const { stationId } = await newStation(admin, hack("place"));
    await phone.signIn();
    const pages: readonly (readonly [string, ...string[]])[] = [
      ["pages/me/me", nick("n")],
      ["packages/account/profile/profile"],
      ["packages/account/settings/settings", hack("region")],
      ["packages/account/devices/devices", hack("device")],
      ["packages/account/questions/questions"],
      ["packages/car/vehicles/vehicles", nick("car")],
      ["packages/car/records/records", hack("record")],
      ["packages/wallet/topup/topup"],
      [`packages/wallet/order/order?id=${driver.orderId}`, hack("declined")],
      [`packages/fuel/station/station?id=${stationId}`, hack("place")],
    ];
    for (const [path, ...texts] of pages) {
      await phone.go(path);
      await page.locator(".preview-frame:not([hidden])").first().waitFor();
      for (const text of texts) await phone.page.getByText(text).filter({ visible: true }).first().waitFor();
      await expectText(page);
    }
  }, 120_000);
});
