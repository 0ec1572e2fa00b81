import type { DisputeCommand } from "@forecourt/contract/refunds";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { capture, lastOrder, opened, payment, requestTopup, reserve, toppedUp, type WalletGiven } from "./given.ts";
import { walletBounds } from "./state.ts";
import { wallet } from "./wallet.ts";

const balance = ({ state: { principalMinor, bonusMinor, debtMinor } }: WalletGiven) => ({ principalMinor, bonusMinor, debtMinor });
const paid = () => toppedUp(opened(), 10_000, 2_000);
const by = { operator: "finance@example.com", note: "looked at it" };

function dispute(given: WalletGiven, state: DisputeCommand["state"], change: Partial<DisputeCommand> = {}): DisputeCommand {
  const { orderId } = lastOrder(given);
  const about = { disputeId: "dp_1", orderId, provider: "sandbox", providerTransactionId: `tx-${orderId}` };
  return { type: "RecordDispute", ...about, amountMinor: 10_000, state, settlement: null, ...change };
}

describe("a payment that the payer's bank takes back", () => {
  it("takes its lot with the bonus, then other lots; the rest is owed", () => {
    const given = toppedUp(toppedUp(opened(), 1_000), 10_000, 2_000).after(capture("fue_1", 7_000));
    expect(balance(given)).toEqual({ principalMinor: 5_000, bonusMinor: 1_000, debtMinor: 0 });
    const back = given.when(dispute(given, "opened")).yields({ events: [{ type: "PaymentChargedBack", bonusMinor: 1_000 }] });
    expect(balance(back)).toEqual({ principalMinor: 0, bonusMinor: 0, debtMinor: 5_000 });
    back.when(dispute(given, "opened"), "again").nothing();
    back.when(reserve("fue_2", 100)).refused("debt_outstanding");
  });

  it("brings the money back when it is won, and nothing more when it is lost", () => {
    const given = paid();
    const back = given.after(dispute(given, "opened"));
    const won = back.after(dispute(given, "won"));
    expect(balance(won)).toEqual({ principalMinor: 10_000, bonusMinor: 0, debtMinor: 0 });
    won.when(dispute(given, "lost"), "late").nothing();
    expect(balance(back.after(dispute(given, "lost")))).toEqual(balance(back));
  });

  it("never takes what a fill holds", () => {
    const given = paid().after(reserve("fue_1", 11_000));
    expect(balance(given.after(dispute(given, "opened")))).toMatchObject({ principalMinor: 9_000, debtMinor: 9_000 });
  });

  it("is given up though its order and its lot are long forgotten, since the payment knows what was made of it", () => {
    const long = toppedUp(opened(), 10_000).after(capture("fue_1", 10_000));
    const forgotten = { orderId: "top_long_ago", providerTransactionId: "tx-long-ago" };
    const back = long.after(dispute(long, "opened", { ...forgotten, settlement: "credited" }));
    expect(balance(back)).toMatchObject({ debtMinor: 10_000 });
  });

  it("is given up as well when it had been set apart and an operator has credited it", () => {
    const ordered = opened().after(requestTopup());
    const about = { providerTransactionId: "tx-odd", amountMinor: 9_000 };
    const credited = ordered.after(payment(ordered, about), {
      type: "ResolvePayment",
      provider: "sandbox",
      ...about,
      action: "credit",
      ...by,
    });
    expect(balance(credited)).toMatchObject({ principalMinor: 9_000 });
    const back = credited.after(dispute(credited, "opened", { ...about, settlement: "quarantined" }));
    expect(balance(back)).toEqual({ principalMinor: 0, bonusMinor: 0, debtMinor: 0 });
    const spent = credited.after(capture("fue_1", 9_000));
    expect(balance(spent.after(dispute(spent, "opened", about)))).toMatchObject({ debtMinor: 9_000 });
  });
});

describe("a payment that was never credited", () => {
  const stray = { orderId: "top_nobodys1", providerTransactionId: "tx-stray" };
  const name = { provider: "sandbox", providerTransactionId: "tx-stray" };
  const rich = () => toppedUp(opened(), 20_000);
  const apart = () => rich().after(payment(rich(), { ...stray, amountMinor: 10_000 }));

  it("takes nothing with it, whether it is set apart or has gone back", () => {
    const back = apart().after(
      { type: "ResolvePayment", ...name, action: "return", ...by },
      { type: "RecordPaymentReturned", ...name, refundId: "re_1" },
    );
    for (const given of [apart(), back]) {
      const contested = given.when(dispute(given, "opened", stray)).yields({ events: [{ type: "DisputeNoted", state: "opened" }] });
      const won = contested.after(dispute(given, "won", stray));
      for (const after of [contested, won, contested.after(dispute(given, "lost", stray))]) expect(balance(after)).toEqual(balance(rich()));
    }
    const twice = paid().after(payment(paid(), { providerTransactionId: "tx-2" }));
    expect(balance(twice.after(dispute(twice, "opened", { providerTransactionId: "tx-2" })))).toEqual(balance(paid()));
  });

  it("takes nothing from a wallet that does not exist", () => {
    specification(wallet, "wal_000009")
      .when(dispute(rich(), "opened", stray))
      .yields({ events: [{ type: "DisputeNoted" }], state: { debtMinor: 0 } });
  });

  it("is neither credited nor sent back while it is contested, nor when that is lost; when it is won it may be", () => {
    const given = apart();
    const credit = { type: "ResolvePayment", ...name, action: "credit", ...by } as const;
    const contested = given.after(dispute(given, "opened", stray));
    contested.when(credit).refused("payment_disputed");
    contested.when({ ...credit, action: "return" }).refused("payment_disputed");
    contested
      .after(dispute(given, "lost", stray))
      .when(credit)
      .refused("payment_disputed");
    expect(balance(contested.after(dispute(given, "won", stray), credit))).toMatchObject({ principalMinor: 30_000 });
  });

  it("is set apart when it comes after its dispute", () => {
    const given = opened().after(requestTopup());
    const contested = given.after(dispute(given, "opened"));
    contested.when(payment(given)).yields({ events: [{ type: "PaymentQuarantined", reason: "payment_disputed" }] });
    contested
      .after(dispute(given, "won"))
      .when(payment(given))
      .yields({ events: [{ type: "TopupPaid" }] });
  });

  it("is remembered as contested, however many disputes there were since", () => {
    const given = apart();
    const others = Array.from({ length: walletBounds.disputesKept }, (_, no) =>
      dispute(given, "lost", { disputeId: `dp_other${no}`, orderId: "top_other", providerTransactionId: `tx-${no}` }),
    );
    const contested = given.after(dispute(given, "opened", stray), ...others);
    expect(contested.state.disputes).toHaveLength(walletBounds.disputesKept);
    contested.when({ type: "ResolvePayment", ...name, action: "credit", ...by }).refused("payment_disputed");
  });
});
