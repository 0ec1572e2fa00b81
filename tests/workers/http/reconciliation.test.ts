import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { AuditEvent } from "@forecourt/contract/audit";
import { billImport, fundReport, liability, reconciliationCase } from "@forecourt/contract/http/reconciliation";
import type { BillEntry, BillLine } from "@forecourt/contract/payments";
import type { AuditActor } from "@forecourt/durable-objects/audit/AuditActor";
import { auditOf, commandWallet, paymentOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { importBill } from "../../../worker/modules/reconciliation/bills.ts";
import { importDueBills } from "../../../worker/modules/reconciliation/daily.ts";
import { compareWallet, sweep } from "../../../worker/modules/reconciliation/sweep.ts";
import { NoBill } from "../../../worker/providers/payments/port.ts";
import { paymentProvider } from "../../../worker/providers/payments/providers.ts";
import { withinOneHour } from "../kit/clock.ts";
import { type Driver, newDriver, pay } from "../kit/driver.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows, stationRef } from "../kit/readModels.ts";
import { newStation } from "../kit/station.ts";
import { until } from "../kit/until.ts";

let finance: Operator;
beforeAll(async () => {
  await openPlatform();
  finance = await newOperator("finance");
});
afterEach(() => {
  vi.useRealTimers();
});

type Case = z.output<typeof reconciliationCase>;
const listOf = z.object({ items: z.array(reconciliationCase), nextCursor: z.string().nullable(), asOf: z.string() });
const casesOf = async (kind: string, state = "open"): Promise<Case[]> =>
  good(listOf, await finance.call("GET", `/v1/operator/cases?limit=100&state=${state}&kind=${kind}`)).items;
const resolve = (found: Case | undefined, body: object, key?: string) =>
  finance.call("POST", `/v1/operator/cases/${found?.caseId}/resolve`, {
    body: { note: "looked at it", ...body },
    ...(key === undefined ? {} : { key }),
  });
/** A driver whose payment was one fen short, and the case that it is. */
const quarantined = async (): Promise<{ driver: Driver; orderId: string; found: Case | undefined }> => {
  const driver = await newDriver();
  const { orderId } = await driver.requestTopup(10_000);
  await pay(orderId, { amountMinor: 9_999 });
  await projected(...driver.actors());
  return { driver, orderId, found: (await casesOf("payment_quarantined")).find(({ walletId }) => walletId === driver.walletId) };
};
const today = () => new Date().toISOString().slice(0, 10);
const sandbox = () => {
  const provider = paymentProvider(env, "sandbox");
  if (provider === null) throw new Error("the sandbox is switched off");
  return provider;
};

describe("a payment that fits no order", () => {
  it("is a case with its evidence, and is credited when somebody decides so, once", async () => {
    const { driver, orderId, found } = await quarantined();
    expect(found).toMatchObject({ provider: "sandbox", amountMinor: 9_999, evidence: { orderId, reason: "amount_differs" }, owner: null });
    expect(found?.actions).toEqual(["credit", "return"]);
    await must(finance.call("PUT", `/v1/operator/cases/${found?.caseId}/owner`, { body: { owner: finance.email } }));
    const done = good(reconciliationCase, await resolve(found, { action: "credit" }, "once"));
    expect(done).toMatchObject({ state: "resolved", resolution: "credit", resolvedBy: finance.email, owner: finance.email });
    expect(good(reconciliationCase, await resolve(found, { action: "credit" }, "once"))).toEqual(done);
    expectProblem(await resolve(found, { action: "return" }), "case_resolved");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 9_999 });
    expect((await driver.statement()).items[0]).toMatchObject({ kind: "payment_credit", sourceId: orderId });
    await projected(...driver.actors());
    expect((await casesOf("payment_quarantined", "resolved")).find(({ caseId }) => caseId === found?.caseId)).toMatchObject({
      resolution: "credit",
    });
  });

  it("is resolved by what the wallet has done, whether the answer to it came back or not, and by the same person's words again", async () => {
    const { driver, found } = await quarantined();
    const providerTransactionId = String(found?.evidence.providerTransactionId);
    // As when the edge dies after the wallet has credited it, and before it has written down what became of the case.
    const decided = { type: "ResolvePayment", provider: "sandbox", providerTransactionId, action: "credit" } as const;
    const said = { ...decided, operator: finance.email, note: "looked at it" };
    expect(await commandWallet(env, driver.walletId, "cut-off", said, said)).toMatchObject({ ok: true });
    await projected(...driver.actors());
    const settled = (await casesOf("payment_quarantined", "resolved")).find(({ caseId }) => caseId === found?.caseId);
    expect(settled).toMatchObject({ resolution: "credit", resolvedBy: finance.email, note: "looked at it" });
    expect(good(reconciliationCase, await resolve(found, { action: "credit" }, "cut-off"))).toEqual(settled);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 9_999 });
  });

  it("is closed once, and told to the trail once, however often that is said; whoever says otherwise is too late", async () => {
    const { found } = await quarantined();
    const answers = await Promise.all(["same", "same", "same"].map((key) => resolve(found, { action: "closed" }, key)));
    for (const answer of answers) expect(good(reconciliationCase, answer)).toMatchObject({ resolution: "closed" });
    const other = await newOperator("finance");
    const body = { action: "closed", note: "so do I" };
    expectProblem(await other.call("POST", `/v1/operator/cases/${found?.caseId}/resolve`, { body }), "case_resolved");
    const told = await runInDurableObject<AuditActor, readonly AuditEvent[]>(auditOf(env), ({ host }) =>
      host.journal(0, 10_000).commits.flatMap(({ events }) => events as readonly AuditEvent[]),
    );
    expect(told.filter(({ record }) => record.action === "ResolveCase" && record.subject === `case/${found?.caseId}`)).toHaveLength(1);
  });

  it("goes back to whoever paid it when somebody decides that", async () => {
    const { driver, orderId, found } = await quarantined();
    await must(resolve(found, { action: "return" }));
    await until(async () => {
      const [sent] = await rows("SELECT sum(amount_minor) AS minor FROM sandbox_refunds WHERE order_id = ?", orderId);
      return sent?.minor === 9_999;
    }, "the provider has sent it back");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
  });

  it("is a case when the provider won't take it back, and goes back when somebody decides that anew", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    const rules = (body: object) => must(call("PUT", `/sandbox/rules/${orderId}`, { body }));
    await rules({ refund: "refuses" });
    const { transactionId } = await pay(orderId, { again: true });
    const ofDriver = async (state: string) => {
      await projected(...driver.actors());
      return (await casesOf("payment_quarantined", state)).find(({ walletId }) => walletId === driver.walletId);
    };
    const stateOf = async () =>
      (await rows("SELECT state, reason FROM stray_payments WHERE provider_transaction_id = ?", transactionId))[0];
    const found = await until(() => ofDriver("open"), "the refusal is a case");
    const evidence = { orderId, reason: "return_refused", why: "refused", providerTransactionId: transactionId };
    expect(found).toMatchObject({ amountMinor: 10_000, evidence, actions: ["credit", "return"] });
    expect(await stateOf()).toEqual({ state: "quarantined", reason: "return_refused" });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 10_000 });

    await must(resolve(found, { action: "return" }));
    const anew = await until(() => ofDriver("open"), "refused again it is another case");
    expect(anew.caseId).not.toBe(found.caseId);

    await rules({});
    await must(resolve(anew, { action: "return" }));
    await until(async () => {
      await projected(...driver.actors());
      return (await stateOf())?.state === "returned";
    }, "it has gone back");
    expect(await rows("SELECT amount_minor FROM sandbox_refunds WHERE transaction_id = ?", transactionId)).toEqual([
      { amount_minor: 10_000 },
    ]);
    expect(await ofDriver("open")).toBeUndefined();
  });

  it("that names nobody is attributed first, and is then the wallet's to set apart", async () => {
    const driver = await newDriver();
    const transactionId = `lost-${crypto.randomUUID()}`;
    const payment = { orderId: "top_00000000", walletId: null, transactionId, amountMinor: 777, currency: "CNY", paidAtMs: Date.now() };
    await paymentOf(env, "sandbox", transactionId).record(payment);
    await projected({ kind: "payment", id: `sandbox/${transactionId}` });
    const found = (await casesOf("payment_unattributed")).find(({ subject }) => subject === `sandbox/${transactionId}`);
    expectProblem(await resolve(found, { action: "credit" }), "validation_failed");
    expectProblem(await resolve(found, { action: "attribute" }), "validation_failed");
    expectProblem(await resolve(found, { action: "attribute", walletId: "wal_mistyped" }), "wallet_not_found");
    await must(resolve(found, { action: "attribute", walletId: driver.walletId }));
    const apart = await until(async () => {
      await projected(...driver.actors());
      return (await casesOf("payment_quarantined")).find(({ walletId }) => walletId === driver.walletId);
    }, "the wallet has set it apart");
    await must(resolve(apart, { action: "credit" }));
    expect(await driver.wallet()).toMatchObject({ principalMinor: 777 });
  });

  it("is nobody's to decide on who may not", async () => {
    const { found } = await quarantined();
    const auditor = await newOperator("auditor");
    expectProblem(
      await auditor.call("POST", `/v1/operator/cases/${found?.caseId}/resolve`, { body: { action: "closed", note: "n" } }),
      "forbidden",
    );
    expectProblem(await resolve({ ...(found as Case), caseId: `cas_${"0".repeat(26)}` }, { action: "closed" }), "case_not_found");
  });
});

describe("books that are compared by the clock", () => {
  it("make a case of a station whose fills are not what wallets paid for, once that stands; and mend it", async () => {
    const station = await newStation(await newOperator("super_admin"));
    await projected(stationRef(station.stationId));
    // As if wallets had paid for a fill that the station has never heard of.
    const tamper = (amount: number) =>
      env.DB.prepare("INSERT OR REPLACE INTO station_captures (station_id, until_ms, fuelings, amount_minor) VALUES (?, ?, ?, ?)")
        .bind(station.stationId, Date.now(), amount === 0 ? 0 : 1, amount)
        .run();
    const own = async (state?: string) => (await casesOf("captures_differ", state)).filter(({ subject }) => subject === station.stationId);
    const now = Date.now();
    await tamper(30_010);
    await sweep(env, now);
    await sweep(env, now + 10_000);
    expect(await own(), "something on its way is no case").toEqual([]);
    await sweep(env, now + 25_000);
    expect(await own()).toMatchObject([{ amountMinor: -30_010, evidence: { stationFuelings: 0, walletMinor: 30_010 } }]);
    await tamper(0);
    await sweep(env, now + 60_000);
    expect(await own()).toEqual([]);
    expect(await own("resolved")).toMatchObject([{ resolution: "mended", resolvedBy: null }]);
  });

  it("make a case of a wallet that is listed with another balance", async () => {
    const driver = await newDriver(10_000);
    await projected(...driver.actors());
    const listed = {
      walletId: driver.walletId,
      driverId: driver.driverId,
      currency: "CNY",
      principalMinor: 9_000,
      bonusMinor: 0,
      debtMinor: 0,
    };
    const row = { ...listed, openedAtMs: 0, activeAtMs: null, firstTopupAtMs: null, firstFillAtMs: null } as Parameters<
      typeof compareWallet
    >[2];
    const now = Date.now();
    for (const afterMs of [0, 30_000]) await compareWallet(env, now + afterMs, row);
    const found = (await casesOf("balance_differs")).find(({ subject }) => subject === driver.walletId);
    expect(found).toMatchObject({ amountMinor: 1_000, evidence: { walletPrincipalMinor: 10_000, listPrincipalMinor: 9_000 } });
  });
});

describe("a provider's bill", () => {
  beforeEach(withinOneHour);

  const importToday = async () =>
    good(billImport, await finance.call("POST", "/v1/operator/bills", { body: { provider: "sandbox", day: today() } }));

  it("that agrees makes no case, and says what it held", async () => {
    const driver = await newDriver(10_000);
    await projected(...driver.actors());
    const { state, payments, paidMinor } = await importToday();
    expect(state).toBe("done");
    expect(payments).toBeGreaterThan(0);
    expect(paidMinor).toBeGreaterThanOrEqual(10_000);
    const list = z.object({ items: z.array(billImport), nextCursor: z.string().nullable(), asOf: z.string() });
    expect(good(list, await finance.call("GET", "/v1/operator/bills")).items).toMatchObject([{ provider: "sandbox", day: today() }]);
    expect((await casesOf("bill_missing_there")).filter(({ walletId }) => walletId === driver.walletId)).toEqual([]);
  });

  it("with a payment that nobody has told us of has it credited, with a case", async () => {
    const driver = await newDriver();
    const { orderId } = await driver.requestTopup(12_300);
    await pay(orderId, { lost: true });
    await projected(...driver.actors());
    await importToday();
    expect(await driver.wallet()).toMatchObject({ principalMinor: 12_300 });
    const found = (await casesOf("bill_missing_here")).find(({ walletId }) => walletId === driver.walletId);
    expect(found).toMatchObject({ amountMinor: 12_300, evidence: { number: orderId, recordedAs: "credited" } });
    // Imported again, it is the same case; resolved, it stays so.
    await must(resolve(found, { action: "closed" }));
    await projected(...driver.actors());
    await importToday();
    expect((await casesOf("bill_missing_here")).filter(({ walletId }) => walletId === driver.walletId)).toEqual([]);
  });

  it("with other amounts, a line twice, or a line too few makes a case of each", async () => {
    const [one, other] = [await newDriver(10_000), await newDriver(20_000)];
    await projected(...one.actors(), ...other.actors());
    const [{ order_id: orderId } = { order_id: "" }] = await rows<{ order_id: string }>(
      "SELECT order_id FROM topups WHERE wallet_id = ?",
      one.walletId,
    );
    const line: BillLine = {
      kind: "payment",
      number: orderId,
      transactionId: `sbx_${orderId}`,
      amountMinor: 10_001,
      currency: "CNY",
      atMs: Date.now(),
    };
    const provider = {
      ...sandbox(),
      async *downloadBill() {
        yield* [line, line];
      },
    };
    const first = await importBill(env, provider, today(), Date.now());
    expect(first).toMatchObject({ payments: 2, paidMinor: 20_002, state: "done" });
    const subject = `sandbox/payment/sbx_${orderId}`;
    expect((await casesOf("bill_amount_differs")).find((found) => found.subject === subject)).toMatchObject({
      evidence: { oursMinor: 10_000 },
    });
    expect((await casesOf("bill_duplicate")).find((found) => found.subject === subject)).toBeDefined();
    expect((await casesOf("bill_missing_there")).find(({ walletId }) => walletId === other.walletId)).toMatchObject({
      amountMinor: 20_000,
    });
    const before = (await casesOf("bill_missing_there")).length;
    await importBill(env, provider, today(), Date.now());
    expect(await casesOf("bill_missing_there")).toHaveLength(before);
  });

  const failing = (error: Error) => ({
    ...sandbox(),
    // biome-ignore lint/correctness/useYield: it has nothing to give
    async *downloadBill(): AsyncGenerator<BillEntry> {
      throw error;
    },
  });

  /** A refund that the provider has made, as the lists know it. */
  const refunded = async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    await must(driver.call("POST", `/v1/driver/orders/${orderId}/refund`, { body: { reason: "r" } }));
    const row = await until(async () => {
      await projected(...driver.actors());
      const [found] = await rows<{ refund_no: string; sent_at_ms: number }>(
        "SELECT refund_no, sent_at_ms FROM refunds WHERE wallet_id = ? AND state = 'succeeded'",
        driver.walletId,
      );
      return found;
    }, "the refund is done");
    const own = async (state?: string) =>
      (await casesOf("bill_missing_there", state)).filter(({ subject }) => subject === `sandbox/refund/${row.refund_no}`);
    const line: BillLine = {
      kind: "refund",
      number: row.refund_no,
      transactionId: `sbx_${orderId}`,
      amountMinor: 10_000,
      currency: "CNY",
      atMs: 0,
    };
    return { driver, orderId, row, own, line };
  };

  it("is the one of the day on which the provider took a refund on, however long after midnight we heard that it is done", async () => {
    const { driver, row, own, line } = await refunded();
    // Asked for three days ago, and said to be done today, half an hour after midnight.
    const midnightMs = Date.parse(`${today()}T00:00:00Z`);
    const dayMs = 24 * 3_600_000;
    await env.DB.prepare("UPDATE refunds SET requested_at_ms = ?, sent_at_ms = ? WHERE refund_no = ?")
      .bind(midnightMs - 3 * dayMs, midnightMs + 30 * 60_000, row.refund_no)
      .run();
    const asked: string[] = [];
    const billed = (on: string | null) => ({
      ...sandbox(),
      async *downloadBill(day: string) {
        if (day !== today()) asked.push(day);
        if (day === on) yield line;
      },
    });
    const dayBefore = (days: number) => new Date(midnightMs - days * dayMs).toISOString().slice(0, 10);
    await importBill(env, billed(null), today(), Date.now());
    expect(await own(), "on no bill").toMatchObject([{ walletId: driver.walletId, amountMinor: 10_000, evidence: { day: today() } }]);
    await importBill(env, billed(dayBefore(2)), today(), Date.now() + 1);
    expect(await own(), "on an earlier one").toEqual([]);
    expect(await own("resolved")).toMatchObject([{ resolution: "mended" }]);
    asked.length = 0;
    await importBill(env, billed(today()), today(), Date.now() + 2);
    expect(await own(), "on today's own").toEqual([]);
  });

  it("has a refund that is still under way here, and that is no case", async () => {
    const { row, line } = await refunded();
    await env.DB.prepare("UPDATE refunds SET state = 'processing', sent_at_ms = NULL WHERE refund_no = ?").bind(row.refund_no).run();
    const billed = {
      ...sandbox(),
      async *downloadBill() {
        yield line;
      },
    };
    await importBill(env, billed, "2020-01-01", Date.now());
    expect((await casesOf("bill_missing_here")).filter(({ subject }) => subject === `sandbox/refund/${row.refund_no}`)).toEqual([]);
    await env.DB.prepare("UPDATE refunds SET state = 'failed' WHERE refund_no = ?").bind(row.refund_no).run();
    await importBill(env, billed, "2020-01-01", Date.now());
    expect((await casesOf("bill_missing_here")).find(({ subject }) => subject === `sandbox/refund/${row.refund_no}`)).toMatchObject({
      evidence: { stateHere: "failed" },
    });
  });

  it("whose row can't be read, or whose fee is not its rate's, makes a case of that and compares the rest; read again, it mends them", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    await projected(...driver.actors());
    const line = {
      kind: "payment",
      number: orderId,
      transactionId: `sbx_${orderId}`,
      amountMinor: 10_000,
      currency: "CNY",
      atMs: 1,
    } as const;
    const billed = (...entries: readonly BillEntry[]) => ({
      ...sandbox(),
      async *downloadBill() {
        yield* entries;
      },
    });
    const day = "2020-02-01";
    const told = await importBill(
      env,
      billed({ kind: "unreadable", row: 7, text: "`?" }, { ...line, feeMinor: 90, feeDueMinor: 60 }),
      day,
      Date.now(),
    );
    expect(told).toMatchObject({ state: "done", payments: 1, feesMinor: 90, cases: 2 });
    const own = async (kind: string) => (await casesOf(kind)).filter(({ evidence }) => evidence.day === day);
    expect(await own("bill_unreadable")).toMatchObject([{ subject: `sandbox/${day}/row/7`, evidence: { row: 7, text: "`?" } }]);
    expect(await own("bill_fee_differs")).toMatchObject([{ evidence: { feeMinor: 90, feeDueMinor: 60 } }]);
    await importBill(env, billed({ ...line, feeMinor: 60, feeDueMinor: 61 }), day, Date.now() + 1);
    expect([...(await own("bill_unreadable")), ...(await own("bill_fee_differs"))]).toEqual([]);
    const garbage = Array.from({ length: 60 }, (_, row): BillEntry => ({ kind: "unreadable", row, text: "" }));
    expect(await importBill(env, billed(...garbage), "2020-02-02", Date.now())).toMatchObject({ state: "failed" });
  });

  it("that a provider does not have is waited for, and a day later it knows of nothing", async () => {
    const driver = await newDriver(10_000);
    await projected(...driver.actors());
    const nothing = failing(new NoBill("there is none"));
    const own = async () => (await casesOf("bill_missing_there")).filter(({ walletId }) => walletId === driver.walletId);
    const endMs = Date.parse(`${today()}T00:00:00Z`) + 24 * 3_600_000;
    expect(await importBill(env, nothing, today(), endMs + 12 * 3_600_000)).toMatchObject({ state: "not_ready" });
    expect(await own()).toEqual([]);
    expect(await importBill(env, nothing, today(), endMs + 25 * 3_600_000)).toMatchObject({ state: "done", payments: 0 });
    expect(await own()).toMatchObject([{ amountMinor: 10_000 }]);
    const [{ order_id: number } = { order_id: "" }] = await rows<{ order_id: string }>(
      "SELECT order_id FROM topups WHERE wallet_id = ?",
      driver.walletId,
    );
    const next = {
      ...sandbox(),
      async *downloadBill(): AsyncGenerator<BillEntry> {
        yield { kind: "payment", number, transactionId: `sbx_${number}`, amountMinor: 10_000, currency: "CNY", atMs: endMs };
      },
    };
    await importBill(env, next, new Date(endMs).toISOString().slice(0, 10), endMs + 36 * 3_600_000);
    expect(await own(), "it is on the next day's").toEqual([]);
  });

  it("is fetched each morning, and for another day where it could not be had", async () => {
    const noonMs = Date.parse(`${today()}T12:00:00Z`);
    const dayBefore = (days: number) => new Date(noonMs - days * 24 * 3_600_000).toISOString().slice(0, 10);
    const states = () =>
      rows("SELECT day, state FROM bill_imports WHERE provider = 'sandbox' AND day IN (?, ?) ORDER BY day", dayBefore(2), dayBefore(1));
    await importBill(env, failing(new Error("away")), dayBefore(2), noonMs - 24 * 3_600_000);
    expect(await states()).toEqual([{ day: dayBefore(2), state: "failed" }]);
    await importDueBills(env, noonMs - 6 * 3_600_000);
    expect(await states(), "too early in the day").toHaveLength(1);
    await importDueBills(env, noonMs);
    expect(await states()).toEqual([dayBefore(2), dayBefore(1)].map((day) => ({ day, state: "done" })));
  });

  it("that is not there yet is asked for later", async () => {
    const body = { provider: "sandbox", day: "2999-01-01" };
    expectProblem(await finance.call("POST", "/v1/operator/bills", { body }), "bill_not_ready");
    expectProblem(await finance.call("POST", "/v1/operator/bills", { body: { ...body, provider: "nobody" } }), "provider_not_available");
  });
});

describe("what is owed to drivers", () => {
  beforeEach(withinOneHour);

  it("is what was added up and what is counted anew, and the fund's report adds up to it", async () => {
    const driver = await newDriver(30_000);
    const { orderId } = await driver.requestTopup(5_000);
    await pay(orderId);
    await must(driver.call("POST", `/v1/driver/orders/${orderId}/refund`, { body: { reason: "r" } }));
    await projected(...driver.actors());
    const owed = good(liability, await finance.call("GET", "/v1/operator/liability"));
    expect(owed.byCurrency).toMatchObject([{ currency: "CNY", agrees: true }]);
    const [cny] = owed.byCurrency;
    expect(owed.byRegion.reduce((sum, row) => sum + row.principalMinor, 0)).toBe(cny?.principalMinor);
    const month = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit" }).format(Date.now());
    const report = good(fundReport, await finance.call("GET", `/v1/operator/reports/prepaid-fund?period=${month}`));
    expect(report.opening).toEqual({ principalMinor: 0, bonusMinor: 0, debtMinor: 0 });
    expect(report.closing.principalMinor).toBe(cny?.principalMinor);
    const { inMinor, spentMinor, refundedMinor, otherMinor, closing } = report;
    expect(inMinor - spentMinor - refundedMinor + otherMinor).toBe(closing.principalMinor);
    expect(refundedMinor).toBeGreaterThanOrEqual(5_000);
    expect(report.custody).toEqual({ perMyriad: 2_000, requiredMinor: Math.ceil(closing.principalMinor / 5) });
    const quarter = good(fundReport, await finance.call("GET", "/v1/operator/reports/prepaid-fund?period=2020-Q1"));
    expect(quarter).toMatchObject({ inMinor: 0, from: "2019-12-31T16:00:00.000Z", to: "2020-03-31T16:00:00.000Z" });
    expectProblem(await finance.call("GET", "/v1/operator/reports/prepaid-fund?period=2026-13"), "validation_failed");
    expectProblem(await call("GET", "/v1/operator/liability", { token: driver.token }), "unauthenticated");
  });

  it("is a case when the two do not agree", async () => {
    await env.DB.prepare(
      "INSERT INTO figures_hourly (hour_ms, currency, kind, source, product, principal_change_minor) VALUES (0, 'CNY', 'topup', '', '', 1)",
    ).run();
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    await sweep(env, hour);
    expect(await casesOf("liability_differs")).toMatchObject([{ subject: "CNY", amountMinor: 1 }]);
    await env.DB.prepare("DELETE FROM figures_hourly WHERE hour_ms = 0").run();
    await sweep(env, hour + 3_600_000);
    expect(await casesOf("liability_differs")).toEqual([]);
  });
});
