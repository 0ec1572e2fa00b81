import { AMOUNT_MINOR_MAX } from "@forecourt/contract/units";
import { describe, expect, it } from "vitest";
import { capture, HOUR, lastOrder, MINUTE, opened, payment, requestTopup, reserve, toppedUp } from "./given.ts";
import { topupView, walletBounds } from "./state.ts";

const ordered = (terms = {}) => opened().after(requestTopup(terms));

describe("opening a wallet", () => {
  it("is harmless when repeated, and refused to another driver", () => {
    const again = { type: "OpenWallet", driverId: "drv_000001", currency: "CNY", spendingPolicy: "prorata" } as const;
    opened().when(again).nothing();
    opened()
      .when({ ...again, driverId: "drv_000002" })
      .refused("forbidden");
  });
});

describe("a top-up order", () => {
  it("is requested, then awaits its payment, then is paid: principal and bonus make a lot", () => {
    const requested = opened()
      .at(5)
      .when(requestTopup({ amountMinor: 20_000, bonusMinor: 1_500 }))
      .yields({
        events: [{ type: "TopupRequested", amountMinor: 20_000, bonusMinor: 1_500, expiresAtMs: 5 + 30 * MINUTE }],
      });
    const { orderId } = lastOrder(requested);
    expect(topupView(requested.state, orderId)).toMatchObject({ state: "requested", createdAtMs: 5, currency: "CNY", payment: null });

    const awaiting = requested.when({ type: "RecordPaymentPrepared", orderId, payment: { url: "pay://1" } }).done();
    expect(topupView(awaiting.state, orderId)).toMatchObject({ state: "awaiting_payment", payment: { url: "pay://1" } });

    const paid = awaiting.when(payment(awaiting)).yields({
      events: [{ type: "TopupPaid", orderId, principalMinor: 20_000, bonusMinor: 1_500, late: false }],
      reply: { outcome: "credited" },
      state: { principalMinor: 20_000, bonusMinor: 1_500, debtMinor: 0 },
    });
    expect(topupView(paid.state, orderId)?.state).toBe("paid");
  });

  it("may be paid before its payment was said to be prepared; what comes after changes nothing", () => {
    const given = ordered();
    given
      .after(payment(given))
      .when({ type: "RecordPaymentPrepared", orderId: lastOrder(given).orderId, payment: {} })
      .nothing();
  });

  it("is cancelled once, and not when it is paid", () => {
    const given = ordered();
    const cancel = { type: "CancelTopup", orderId: lastOrder(given).orderId } as const;
    const cancelled = given.when(cancel).yields({ events: [{ type: "TopupCancelled" }] });
    cancelled.when(cancel).nothing();
    given.after(payment(given)).when(cancel).refused("topup_not_cancellable", { state: "paid" });
    given.when({ ...cancel, orderId: "top_unknown" }).refused("topup_not_found");
  });

  it("that its provider can't be got to close is given up a day after its time, by a timer of its own, and not before its time", () => {
    const given = ordered();
    const { orderId } = lastOrder(given);
    const dueAtMs = 30 * MINUTE + 24 * HOUR;
    expect(given.timers()).toEqual([{ key: `topup/${orderId}`, dueAtMs, command: { type: "ExpireTopup", orderId } }]);
    given
      .at(30 * MINUTE - 1)
      .when({ type: "ExpireTopup", orderId })
      .nothing();
    const expired = given
      .at(30 * MINUTE)
      .when({ type: "ExpireTopup", orderId })
      .yields({ events: [{ type: "TopupExpired" }] });
    expect(expired.timers()).toEqual([]);
    expired.when({ type: "ExpireTopup", orderId }).nothing();
    expired.when({ type: "CancelTopup", orderId }).refused("topup_not_cancellable", { state: "expired" });
  });

  it("needs no timer once it is paid or cancelled", () => {
    const given = ordered();
    expect(given.after(payment(given)).timers()).toEqual([]);
    expect(given.after({ type: "CancelTopup", orderId: lastOrder(given).orderId }).timers()).toEqual([]);
  });

  it("is the same order when its request comes again after its receipt was forgotten", () => {
    const once = opened().when(requestTopup(), "same").done();
    const again = once.when(requestTopup(), "same").nothing();
    expect(again.state.topups).toHaveLength(1);
  });

  it("is refused beyond the open orders allowed, and allowed again when one has closed or run out", () => {
    let given = opened();
    for (let i = 0; i < walletBounds.topupsOpenMax; i++) given = given.after(requestTopup());
    given.when(requestTopup()).refused("too_many_open_orders");
    given
      .after({ type: "CancelTopup", orderId: lastOrder(given).orderId })
      .when(requestTopup())
      .done();
    // The timers are late; the orders have run out all the same.
    given
      .at(30 * MINUTE)
      .when(requestTopup())
      .done();
  });

  it("is refused when the wallet would hold more than it may, what other open orders would bring counted in", () => {
    const half = AMOUNT_MINOR_MAX / 2;
    const rich = toppedUp(opened(), half);
    rich.when(requestTopup({ amountMinor: half, bonusMinor: 0 })).done();
    rich.when(requestTopup({ amountMinor: half, bonusMinor: 1 })).refused("balance_limit_exceeded");
    rich
      .after(requestTopup({ amountMinor: half }))
      .when(requestTopup({ amountMinor: 1 }))
      .refused("balance_limit_exceeded");
  });

  it("is refused in a wallet that nobody opened", () => {
    const unopened = { ...opened().definition };
    expect(unopened.decide(unopened.initial("wal_x"), requestTopup(), { nowMs: 0, newId: (prefix) => prefix })).toMatchObject({
      code: "wallet_not_found",
    });
  });

  it("is forgotten when a hundred others have closed after it; open ones never are", () => {
    let given = ordered();
    const first = lastOrder(given).orderId;
    for (let i = 0; i <= walletBounds.topupsKept; i++) {
      given = given.after(requestTopup());
      given = given.after({ type: "CancelTopup", orderId: lastOrder(given).orderId });
    }
    expect(given.state.topups.length).toBe(walletBounds.topupsKept);
    expect(given.state.topups[0]!.orderId).toBe(first);
  });
});

describe("a payment", () => {
  it("has no effect when it is notified again", () => {
    const given = ordered();
    given
      .after(payment(given))
      .when(payment(given), "another")
      .yields({ events: [], reply: { outcome: "credited" } });
  });

  it("that paid the order is known by the order itself, however many payments came since", () => {
    const given = toppedUp(opened(), 10_000);
    const notified = payment(given);
    const flooded = Array.from({ length: walletBounds.paymentsSeenKept }, (_, index) =>
      payment(given, { orderId: "top_unknown", providerTransactionId: `stray-${index}` }),
    );
    given
      .after(...flooded)
      .when(notified, "another")
      .yields({ events: [], reply: { outcome: "credited" } });
  });

  it("is known by its provider and its number together: another provider's number may be the same", () => {
    const given = toppedUp(opened(), 10_000);
    const second = given.after(requestTopup({ provider: "alipay", amountMinor: 500 }));
    const sameNumber = payment(second, { providerTransactionId: payment(given).providerTransactionId });
    second.when(sameNumber).yields({ reply: { outcome: "credited" }, state: { principalMinor: 10_500 } });
  });

  it("that arrives after the order was cancelled is credited as principal, without bonus", () => {
    const given = ordered({ bonusMinor: 2_000 });
    const cancelled = given.after({ type: "CancelTopup", orderId: lastOrder(given).orderId });
    const paid = cancelled.when(payment(cancelled)).yields({
      events: [{ type: "TopupPaid", late: true, bonusMinor: 0, movement: { kind: "late_topup" } }],
      reply: { outcome: "credited" },
      state: { principalMinor: 10_000, bonusMinor: 0 },
    });
    expect(lastOrder(paid).state).toBe("paid");
  });

  it("that arrives after the order ran out is credited without bonus, whether the timer has run or not", () => {
    const given = ordered({ bonusMinor: 2_000 }).at(31 * MINUTE);
    const expired = given.after({ type: "ExpireTopup", orderId: lastOrder(given).orderId });
    for (const late of [given, expired]) late.when(payment(late)).yields({ state: { principalMinor: 10_000, bonusMinor: 0 } });
  });

  it("made in time brings its bonus, however late we hear of it", () => {
    const given = ordered({ bonusMinor: 2_000 }).at(2 * HOUR);
    const expired = given.after({ type: "ExpireTopup", orderId: lastOrder(given).orderId });
    for (const heard of [given, expired]) {
      heard.when(payment(heard, { paidAtMs: 29 * MINUTE })).yields({ state: { principalMinor: 10_000, bonusMinor: 2_000 } });
    }
  });

  it("is sent back when the order was paid already, once, whatever the provider says how often", () => {
    const given = toppedUp(opened(), 10_000);
    const second = payment(given, { providerTransactionId: "tx-second" });
    const returned = given.when(second).yields({
      events: [{ type: "PaymentDuplicated", amountMinor: 10_000, providerTransactionId: "tx-second" }],
      reply: { outcome: "returned" },
      state: { principalMinor: 10_000 },
    });
    returned.when(second, "another").nothing();

    const [delivery] = returned.deliveries();
    expect(delivery).toMatchObject({ destination: "provider/sandbox/tx-second", message: { ask: "return", again: false } });
    expect(delivery!.message).toMatchObject({
      refund: { amountMinor: 10_000, totalMinor: 10_000, currency: "CNY", transactionId: "tx-second" },
    });
    const acknowledged = returned.when(delivery!.acknowledge({ state: "succeeded", refundId: "re-1", atMs: 1 })).yields({
      events: [{ type: "PaymentReturned", providerTransactionId: "tx-second", refundId: "re-1" }],
    });
    expect(acknowledged.deliveries()).toEqual([]);
    acknowledged
      .when({ type: "RecordPaymentReturned", provider: "sandbox", providerTransactionId: "tx-second", refundId: "re-1" })
      .nothing();
  });

  it.each([
    ["order_unknown", { orderId: "top_unknown" }],
    ["amount_differs", { amountMinor: 9_999 }],
    ["currency_differs", { currency: "USD" }],
    ["provider_differs", { provider: "another" }],
    ["payer_differs", { payerDiffers: true }],
  ])("that does not fit is kept apart, and credits nothing: %s", (reason, change) => {
    const given = ordered();
    const apart = given.when(payment(given, change)).yields({
      events: [{ type: "PaymentQuarantined", reason }],
      reply: { outcome: "quarantined" },
      state: { principalMinor: 0, lots: [] },
    });
    apart.when(payment(given, change), "another").yields({ events: [], reply: { outcome: "quarantined" } });
    // The order itself can still be paid.
    apart.when(payment(given, { providerTransactionId: "tx-right" })).yields({ state: { principalMinor: 10_000 } });
  });

  it("pays what is owed first; what is left is the driver's", () => {
    const owing = toppedUp(opened(), 1_000).after(capture("fue_000001", 1_700));
    expect(owing.state).toMatchObject({ principalMinor: 0, debtMinor: 700 });
    const given = owing.after(requestTopup({ amountMinor: 1_000, bonusMinor: 400 }));
    given.when(payment(given)).yields({
      // 700 of 1 400, in proportion: 500 principal, 200 bonus
      events: [
        { type: "TopupPaid" },
        { type: "DebtPaid", movement: { kind: "debt_payment", debtMinor: -700, principalMinor: -500, bonusMinor: -200 } },
      ],
      state: { principalMinor: 500, bonusMinor: 200, debtMinor: 0 },
    });
  });

  it("pays as much of the debt as it can", () => {
    const owing = opened()
      .after(capture("fue_000001", 1_700))
      .after(requestTopup({ amountMinor: 1_000 }));
    owing.when(payment(owing)).yields({ state: { principalMinor: 0, debtMinor: 700, lots: [] } });
  });

  it("pays no debt with what is held for a fill", () => {
    const holding = toppedUp(opened(), 1_000).after(
      reserve("fue_000001", 1_000),
      capture("fue_000002", 300),
      requestTopup({ amountMinor: 200 }),
    );
    holding.when(payment(holding)).yields({ state: { principalMinor: 1_000, reservedMinor: 1_000, debtMinor: 100 } });
  });

  it("settles lapsed bonus before it is credited", () => {
    const given = toppedUp(opened(), 1_000, 100, HOUR).at(HOUR).after(requestTopup());
    given.when(payment(given)).yields({ events: [{ type: "BonusExpired" }, { type: "TopupPaid" }], state: { bonusMinor: 0 } });
  });

  it("gives its bonus the life that the order promised, counted from the credit", () => {
    const given = toppedUp(opened().at(1_000), 1_000, 100, HOUR);
    expect(given.state.lots).toMatchObject([{ bonusExpiresAtMs: 1_000 + HOUR }]);
    expect(toppedUp(opened(), 1_000, 0, HOUR).state.lots[0]).not.toHaveProperty("bonusExpiresAtMs");
  });
});
