import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { totpAt } from "../../worker/auth/totp.ts";
import { adminApi } from "./kit/api.ts";
import { PHONE, useBrowser } from "./kit/browser.ts";
import { DESK, onPage, signInAs } from "./kit/desk.ts";
import { expectFits, seriousIssues } from "./kit/looks.ts";

const open = useBrowser();
const PASSWORD = "a long password of hers";
/** Whom the first test invites and shuts out; the audit log is narrowed to her. */
const GRACE = `grace-${randomUUID().slice(0, 8)}@forecourt.example`;
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

describe("operators, on the dashboard", () => {
  it("are invited, choose a password, set up a second factor, and sign in with it", async () => {
    const admin = await open(DESK);
    await signInAs(admin, "super_admin", "/operators");
    await button(admin, "Invite an operator").click();
    await admin.getByLabel("E-mail").fill(GRACE);
    await admin.getByLabel("Name").fill("Grace Ho");
    await button(admin, "Make the link").click();
    const link = await admin.locator(".staff-link").textContent();
    await button(admin, "Copied and sent").click();
    await admin.getByText(GRACE).waitFor();

    const grace = await open(DESK);
    await grace.goto(link ?? "");
    await grace.getByLabel("New password").fill(PASSWORD);
    await grace.getByLabel("The same again").fill(PASSWORD);
    await button(grace, "Set the password").click();
    await grace.getByText("The password is set").first().waitFor();
    expect(new URL(grace.url()).hash).toBe("");

    const signIn = async () => {
      await grace.goto(`${inject("product").baseUrl}/sign-in?next=/security`);
      await grace.locator("#email").fill(GRACE);
      await grace.locator("#password").fill(PASSWORD);
      await grace.locator("button[type=submit]").click();
    };
    await signIn();
    await onPage(grace, "Account and security");
    await button(grace, "Set up a second factor").click();
    await grace.getByRole("dialog").getByLabel("Current password").fill(PASSWORD);
    await button(grace, "Confirm").click();
    await grace.locator(".staff-qr canvas, .staff-qr svg").waitFor();
    await grace.getByText("Can't scan it?").click();
    const secret = await grace.locator(".staff-key code").textContent();
    await grace.getByLabel("Six digits").fill(totpAt(secret ?? "", Math.floor(Date.now() / 30_000)));
    await button(grace, "Confirm").click();
    await grace.locator(".staff-codes").waitFor();
    const recovery = await grace.locator(".staff-codes code").allInnerTexts();
    expect(recovery).toHaveLength(10);
    await button(grace, "I have kept them").click();
    await grace.getByText("Recovery codes left: 10").waitFor();

    await grace.getByRole("button", { name: /^Signed in as/ }).click();
    await grace.getByText("Sign out").click();
    await signIn();
    // A wrong one first; then the code that is for a lost phone.
    await grace.getByLabel("Code", { exact: true }).fill("000000");
    await button(grace, "Verify").click();
    await grace.getByRole("alert").waitFor();
    await grace.getByLabel("Code", { exact: true }).fill(recovery[0] ?? "");
    await button(grace, "Verify").click();
    await onPage(grace, "Account and security");
    await grace.getByText("Recovery codes left: 9").waitFor();
    await grace.getByText("Recovery code", { exact: true }).waitFor();

    // Shut out, with a reason, she is out at once.
    await admin.getByRole("button", { name: "More for Grace Ho" }).first().click();
    await admin.getByText("Disable the account").click();
    await admin.getByLabel("Reason").fill("Left the company");
    await button(admin, "Do it").click();
    await admin.getByText("Disabled", { exact: true }).first().waitFor();
    await grace.reload();
    await grace.locator("#password").waitFor();
  });
});

describe("the audit log, on the dashboard", () => {
  it("tells who did what and why, is narrowed, verified and exported", async () => {
    const page = await open(DESK);
    const { items } = await (await adminApi()).call<{ items: { operatorId: string; email: string }[] }>(
      "GET",
      "/v1/operator/operators?limit=100",
    );
    const graceId = items.find(({ email }) => email === GRACE)?.operatorId;
    await signInAs(page, "super_admin", `/audit?action=DisableOperator&subject=operator/${graceId}`);
    const entry = page.getByRole("listitem").filter({ hasText: "Left the company" });
    await entry.getByText("Operator disabled", { exact: true }).waitFor();
    await entry.getByRole("definition").filter({ hasText: "Active → Disabled" }).waitFor();
    // The record as it is, behind its fold.
    await entry.getByText("DisableOperator", { exact: true }).click();
    await entry.getByText('"state": "disabled"').waitFor();
    await button(page, "Verify").click();
    await page.getByText(/^All \d+ entries are as they were written$/).waitFor();
    await page.keyboard.press("Escape");
    const saved = page.waitForEvent("download");
    await button(page, "Export CSV").click();
    expect((await saved).suggestedFilename()).toMatch(/^forecourt-audit-.*\.csv$/);
    await page.goto(`${inject("product").baseUrl}/audit?subject=nothing/of-this-name`);
    await page.getByText("No entry like this").waitFor();
  });

  it("is closed to those who may not read it, and open to the auditor", async () => {
    const support = await open(DESK);
    await signInAs(support, "support", "/audit");
    await support.getByRole("heading", { level: 1 }).waitFor();
    expect(await support.locator(".audit-change").count()).toBe(0);
    const auditor = await open(DESK);
    await signInAs(auditor, "auditor", "/operators");
    await onPage(auditor, "Operators and roles");
    expect(await button(auditor, "Invite an operator").count()).toBe(0);
  });
});

describe("the demo's operators", () => {
  it("are listed from the start, those too who have yet to come", async () => {
    const { stateDir, demo } = inject("product");
    const seededAtMs = statSync(join(stateDir, "demo.json")).mtimeMs;
    type Listed = { readonly items: readonly { readonly email: string; readonly createdAt: string }[] };
    const { items } = await (await adminApi()).call<Listed>("GET", "/v1/operator/operators?limit=100");
    const seeded = items.filter(({ createdAt }) => Date.parse(createdAt) < seededAtMs);
    expect(seeded.map(({ email }) => email).sort()).toEqual(demo.operators.map(({ email }) => email).sort());
  });
});

describe("the pages about operators", () => {
  it.each([
    { size: "1280 px", options: DESK },
    { size: "a phone in the dark", options: { ...PHONE, locale: "zh-TW", reducedMotion: "reduce", colorScheme: "dark" } as const },
    { size: "a phone", options: { ...PHONE, locale: "zh-CN", reducedMotion: "reduce" } as const },
  ])("have no serious accessibility issue and stay within the window: $size", async ({ options }) => {
    const page = await open(options);
    await signInAs(page, "super_admin", "/security");
    for (const path of ["/security", "/operators", "/audit"]) {
      await page.goto(inject("product").baseUrl + path);
      await page.locator("#content .line, #content table").first().waitFor();
      if (path === "/audit") await page.locator("#content summary").first().click();
      expect(await seriousIssues(page), path).toEqual([]);
      await expectFits(page, path);
    }
    await page.goto(`${inject("product").baseUrl}/invitation#opr_x.y`);
    await page.locator("#password").waitFor();
    expect(await seriousIssues(page)).toEqual([]);
  });
});
