import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { topup } from "@forecourt/contract/http/driver";
import type { BillEntry, RefundOrder } from "@forecourt/contract/payments";
import { walletOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PaymentProvider } from "../../../worker/providers/payments/port.ts";
import { paymentProvider } from "../../../worker/providers/payments/providers.ts";
import { unionPayNumber } from "../../../worker/providers/payments/unionpay/numbers.ts";
import { forgeries, UnionPayCounterpart } from "../../counterparts/unionpay/unionpay.ts";
import { withinOneHour } from "../kit/clock.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { call, good } from "../kit/http.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { answeredBy, deliver, offer, settings } from "../kit/vendors.ts";

let admin: Operator;
let unionpay: UnionPayCounterpart;
let provider: PaymentProvider;
const base = env.UNIONPAY_BASE_URL ?? "";
beforeAll(async () => {
  admin = await openPlatform();
  await offer(admin, "unionpay");
});
beforeEach(() => {
  unionpay = new UnionPayCounterpart(settings, deliver);
  answeredBy({ [base]: unionpay });
  const found = paymentProvider(env, "unionpay");
  if (found === null) throw new Error("UnionPay is not switched on");
  provider = found;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  answeredBy({});
});

const order = async (driver: Driver, amountMinor = 30_000) =>
  good(topup, await driver.call("POST", "/v1/driver/topups", { body: { provider: "unionpay", amountMinor } }), 201);
const formOf = async (payUrl: string | undefined) => {
  const page = await call("GET", new URL(payUrl ?? "").pathname);
  const fields = Object.fromEntries([...page.text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value ?? ""]));
  return { page, fields, action: /action="([^"]+)"/.exec(page.text)?.[1] ?? "" };
};
/** As a payer's browser does: opens the page, whose form leads to UnionPay's cashier. */
const arrive = async (payUrl: string | undefined) => {
  const { fields, action } = await formOf(payUrl);
  return unionpay.handle(new Request(action, { method: "POST", body: new URLSearchParams(fields) }) as never);
};
const later = async (driver: Driver, ms: number) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
  await runDurableObjectAlarm(env.WALLET.getByName(driver.walletId));
};
const stateOf = async (driver: Driver, orderId: string) => (await walletOf(env, driver.walletId).topup(orderId))?.state;

describe("an order at UnionPay", () => {
  it("is paid by a form that a page of ours posts, the same every time it is opened", async () => {
    const driver = await newDriver();
    const { orderId, payment } = await order(driver);
    const { page, fields, action } = await formOf(payment?.payUrl);
    expect(action).toBe(`${base}/gateway/api/frontTransReq.do`);
    expect(page.headers.get("content-security-policy")).toContain(`form-action ${base}`);
    expect((await formOf(payment?.payUrl)).fields).toEqual(fields);
    const cashier = await arrive(payment?.payUrl);
    expect(await cashier.text()).toContain("¥300.00");
    expect(unionpay.mischief.refused).toEqual([]);
    await unionpay.pay(unionPayNumber(orderId));
    expect(unionpay.outbox.answers).toEqual([200]);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
    // What is paid is not paid again.
    expect((await call("GET", new URL(payment?.payUrl ?? "").pathname)).headers.get("location")).toMatch(/^\/pay\/done\//);
  });

  it("is credited once, though it is notified a hundred times at once, and again long after", async () => {
    const driver = await newDriver();
    const { orderId, payment } = await order(driver);
    await arrive(payment?.payUrl);
    unionpay.mischief.notifying = { how: "sent", times: 100 };
    const paid = await unionpay.pay(unionPayNumber(orderId));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 400 * 24 * 3_600_000 });
    expect(await deliver(await unionpay.notice(paid))).toBe(200);
    vi.useRealTimers();
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
    expect((await driver.statement()).items).toHaveLength(1);
  });

  it("is found by asking when the notification is lost, whatever was answered before", async () => {
    const driver = await newDriver();
    const { orderId, payment } = await order(driver);
    await arrive(payment?.payUrl);
    unionpay.mischief.notifying = { how: "lost", times: 1 };
    await unionpay.pay(unionPayNumber(orderId));
    for (const [index, mishap] of (["error_500", "lost", "timeout_before", "forged", "unsigned_4xx"] as const).entries()) {
      unionpay.mischief.plan("query", mishap);
      await later(driver, [5_000, 25_000, 30_000, 120_000, 120_000][index] ?? 0);
      expect(await stateOf(driver, orderId), mishap).toBe("awaiting_payment");
    }
    await later(driver, 300_000);
    expect(await stateOf(driver, orderId)).toBe("paid");
  });

  it("that nobody has paid runs out at its time, once UnionPay has said so", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    for (const ms of [5_000, 25_000, 30_000, 120_000, 120_000, 300_000]) await later(driver, ms);
    unionpay.mischief.plan("query", "error_500");
    await later(driver, 1_200_000);
    expect(await stateOf(driver, orderId)).toBe("awaiting_payment");
    await later(driver, 120_000);
    expect(await stateOf(driver, orderId)).toBe("expired");
  });

  it("whose payer went to the cashier and left runs out at its time, though UnionPay calls it under way for ever", async () => {
    const driver = await newDriver();
    const { orderId, payment } = await order(driver);
    await arrive(payment?.payUrl);
    // A minute more: UnionPay's clock may be behind ours.
    await later(driver, 1_861_000);
    expect(await stateOf(driver, orderId)).toBe("expired");
  });

  it("paid with another amount is set apart", async () => {
    const driver = await newDriver();
    const { orderId, payment } = await order(driver);
    await arrive(payment?.payUrl);
    await unionpay.pay(unionPayNumber(orderId), { amountFen: 1 });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
  });

  it("has no page for whoever guesses", async () => {
    const driver = await newDriver();
    expect((await call("GET", `/pay/unionpay/${driver.walletId}/top_aaaaaaaaaa`)).status).toBe(404);
    expect((await call("GET", "/pay/unionpay/x/y")).status).toBe(404);
    expect((await call("GET", `/pay/done/${driver.walletId}/top_aaaaaaaaaa`)).status).toBe(404);
  });
});

describe("a back notification", () => {
  it.each(forgeries)("that is not UnionPay's (%s) changes nothing, is refused and is noted", async (forgery) => {
    const driver = await newDriver();
    const { orderId, payment } = await order(driver);
    await arrive(payment?.payUrl);
    unionpay.mischief.notifying = { how: "lost", times: 1 };
    const paid = await unionpay.pay(unionPayNumber(orderId));
    const logged = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(await deliver(await unionpay.notice(paid, forgery))).toBe(401);
    expect(logged.mock.calls.flat().join()).toContain("a notification was refused");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
    expect(await deliver(await unionpay.notice(paid))).toBe(200);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
  });
});

describe("a refund", () => {
  const paid = async (no: string, amountMinor: number): Promise<RefundOrder> => {
    const driver = await newDriver();
    const { orderId, payment } = await order(driver);
    await arrive(payment?.payUrl);
    const { queryId } = await unionpay.pay(unionPayNumber(orderId));
    const money = { amountMinor, totalMinor: 30_000, currency: "CNY" };
    return { refundNo: no, orderId, walletId: driver.walletId, transactionId: queryId, ...money, requestedAtMs: Date.now() };
  };

  it("is taken on, and known to be done by asking; once under its number", async () => {
    const refund = await paid("ref_000001", 10_000);
    expect(await provider.refund(refund)).toMatchObject({ state: "processing" });
    expect(await provider.queryRefund(refund)).toMatchObject({ state: "succeeded" });
    expect(await provider.refund(refund)).toMatchObject({ state: "succeeded" });
    expect([...unionpay.transactions.values()].filter(({ kind }) => kind === "refund")).toHaveLength(1);
  });

  it("beyond the payment is refused", async () => {
    expect(await provider.refund(await paid("ref_000002", 30_001))).toEqual({ state: "failed", reason: "refused" });
  });

  it("that UnionPay is too busy for is asked for again under its number, and not given up", async () => {
    const refund = await paid("ref_000005", 10_000);
    unionpay.refundsAre = "06";
    expect(await provider.refund(refund)).toMatchObject({ state: "unknown" });
    expect(await provider.queryRefund(refund)).toEqual({ state: "not_found" });
    unionpay.refundsAre = "00";
    expect(await provider.refund(refund)).toMatchObject({ state: "processing" });
  });

  it("whose answer is lost is unknown, and becomes known by asking", async () => {
    const refund = await paid("ref_000003", 10_000);
    unionpay.mischief.plan("refund", "lost");
    expect(await provider.refund(refund)).toMatchObject({ state: "unknown" });
    expect(await provider.queryRefund(refund)).toMatchObject({ state: "succeeded" });
    unionpay.mischief.plan("refund", "timeout_before");
    const other = { ...refund, refundNo: "ref_000004" };
    expect(await provider.refund(other)).toMatchObject({ state: "unknown" });
    expect(await provider.queryRefund(other)).toEqual({ state: "not_found" });
  });
});

describe("the bill of a day", () => {
  beforeEach(withinOneHour);

  it("lists payments and refunds by our numbers and theirs", async () => {
    const driver = await newDriver();
    const { orderId, payment } = await order(driver, 12_345);
    await arrive(payment?.payUrl);
    const { queryId, atMs } = await unionpay.pay(unionPayNumber(orderId));
    const common = { orderId, walletId: driver.walletId, transactionId: queryId, amountMinor: 345, totalMinor: 12_345, currency: "CNY" };
    await provider.refund({ ...common, refundNo: "ref_bill01", requestedAtMs: Date.now() });
    // UnionPay clears an hour before midnight of Beijing.
    const day = new Date(atMs + 9 * 3_600_000).toISOString().slice(0, 10);
    const lines: BillEntry[] = [];
    for await (const line of provider.downloadBill(day)) lines.push(line);
    expect(lines).toEqual([
      { kind: "payment", number: orderId, transactionId: queryId, amountMinor: 12_345, currency: "CNY", atMs },
      expect.objectContaining({ kind: "refund", number: "ref_bill01", transactionId: queryId, amountMinor: 345 }),
    ]);
  });
});
