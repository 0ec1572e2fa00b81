import type { ProviderDispute, ProviderPayment } from "@forecourt/contract/payments";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { payment, paymentName } from "./payment.ts";

const arrived: ProviderPayment = {
  orderId: "top_000001",
  walletId: "wal_000001",
  transactionId: "420000/1",
  amountMinor: 10_000,
  currency: "CNY",
  paidAtMs: 5,
};
const given = () => specification(payment, paymentName("wechat", "420000/1"));
const record = (change: Partial<ProviderPayment> = {}) => ({ type: "RecordArrival", payment: { ...arrived, ...change } }) as const;

describe("a payment", () => {
  it("is written down when it arrives, and handed to its wallet under the provider's number", () => {
    const known = given()
      .when(record())
      .yields({ events: [{ type: "PaymentArrived" }], reply: null });
    const [delivery] = known.deliveries();
    const { walletId: _, transactionId: __, ...facts } = arrived;
    expect(delivery).toMatchObject({
      id: "payment/wechat/420000/1",
      destination: "wallet/wal_000001",
      message: {
        walletId: "wal_000001",
        command: { type: "RecordPayment", provider: "wechat", providerTransactionId: "420000/1", ...facts },
      },
    });
    const settled = known.after(delivery!.acknowledge({ ok: true, seq: 1, reply: { outcome: "credited" } }));
    expect(settled.deliveries()).toEqual([]);
    expect(settled.state.outcome).toBe("credited");
  });

  it("is never handed on again, however late and often it is told", () => {
    const known = given().after(record(), { type: "RecordSettled", outcome: "returned" });
    const again = known
      .at(10 * 365 * 24 * 3_600_000)
      .when(record({ paidAtMs: 6 }), "years later")
      .yields({ events: [], reply: "returned" });
    expect(again.deliveries()).toEqual([]);
  });

  it("of which the wallet tells again what it has made of it, since its first answer was lost, has become that", () => {
    const known = given().after(record());
    const reply = { ok: true, seq: 1, reply: { outcome: "quarantined" } };
    expect(known.after(known.deliveries()[0]!.acknowledge(reply)).state.outcome).toBe("quarantined");
  });

  it("of which two different things are said stays what it was, and a person is told, once", () => {
    const known = given().after(record(), { type: "RecordSettled", outcome: "credited" });
    const contradicted = known
      .when(record({ amountMinor: 99 }))
      .yields({ events: [{ type: "AlertRaised", kind: "payment_contradicted" }], reply: "credited" });
    contradicted.when(record({ amountMinor: 98 })).nothing();
    expect(contradicted.state.payment).toEqual(arrived);
  });

  it("that belongs to nobody is kept, and a person is told", () => {
    given()
      .when(record({ walletId: null }))
      .yields({ events: [{ type: "PaymentArrived" }, { type: "AlertRaised", kind: "payment_unattributed" }], reply: "unattributed" });
  });
});

describe("a payment that an operator has attributed", () => {
  it("has as much time to be settled as one that has just arrived", () => {
    const unattributed = given().after(record({ walletId: null }));
    const attributed = unattributed
      .at(3_600_000)
      .after({ type: "AttributePayment", walletId: "wal_000001", operator: "finance@example.com", note: "asked them" });
    expect(attributed.timers()).toMatchObject([{ key: "unsettled", dueAtMs: 3_630_000 }]);
  });
});

describe("a dispute", () => {
  const dispute: ProviderDispute = {
    disputeId: "dp_1",
    transactionId: "420000/1",
    orderId: "top_000001",
    walletId: "wal_000001",
    amountMinor: 10_000,
    currency: "CNY",
    state: "opened",
    reason: "fraudulent",
    atMs: 7,
  };
  const told = (state: ProviderDispute["state"]) => ({ type: "RecordDispute", dispute: { ...dispute, state } }) as const;

  it("is recorded with an alert, once for each step of it", () => {
    const opened = given()
      .after(record())
      .when(told("opened"))
      .yields({ events: [{ type: "PaymentDisputed" }, { type: "AlertRaised", kind: "payment_disputed" }] });
    opened.when(told("opened"), "again").nothing();
    opened.when(told("lost")).yields({ events: [{ type: "PaymentDisputed" }, { type: "AlertRaised" }] });
  });

  it("that has been decided is not opened again by a notice that comes late", () => {
    given().after(record(), told("won")).when(told("opened")).nothing();
    given().after(record(), told("won")).when(told("lost")).nothing();
  });

  it("may begin with the bank asking, and go on from there", () => {
    const asked = given().after(record(), told("inquiry"));
    asked.when(told("inquiry")).nothing();
    const opened = asked.after(told("opened"));
    opened.when(told("inquiry")).nothing();
    opened.when(told("won")).yields({ events: [{ type: "PaymentDisputed" }, { type: "AlertRaised" }] });
  });
});
