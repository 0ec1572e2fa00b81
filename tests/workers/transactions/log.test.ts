import { env } from "cloudflare:workers";
import { openedAddresses, transaction, transactions } from "@forecourt/contract/http/transactions";
import { stationOf, walletOf } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, it } from "vitest";
import type { Env } from "../../../worker/env.ts";
import { listTransactions } from "../../../worker/modules/transactions/queries.ts";
import { forgetOld } from "../../../worker/modules/transactions/retention.ts";
import { transactionLog, transactionRefusals } from "../../../worker/modules/transactions/schema.ts";
import { metered } from "../kit/d1Meter.ts";
import { type Driver, newDriver, pay } from "../kit/driver.ts";
import { type CallOptions, expectProblem, good } from "../kit/http.ts";
import { inBatches } from "../kit/inBatches.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { dump, projected, rows, walletRef } from "../kit/readModels.ts";
import { completion, newStation, type Station } from "../kit/station.ts";
import { until } from "../kit/until.ts";

const PHONE_IP = "203.0.113.77";
const DESK_IP = "198.51.100.20";
const TERMINAL_IP = "192.0.2.200";
const PHONE = { "cf-connecting-ip": PHONE_IP, "forecourt-device": "the-phone-0123456789", "user-agent": "Mozilla/5.0 MicroMessenger/8" };
const DESK = { "cf-connecting-ip": DESK_IP, "user-agent": "Mozilla/5.0" };
const TERMINAL = { "cf-connecting-ip": TERMINAL_IP };

let admin: Operator;
let clerk: Operator;
let station: Station;
let other: Station;
let driver: Driver;
beforeAll(async () => {
  admin = await openPlatform();
  clerk = await newOperator("finance");
  [station, other] = [await newStation(admin), await newStation(admin)];
  driver = await newDriver();
});

const fromPhone = (method: string, path: string, options: CallOptions = {}) => driver.call(method, path, { ...options, headers: PHONE });
const fromDesk = (operator: Operator, path: string, body: unknown) => operator.call("POST", path, { body, headers: DESK });
const list = async (query: string, operator = admin) => good(transactions, await operator.call("GET", `/v1/operator/transactions${query}`));

async function logOf(one: Driver, query = "") {
  await projected(...one.actors());
  return (await list(`?driverId=${one.driverId}&limit=100${query}`)).items;
}

async function order(amountMinor: number, options: CallOptions = {}): Promise<string> {
  const answer = await must(fromPhone("POST", "/v1/driver/topups", { body: { amountMinor, provider: "sandbox" }, ...options }));
  return (answer.body as { orderId: string }).orderId;
}

/** The driver shows a code, the terminal scans it. */
async function scanned(at: Station, pump: number) {
  const { code } = (await must(fromPhone("POST", "/v1/driver/payment-codes"))).body as { code: string };
  const event = at.terminal.event("fuel.authorization_requested", { pump, grade: "95", paymentCode: code });
  const answer = await must(at.terminal.post(event, { headers: TERMINAL }));
  return (answer.body as { results: { authorization?: { fuelingId: string }; declined?: { code: string } }[] }).results[0];
}

const masked = { phone: "203.0.113.x", desk: "198.51.100.x", terminal: "192.0.2.x" };

describe("every command that moves money leaves its entry", () => {
  it("of a driver: top-up, cancelled order, refund", async () => {
    const paid = await order(50_000);
    await pay(paid);
    const dropped = await order(7_000);
    await must(fromPhone("POST", `/v1/driver/orders/${dropped}/cancel`));
    await must(fromPhone("POST", `/v1/driver/orders/${paid}/refund`, { body: { amountMinor: 1_000, reason: "too much" } }));
    const entries = await logOf(driver);
    const of = (kind: string) => entries.filter((entry) => entry.kind === kind);
    expect(of("topup").map(({ subjectId, amountMinor }) => [subjectId, amountMinor])).toEqual([
      [dropped, 7_000],
      [paid, 50_000],
    ]);
    expect(of("topup_cancel").map(({ subjectId }) => subjectId)).toEqual([dropped]);
    expect(of("refund_request").map(({ subjectId, amountMinor }) => [subjectId, amountMinor])).toEqual([[paid, 1_000]]);
    for (const entry of entries) {
      expect(entry).toMatchObject({ outcome: "accepted", code: null, caller: "driver", operator: null, terminal: null });
      expect(entry.origin).toMatchObject({ ip: masked.phone, agent: "wechat", device: expect.stringMatching(/^[\w-]{16}$/) });
      expect(entry.driver?.driverId).toBe(driver.driverId);
    }
  });

  it("of an operator: refunds decided on, adjustments, freezing", async () => {
    const one = await newDriver(80_000);
    const path = `/v1/operator/drivers/${one.driverId}`;
    await projected(walletRef(one.walletId), ...one.actors());
    const proposal = { direction: "credit", part: "bonus", amountMinor: 500, cause: "goodwill", reason: "for the wait" };
    const { adjustmentId } = (await must(fromDesk(admin, `${path}/adjustments`, proposal))).body as { adjustmentId: string };
    await must(fromDesk(clerk, `${path}/adjustments/${adjustmentId}/approve`, { note: "agreed" }));
    await must(fromDesk(admin, `${path}/freeze`, { reason: "looked into" }));
    await must(fromDesk(admin, `${path}/release`, { reason: "in order" }));
    const [top] = await rows<{ order_id: string }>("SELECT order_id FROM topups WHERE wallet_id = ?", one.walletId);
    await must(one.call("POST", `/v1/driver/orders/${top?.order_id}/refund`, { body: { amountMinor: 60_000, reason: "moving away" } }));
    await projected(walletRef(one.walletId));
    const [refund] = await rows<{ refund_id: string }>("SELECT refund_id FROM refunds WHERE wallet_id = ?", one.walletId);
    await must(fromDesk(clerk, `/v1/operator/refunds/${refund?.refund_id}/decline`, { reason: "spend it first" }));
    const entries = (await logOf(one)).filter(({ caller }) => caller === "operator");
    expect(entries.map(({ kind, operator, amountMinor }) => [kind, operator, amountMinor])).toEqual([
      ["refund_decline", clerk.email, 60_000],
      ["wallet_release", admin.email, null],
      ["wallet_freeze", admin.email, null],
      ["adjustment_approval", clerk.email, 500],
      ["adjustment_proposal", admin.email, 500],
    ]);
    for (const { origin } of entries) expect(origin).toMatchObject({ ip: masked.desk, device: null, agent: "browser" });
  });

  it("of a fill: the phone that showed the code and the terminal that scanned it, in the fill's own row", async () => {
    const { fuelingId = "" } = (await scanned(station, 1))?.authorization ?? {};
    await station.terminal.send(station.terminal.event("fuel.completed", completion(fuelingId, 1, 10_000)));
    await driver.settled(fuelingId);
    const [entry] = await logOf(driver, "&kind=fueling");
    expect(entry).toMatchObject({
      entryId: fuelingId,
      subjectId: fuelingId,
      stationId: station.stationId,
      amountMinor: -7_480,
      caller: "terminal",
    });
    expect(entry?.origin).toMatchObject({ ip: masked.phone, agent: "wechat", device: expect.stringMatching(/^[\w-]{16}$/) });
    expect(entry?.terminal).toMatchObject({ terminalId: station.terminal.terminalId, ip: masked.terminal });
    const asked = { stationId: station.stationId, pump: 2, grade: "95", limitMinor: 1_000 };
    const taken = (await must(fromPhone("POST", "/v1/driver/fuelings", { body: asked }))).body as { fuelingId: string };
    await station.terminal.send(station.terminal.event("fuel.completed", completion(taken.fuelingId, 2, 1_000)));
    await driver.settled(taken.fuelingId);
    const [phoned] = await logOf(driver, "&kind=fueling");
    expect(phoned).toMatchObject({ entryId: taken.fuelingId, caller: "driver", terminal: null, origin: { ip: masked.phone } });
  });

  it("of an authorisation that no fill came of", async () => {
    const { fuelingId = "" } = (await scanned(station, 3))?.authorization ?? {};
    await station.terminal.tell("fuel.cancelled", { fuelingId, reason: "driver_left" });
    const [entry] = await until(async () => {
      const found = await logOf(driver, "&kind=authorization");
      return found.length > 0 ? found : undefined;
    }, "the funds are free again, and it is known");
    expect(entry).toMatchObject({ outcome: "accepted", subjectId: fuelingId, stationId: station.stationId, caller: "terminal" });
    expect(entry?.origin.ip).toBe(masked.phone);
    expect(entry?.terminal?.ip).toBe(masked.terminal);
  });

  it("that was refused, with the code", async () => {
    const poor = await newDriver();
    const refused = async (query = "") => (await logOf(poor, `&outcome=refused${query}`)).map(({ kind, code }) => `${kind} ${code}`);
    const body = { stationId: station.stationId, pump: 4, grade: "95", limitMinor: 5_000 };
    expectProblem(await poor.call("POST", "/v1/driver/fuelings", { body, headers: PHONE }), "insufficient_funds");
    const { code } = (await must(poor.call("POST", "/v1/driver/payment-codes", { headers: PHONE }))).body as { code: string };
    const event = other.terminal.event("fuel.authorization_requested", { pump: 1, grade: "95", paymentCode: code });
    await must(other.terminal.post(event, { headers: TERMINAL }));
    await must(other.terminal.post(event, { headers: TERMINAL }));
    const missing = "/v1/driver/orders/top_00000000/cancel";
    expectProblem(await poor.call("POST", missing, { headers: PHONE }), "topup_not_found");
    expect(await refused()).toEqual([
      "topup_cancel topup_not_found",
      "authorization insufficient_funds",
      "authorization insufficient_funds",
    ]);
    expect(await refused("&code=topup_not_found")).toHaveLength(1);
    const [, scan, phoned] = await logOf(poor, "&outcome=refused");
    expect(scan).toMatchObject({ caller: "terminal", stationId: other.stationId, terminal: { ip: masked.terminal } });
    expect(phoned).toMatchObject({ caller: "driver", amountMinor: 5_000, origin: { ip: masked.phone }, terminal: null });
    expectProblem(await fromDesk(clerk, `/v1/operator/refunds/ref_00000000000000000000000000/approve`, {}), "refund_not_found");
    const [byClerk] = (await list("?outcome=refused&kind=refund_approval")).items;
    expect(byClerk).toMatchObject({ operator: clerk.email, code: "refund_not_found", walletId: null, driver: null });
    for (let count = 0; count < 40; count++) await poor.call("POST", missing, { headers: PHONE });
    expect((await refused()).length).toBeLessThanOrEqual(21);
  });

  it("once, however often it is sent", async () => {
    const key = crypto.randomUUID();
    const [one, two] = [await order(2_000, { key }), await order(2_000, { key })];
    expect(one).toBe(two);
    expect((await logOf(driver, `&subjectId=${one}`)).map(({ kind }) => kind)).toEqual(["topup"]);
  });
});

describe("the log", () => {
  it("is narrowed by whatever a column shows", async () => {
    const whole = await logOf(driver);
    const narrowed = async (query: string) => (await logOf(driver, query)).map(({ entryId }) => entryId);
    const those = (is: (entry: (typeof whole)[number]) => boolean) => whole.filter(is).map(({ entryId }) => entryId);
    const device = whole[0]?.origin.device;
    expect(await narrowed(`&ip=${PHONE_IP}`)).toEqual(those(({ origin }) => origin.ip === masked.phone));
    expect(await narrowed(`&ip=${TERMINAL_IP}`)).toEqual(those(({ terminal }) => terminal !== null));
    expect(await narrowed("&ip=203.0.113.78")).toEqual([]);
    expect(await narrowed(`&device=${device}`)).toEqual(those(({ origin }) => origin.device === device));
    expect(await narrowed(`&kind=topup&minMinor=7000&maxMinor=7000`)).toHaveLength(1);
    expect(await narrowed(`&stationId=${station.stationId}&maxMinor=-1000`)).toHaveLength(1);
    expect(await narrowed(`&to=${encodeURIComponent("2026-01-01T00:00:00Z")}`)).toEqual([]);
    expect(await narrowed("&place=CN")).toEqual([]);
    expect(await narrowed("&caller=operator")).toEqual([]);
    expectProblem(await admin.call("GET", "/v1/operator/transactions?ip=nobody"), "validation_failed");
    const [first] = whole;
    expect(good(transaction, await admin.call("GET", `/v1/operator/transactions/${first?.entryId}`))).toEqual(first);
  });

  it("pages through all of it, each entry once, and never reads more than a bounded number of rows", async () => {
    const db = drizzle(env.DB);
    const walletId = "wal_00many";
    const rowsFrom = (first: number) => {
      const some = [0, 1, 2, 3, 4, 5].map((index) => {
        const atMs = Date.now() - 86_400_000 + Math.floor((first + index) / 3);
        const entryId = `${atMs.toString(36).padStart(9, "0")}-${walletId}-${first + index}`;
        return { entryId, atMs, kind: "topup" as const, walletId, caller: "driver" as const, amountMinor: first + index };
      });
      return [
        db.insert(transactionLog).values(some.slice(0, 3)),
        db.insert(transactionRefusals).values(some.slice(3).map((row) => ({ ...row, code: "overloaded" }))),
      ];
    };
    await inBatches(Array.from({ length: 2_400 / 6 }, (_, batch) => rowsFrom(6 * batch)).flat());
    const meter = metered(env.DB);
    const seen: (number | null)[] = [];
    let cursor: string | null = null;
    do {
      const before = meter.rowsRead();
      const page: Awaited<ReturnType<typeof listTransactions>> = await listTransactions(
        { ...env, DB: meter.db } as Env,
        { walletId },
        { limit: 100, cursor, stations: "all" },
      );
      expect(meter.rowsRead() - before).toBeLessThan(2_000);
      seen.push(...page.items.map(({ amountMinor }) => amountMinor));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(2_400);
    expect(new Set(seen).size).toBe(2_400);
    const before = meter.rowsRead();
    const rare = await listTransactions(
      { ...env, DB: meter.db } as Env,
      { device: "AAAAAAAAAAAAAAAA" },
      { limit: 20, cursor: null, stations: "all" },
    );
    expect(rare.items).toEqual([]);
    expect(meter.rowsRead() - before).toBeLessThan(12_100);
  });

  it("is the same when its messages are lost and the read models are made anew", async () => {
    await projected(walletRef(driver.walletId));
    const mine = async () => {
      const whole = await dump();
      return ["transaction_log", "fuelings", "transaction_refusals"].map((table) =>
        whole[table]?.filter((row) => row.includes(driver.walletId)),
      );
    };
    const before = await mine();
    expect(before.every((found) => found !== undefined)).toBe(true);
    await must(admin.call("POST", "/v1/operator/rebuilds"));
    await until(
      async () => ((await must(admin.call("GET", "/v1/operator/rebuilds"))).body as { left: number }).left === 0,
      "every journal has been read again",
    );
    await projected(walletRef(driver.walletId));
    expect(await mine()).toEqual(before);
  });

  it("shows an address to who says why, which the audit trail keeps; to nobody else", async () => {
    const [entry] = await logOf(driver, "&kind=fueling&caller=terminal");
    const path = `/v1/operator/transactions/${entry?.entryId}/address`;
    const why = { purpose: "fraud", note: "case 12" };
    const opened = good(openedAddresses, await admin.call("POST", path, { body: why }));
    expect(opened).toEqual({ ip: PHONE_IP, terminalIp: TERMINAL_IP });
    await projected({ kind: "audit", id: "audit" });
    const [audited] = await rows(
      "SELECT reason, after FROM audit_trail WHERE action = 'OpenAddress' AND operator_id = ?",
      admin.operatorId,
    );
    expect(audited).toMatchObject({ reason: "case 12", after: expect.stringContaining("fraud") });
    expectProblem(await clerk.call("POST", path, { body: why }), "forbidden");
    expectProblem(await admin.call("POST", path, { body: {} }), "validation_failed");
    expectProblem(await driver.call("GET", "/v1/operator/transactions"), "unauthenticated");
  });

  it("of a station manager holds what took place at the own stations", async () => {
    const manager = await newOperator("station_manager", [other.stationId]);
    const seen = (await list("", manager)).items;
    expect(seen.length).toBeGreaterThan(0);
    for (const { stationId } of seen) expect(stationId).toBe(other.stationId);
    const [foreign] = await logOf(driver, "&kind=fueling");
    expectProblem(await manager.call("GET", `/v1/operator/transactions/${foreign?.entryId}`), "not_found");
    expect((await list("", await newOperator("station_manager"))).items).toEqual([]);
  });

  it("is exported with its filter", async () => {
    const body = { subject: "transactions", filter: { driverId: driver.driverId, kind: "topup" }, language: "en", timeZone: "UTC" };
    const file = await admin.call("POST", "/v1/operator/exports", { body });
    expect(file.status).toBe(200);
    expect(file.text).toContain("Top-up");
    expect(file.text).toContain(masked.phone);
    expect(file.text.trim().split("\n")).toHaveLength(1 + (await logOf(driver, "&kind=topup")).length);
  });

  it("says no address in any table, journal or message", async () => {
    const tables = await rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf%'");
    const all = await Promise.all(tables.map(({ name }) => rows(`SELECT * FROM ${name} LIMIT 5000`)));
    const journals = await Promise.all([
      walletOf(env, driver.walletId).publications(0),
      walletOf(env, driver.walletId).trail("fue_", 0),
      stationOf(env, station.stationId).publications(0),
    ]);
    const text = JSON.stringify([all, journals]);
    for (const ip of [PHONE_IP, TERMINAL_IP]) expect(text.includes(ip)).toBe(false);
  });

  it("forgets what is older than it is kept, once an hour", async () => {
    const HOUR = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
    const days = (count: number) => HOUR + count * 86_400_000;
    const count = async () => (await rows("SELECT 1 FROM transaction_log")).length;
    const before = await count();
    await forgetOld(env, days(2_000) + 120_000);
    expect(await count()).toBe(before);
    await forgetOld({ ...env, TRANSACTION_LOG_DAYS: "200" }, days(150));
    expect(await count()).toBe(before);
    await expect(forgetOld({ ...env, TRANSACTION_LOG_DAYS: "3" }, HOUR)).rejects.toThrow(/TRANSACTION_LOG_DAYS/);
    await forgetOld({ ...env, TRANSACTION_LOG_DAYS: "200" }, days(250));
    expect(await count()).toBe(0);
    const fill = (await logOf(driver, "&kind=fueling"))[0];
    expect(fill?.origin).toMatchObject({ ip: null, ipKey: expect.any(String) });
  });
});
