import type { RefundOutcome } from "@forecourt/contract/payments";
import type { DisputeCommand, RefundPolicy } from "@forecourt/contract/refunds";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { capture, HOUR, lastOrder, opened, payment, requestTopup, reserve, toppedUp, type WalletGiven } from "./given.ts";
import { wallet } from "./wallet.ts";

const close = { type: "CloseWallet", intoWalletId: "wal_000002" } as const;
const policy: RefundPolicy = { automaticMaxMinor: 50_000, windowMs: 365 * 24 * HOUR, refundsMax: 3, gapMs: 0 };
const resolve = { type: "ResolvePayment", provider: "sandbox", providerTransactionId: "tx-late", operator: "o", note: "seen" } as const;

function dispute(given: WalletGiven, state: DisputeCommand["state"]): DisputeCommand {
  const { orderId } = lastOrder(given);
  const about = { disputeId: "dp_1", orderId, provider: "sandbox", providerTransactionId: `tx-${orderId}` };
  return { type: "RecordDispute", ...about, amountMinor: 9_000, state, settlement: "credited" };
}

function refunded(given: WalletGiven) {
  const ask = {
    type: "RequestRefund",
    orderId: lastOrder(given).orderId,
    amountMinor: null,
    reason: "unused",
    policy,
    bank: null,
  } as const;
  const asked = given.after(ask);
  const { refundNo } = asked.state.refunds.at(-1)!;
  const said = (outcome: RefundOutcome) => ({ type: "RecordRefundOutcome", refundNo, outcome }) as const;
  return { sent: asked.after(said({ state: "succeeded", refundId: "p1", atMs: 1 })), denial: said({ state: "failed", reason: "refused" }) };
}

describe("a wallet", () => {
  it("stays while a payer's bank has a payment of it that may come back", () => {
    const given = toppedUp(opened(), 9_000);
    const contested = given.after(dispute(given, "opened"));
    expect(contested.state).toMatchObject({ principalMinor: 0, debtMinor: 0 });
    contested.when(close).refused("accounts_both_hold_money");
    contested.after(dispute(given, "lost"), close);
  });

  it("stays while it is not known whether a refund was sent", () => {
    const { sent, denial } = refunded(toppedUp(opened(), 9_000));
    sent.after(denial).when(close).refused("accounts_both_hold_money");
    sent.after(close);
  });
});

describe("a closed wallet", () => {
  it("takes no payment that was set apart; that can go back all the same", () => {
    const ordered = opened().after(requestTopup());
    const closed = ordered.after({ type: "CancelTopup", orderId: lastOrder(ordered).orderId }, close);
    const apart = closed.after(payment(closed, { providerTransactionId: "tx-late" }));
    apart.when({ ...resolve, action: "credit" }).refused("wallet_closed");
    apart.when({ ...resolve, action: "return" }).yields({ events: [{ type: "PaymentReturnDecided" }] });
  });

  it("nor does one that was never opened", () => {
    const nobodys = specification(wallet, "wal_mistyped");
    const stray = { ...payment(opened().after(requestTopup())), providerTransactionId: "tx-late" };
    nobodys
      .after(stray)
      .when({ ...resolve, action: "credit" })
      .refused("wallet_not_found");
  });

  it("owes for a fill that comes late, and says where its driver has gone on", () => {
    const lapsed = toppedUp(opened(), 9_000).after(reserve("fue_1", 9_000), { type: "ReleaseFunds", fuelingId: "fue_1" });
    const closed = lapsed.after(reserve("fue_2", 9_000), capture("fue_2", 9_000), close);
    closed.when(capture("fue_1", 5_000)).yields({
      events: [{ type: "FundsCaptured", closedInto: "wal_000002", movement: { debtMinor: 5_000 } }],
    });
  });

  it("leaves a refund that was not sent after all to a person", () => {
    const { sent, denial } = refunded(toppedUp(opened(), 9_000));
    const doubted = sent.after(close, denial);
    const [question] = doubted.deliveries();
    const stranded = doubted
      .when(question!.acknowledge({ state: "failed", reason: "refused" }))
      .yields({ events: [{ type: "RefundStranded", principalMinor: 9_000, closedInto: "wal_000002" }] });
    expect(stranded.deliveries()).toEqual([]);
    expect(stranded.state.principalMinor).toBe(0);
  });
});
