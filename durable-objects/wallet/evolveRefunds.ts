import type { Movement } from "@forecourt/contract/movement";
import type { DisputeEvent, RefundEvent, RefundState } from "@forecourt/contract/refunds";
import { keepLast } from "../runtime/keepLast.ts";
import { changeTopup, moved, moveLots } from "./changes.ts";
import { promised } from "./purchases.ts";
import { type Dispute, isOver, type Refund } from "./refundState.ts";
import { type Lot, type WalletState, walletBounds } from "./state.ts";

/** Folds an event of a refund into the wallet. */
export function evolveRefund(state: WalletState, event: RefundEvent, atMs: number): WalletState {
  switch (event.type) {
    case "RefundRequested":
      return request(state, event, atMs);
    case "RefundApproved":
      return change(state, event, { ...decided(find(state, event.refundId)), decidedAtMs: atMs, askAtMs: atMs }, "refunding");
    case "RefundDeclined":
      return giveBack(change(state, event, { state: "declined" }, "refund_failed"), event);
    case "RefundPending": {
      const { state: where, why, asked, askAtMs } = event;
      const shortages = (find(state, event.refundId)?.shortages ?? 0) + (where === "sending" && why === "not_enough_funds" ? 1 : 0);
      return change(state, event, { state: where, asked, askAtMs, shortages });
    }
    case "RefundSentToBank":
      return change(state, event, { state: find(state, event.refundId)?.bank === null ? "bank_details" : "bank_listed", channel: "bank" });
    case "BankAccountGiven":
      return change(state, event, { state: "bank_listed", bank: event.bank });
    case "BankTransferExported":
      return change(state, event, { state: "bank_exported", exported: true });
    case "RefundSucceeded": {
      const { channel, reference } = event;
      const done = change(state, event, { state: "succeeded", channel, sentBy: [channel], reference, doubt: null }, "refunded");
      const lot = find(state, event.refundId)?.lot;
      // What is left of the lot keeps its coupons; when nothing is, they go.
      const emptied = lot?.principalMinor === event.principalMinor && findBought(state, event.orderId);
      if (emptied !== true) return done;
      const revoke = { id: `coupons/${event.orderId}/revoke`, to: "account", orderId: event.orderId, what: "revoke", coupons: [] } as const;
      return promised(done, [revoke]);
    }
    case "RefundFailed":
      return giveBack(change(state, event, { state: event.state, exported: false }, "refund_failed"), event);
    case "RefundDoubted":
      return change(state, event, { doubt: { checked: event.checked, askAtMs: event.askAtMs } });
    case "RefundDoubtSettled":
    case "RefundStranded":
      return change(state, event, { doubt: null });
    case "RefundSucceededLate": {
      const { reference, channel = "provider" } = event;
      const known = find(state, event.refundId);
      // What the bank does leaves open what the provider has done.
      const doubt = channel === "bank" ? (known?.doubt ?? null) : null;
      const sentBy = [...(known?.sentBy ?? []), channel];
      const gone = change(state, event, { state: "succeeded", sentBy, reference, doubt }, "refunded");
      return refunded(moveLots(gone, event.movement), event.movement);
    }
    case "RefundUndone":
      return event.byBank === true
        ? giveBack(change(state, event, { sentBy: ["bank"], doubt: null }), event)
        : giveBack(change(state, event, { state: "failed", sentBy: [], doubt: null }, "refund_failed"), event);
  }
}

export function evolveDispute(state: WalletState, event: DisputeEvent, atMs: number): WalletState {
  switch (event.type) {
    case "PaymentChargedBack": {
      const { disputeId, orderId, provider, providerTransactionId, amountMinor, movement } = event;
      const dispute = { disputeId, orderId, provider, providerTransactionId, amountMinor, state: "opened", charged: true } as const;
      return chargedBack(withDispute(moveLots(state, movement), dispute), movement);
    }
    case "DisputeNoted": {
      const { type: _, ...told } = event;
      const disputes = state.disputes.filter(({ disputeId }) => disputeId !== event.disputeId);
      return withDispute({ ...state, disputes }, { ...told, charged: false });
    }
    case "DisputeWon": {
      const { orderId, amountMinor, lotId, movement } = event;
      const lot: Lot = {
        ...{
          lotId,
          orderId,
          creditedAtMs: atMs,
          no: movement.no,
          principalMinor: amountMinor,
          bonusMinor: 0,
          paidMinor: amountMinor,
          grantedMinor: 0,
        },
      };
      return chargedBack({ ...moved(disputed(state, event.disputeId, "won"), movement), lots: [...state.lots, lot] }, movement);
    }
    case "DisputeLost":
      return disputed(state, event.disputeId, "lost");
  }
}

function find(state: WalletState, refundId: string): Refund | undefined {
  return state.refunds.find((refund) => refund.refundId === refundId);
}

/** Whether coupons came with the order. */
function findBought(state: WalletState, orderId: string): boolean {
  return state.topups.some((topup) => topup.orderId === orderId && topup.bought?.coupons !== undefined);
}

function request(state: WalletState, event: Extract<RefundEvent, { type: "RefundRequested" }>, atMs: number): WalletState {
  const { refundId, orderId, channel, automatic, principalMinor, bonusMinor, provider, providerTransactionId, refundNo, bank } = event;
  const lot = state.lots.find(({ lotId }) => lotId === event.lotId);
  if (lot?.payment === undefined) throw new Error(`the lot of refund ${refundId} is not there`);
  const counted: Lot = { ...lot, payment: { ...lot.payment, refunds: lot.payment.refunds + 1, lastRefundAtMs: atMs } };
  const refund: Refund = {
    ...{ refundId, orderId, channel, automatic, principalMinor, bonusMinor, provider, providerTransactionId, refundNo, bank },
    state: automatic ? "sending" : "review",
    requestedAtMs: atMs,
    lot: counted,
    shortages: 0,
    asked: 0,
    askAtMs: atMs,
    decidedAtMs: automatic ? atMs : null,
    sentBy: [],
    exported: false,
    reference: null,
    doubt: null,
  };
  const lots = state.lots.map((each) => (each === lot ? counted : each));
  const listed = changeTopup(
    { ...state, lots, refunds: keepLast([...state.refunds, refund], walletBounds.refundsKept, isUnsettled) },
    orderId,
    {
      state: automatic ? "refunding" : "refund_requested",
    },
  );
  return refunded(moveLots(listed, event.movement), event.movement);
}

/** Approved, it goes to the provider, or on finance's list. */
function decided(refund: Refund | undefined): { readonly state: RefundState } {
  if (refund?.channel !== "bank") return { state: "sending" };
  return { state: refund.bank === null ? "bank_details" : "bank_listed" };
}

function change(
  state: WalletState,
  { refundId, orderId }: Pick<RefundEvent, "refundId" | "orderId">,
  to: Partial<Refund>,
  topup?: "refunding" | "refunded" | "refund_failed",
): WalletState {
  const refunds = state.refunds.map((refund) => (refund.refundId === refundId ? { ...refund, ...to } : refund));
  return topup === undefined ? { ...state, refunds } : changeTopup({ ...state, refunds }, orderId, { state: topup });
}

/** The money is back in its lot, where that stands, or stood. */
function giveBack(state: WalletState, { refundId, movement }: { readonly refundId: string; readonly movement: Movement }): WalletState {
  const refund = find(state, refundId);
  if (refund === undefined) throw new Error(`refund ${refundId} is not there`);
  const [share] = movement.lots;
  const { principalMinor = 0, bonusMinor = 0 } = share ?? {};
  const standing = state.lots.find(({ lotId }) => lotId === refund.lot.lotId);
  const lot = {
    ...(standing ?? refund.lot),
    principalMinor: (standing?.principalMinor ?? 0) + principalMinor,
    bonusMinor: (standing?.bonusMinor ?? 0) + bonusMinor,
  };
  const others = state.lots.filter(({ lotId }) => lotId !== lot.lotId);
  const before = standing === undefined ? placeOf(others, lot) : state.lots.indexOf(standing);
  return refunded({ ...moved(state, movement), lots: others.toSpliced(before, 0, lot) }, movement);
}

/** Lots are spent oldest first: one that comes back stands where it stood. */
function placeOf(lots: readonly Lot[], lot: Lot): number {
  const after = lots.findIndex(({ no }) => no > lot.no);
  return after === -1 ? lots.length : after;
}

function refunded(state: WalletState, { principalMinor, bonusMinor, debtMinor }: Movement): WalletState {
  const refundedMinor = state.lifetime.refundedMinor - principalMinor - bonusMinor + debtMinor;
  return { ...state, lifetime: { ...state.lifetime, refundedMinor } };
}

function chargedBack(state: WalletState, { principalMinor, bonusMinor, debtMinor }: Movement): WalletState {
  const chargedBackMinor = state.lifetime.chargedBackMinor - principalMinor - bonusMinor + debtMinor;
  return { ...state, lifetime: { ...state.lifetime, chargedBackMinor } };
}

function disputed(state: WalletState, disputeId: string, to: "won" | "lost"): WalletState {
  return { ...state, disputes: state.disputes.map((one) => (one.disputeId === disputeId ? { ...one, state: to } : one)) };
}

/** Under way, or in doubt. */
function isUnsettled(refund: Refund): boolean {
  return !isOver(refund) || refund.doubt !== null;
}

function withDispute(state: WalletState, dispute: Dispute): WalletState {
  return { ...state, disputes: keepLast([...state.disputes, dispute], walletBounds.disputesKept, (one) => one.state === "opened") };
}
