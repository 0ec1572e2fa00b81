import { describe, expect, it } from "vitest";
import { HOUR, lastOrder, MINUTE, opened, payment, requestTopup, toppedUp, type WalletGiven } from "./given.ts";

const prepared = (): WalletGiven => {
  const given = opened().after(requestTopup());
  return given.after({ type: "RecordPaymentPrepared", orderId: lastOrder(given).orderId, payment: { prepayId: "wx1" } });
};
const owed = (given: WalletGiven) => given.deliveries().map(({ id, notBeforeMs }) => [id.replace(/top_\w+/, "order"), notBeforeMs]);
const answered = (given: WalletGiven, reply: unknown): WalletGiven => given.after(given.deliveries()[0]!.acknowledge(reply));

describe("an order that awaits its payment", () => {
  it("is asked after on the provider's schedule, and closed there when its time is up", () => {
    let given = prepared();
    const asked: unknown[] = [];
    for (let times = 0; times < 6; times++) {
      asked.push(...owed(given));
      given = answered(given, { asked: true });
    }
    expect(asked).toEqual([
      ["query/order/1", 5_000],
      ["query/order/2", 30_000],
      ["query/order/3", MINUTE],
      ["query/order/4", 3 * MINUTE],
      ["query/order/5", 5 * MINUTE],
      ["query/order/6", 10 * MINUTE],
    ]);
    expect(owed(given)).toEqual([["close/order", 30 * MINUTE]]);
    answered(given.at(30 * MINUTE), { closed: true })
      .when({ type: "CancelTopup", orderId: lastOrder(given).orderId })
      .refused("topup_not_cancellable", { state: "expired" });
  });

  it("tells the provider all that names it there, the same every time", () => {
    const given = prepared();
    const { orderId, createdAtMs, expiresAtMs } = lastOrder(given);
    const order = { orderId, walletId: "wal_000001", amountMinor: 10_000, currency: "CNY", createdAtMs, expiresAtMs };
    expect(given.deliveries()[0]!.message).toEqual({
      to: "provider",
      ask: "query",
      provider: "sandbox",
      order: { ...order, payment: { prepayId: "wx1" } },
    });
  });

  it("is asked after no more once it is paid", () => {
    const given = prepared();
    expect(given.after(payment(given)).deliveries()).toEqual([]);
  });

  it("asks each of its questions under its own number; an answer that comes twice, or late, changes nothing", () => {
    const given = prepared();
    const answer = given.deliveries()[0]!.acknowledge({ asked: true });
    given.after(answer).when(answer, "again").nothing();
    given.after(payment(given)).when(answer).nothing();
  });

  it("does not run out before the time that the driver was told, though the provider closes it early", () => {
    const given = prepared();
    given.when({ type: "RecordPaymentClosed", orderId: lastOrder(given).orderId }).nothing();
  });

  it("is closed at the provider also when the provider's first answer never came", () => {
    const given = opened().after(requestTopup());
    expect(owed(given)).toEqual([["close/order", 30 * MINUTE]]);
  });
});

describe("an order that was given up a day after its time", () => {
  it("is asked after all the same: somebody may have paid while nobody could be asked", () => {
    const given = prepared().at(25 * HOUR);
    const { orderId } = lastOrder(given);
    const expired = given.after({ type: "ExpireTopup", orderId });
    expect(owed(expired)).toEqual([["close/order", 0]]);
    expect(expired.timers()).toEqual([]);
    expect(answered(expired, { closed: true }).deliveries()).toEqual([]);
    expect(expired.after(payment(expired)).deliveries()).toEqual([]);
  });
});

describe("an order that was cancelled", () => {
  it("is closed at the provider at once, so that nobody pays it by mistake", () => {
    const given = prepared();
    const { orderId } = lastOrder(given);
    const cancelled = given.after({ type: "CancelTopup", orderId });
    expect(owed(cancelled)).toEqual([["close/order", 0]]);
    const closed = cancelled.when(cancelled.deliveries()[0]!.acknowledge({ closed: true })).yields({ events: [{ type: "PaymentClosed" }] });
    expect(closed.deliveries()).toEqual([]);
    expect(lastOrder(closed).state).toBe("cancelled");
  });

  it("and paid all the same needs no closing", () => {
    const given = prepared();
    const cancelled = given.after({ type: "CancelTopup", orderId: lastOrder(given).orderId });
    expect(cancelled.after(payment(cancelled)).deliveries()).toEqual([]);
  });
});

describe("a second payment of an order", () => {
  const twice = (): WalletGiven => {
    const given = toppedUp(opened(), 10_000);
    return given.after(payment(given, { providerTransactionId: "tx-second" }));
  };

  it("goes back also when another provider took it, or it is another amount", () => {
    const given = toppedUp(opened(), 10_000);
    for (const change of [{ provider: "stripe" }, { amountMinor: 7 }, { payerDiffers: true }]) {
      given
        .when(payment(given, { providerTransactionId: "tx-second", ...change }))
        .yields({ events: [{ type: "PaymentDuplicated", ...("provider" in change ? change : {}) }], reply: { outcome: "returned" } });
    }
  });

  it("is asked after, ever less often, as long as the provider works on it", () => {
    let given = twice();
    const waits: number[] = [];
    for (let times = 0; times < 7; times++) {
      given = answered(given, { state: "processing", refundId: "re-1" });
      const [delivery] = given.deliveries();
      expect(delivery!.message).toMatchObject({ ask: "return", again: true });
      waits.push((delivery!.notBeforeMs ?? 0) - given.nowMs);
    }
    expect(waits).toEqual([MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR, 24 * HOUR, 24 * HOUR]);
    expect(answered(given, { state: "succeeded", refundId: "re-1", atMs: 1 }).deliveries()).toEqual([]);
  });

  it("keeps its number at the provider, whatever is answered", () => {
    const refundNoOf = (given: WalletGiven) => (given.deliveries()[0]!.message as { refund: { refundNo: string } }).refund.refundNo;
    const given = twice();
    expect(refundNoOf(given)).toMatch(/^ret_[0-9a-z]{26}$/);
    expect(refundNoOf(answered(given, { state: "processing", refundId: "re-1" }))).toBe(refundNoOf(given));
  });

  it("is tried again when it is not known what the provider did", () => {
    const [delivery] = twice().deliveries();
    expect(() => delivery!.acknowledge({ state: "unknown", error: "timeout" })).toThrow("not known");
  });

  it("is given to a person when the provider refuses for good, who credits it or has it sent back under another number, once", () => {
    const given = twice();
    const [delivery] = given.deliveries();
    const refusal = delivery!.acknowledge({ state: "failed", reason: "window_over" });
    const name = { provider: "sandbox", providerTransactionId: "tx-second" };
    const apart = given.when(refusal).yields({
      events: [{ type: "PaymentQuarantined", ...name, amountMinor: 10_000, currency: "CNY", reason: "return_refused", why: "window_over" }],
      state: { returns: [], principalMinor: 10_000 },
    });
    expect(apart.deliveries()).toEqual([]);
    apart.when(refusal, "another").nothing();
    apart
      .when(payment(given, { providerTransactionId: "tx-second" }), "told again")
      .yields({ events: [], reply: { outcome: "quarantined" } });

    const decision = { type: "ResolvePayment", ...name, operator: "finance", note: "looked at it" } as const;
    apart.when({ ...decision, action: "credit" }).yields({ events: [{ type: "PaymentCredited" }], state: { principalMinor: 20_000 } });
    const again = apart.when({ ...decision, action: "return" }).yields({ events: [{ type: "PaymentReturnDecided", ...name }] });
    const [anew] = again.deliveries();
    expect(anew!.id).not.toBe(delivery!.id);
    // An old refusal that arrives late says nothing about the new number.
    again.when(refusal, "late").nothing();
    expect(again.after(anew!.acknowledge({ state: "succeeded", refundId: "re-2", atMs: 1 })).deliveries()).toEqual([]);
  });
});
