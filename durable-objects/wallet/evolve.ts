import type { AdjustmentView } from "@forecourt/contract/adjustments";
import type { CouponTerms } from "@forecourt/contract/catalog";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { keepLast } from "../runtime/keepLast.ts";
import { isCounted } from "./adjustmentState.ts";
import { changeTopup, moved, moveLots } from "./changes.ts";
import { evolveDispute, evolveRefund } from "./evolveRefunds.ts";
import { evolveFillRules } from "./fillRules.ts";
import { seen } from "./paymentsSeen.ts";
import { fulfilled, givenUp, type PackageBought, purchased } from "./purchases.ts";
import { findTopup, type PaymentName, paymentKey, type Topup, type WalletState, walletBounds } from "./state.ts";

/** A used code is remembered so long after it has expired, lest it be good again when the clock is put back. */
const CLOCK_STEP_MS = 10 * 60_000;

/** Folds one event into the wallet. Pure; never refuses. */
export function evolveWallet(state: WalletState, event: WalletEvent, at: { readonly atMs: number }): WalletState {
  switch (event.type) {
    case "WalletOpened":
      return { ...state, driverId: event.driverId, currency: event.currency, spendingPolicy: event.spendingPolicy };
    case "WalletClosed":
      return { ...state, closedInto: event.intoWalletId };
    case "TopupRequested": {
      const { type: _, currency: __, packageId, packageVersion: ____, day, holdId, coupons, ...terms } = event;
      const bought = packageId === undefined || day === undefined ? undefined : boughtOf(packageId, day, holdId, coupons);
      const order = {
        ...terms,
        state: "requested",
        createdAtMs: at.atMs,
        payment: null,
        paidBy: null,
        asked: 0,
        closeOwed: false,
      } as const;
      const topup: Topup = bought === undefined ? order : { ...order, bought };
      return purchased({ ...state, topups: keepLast([...state.topups, topup], walletBounds.topupsKept, isUnpaid) }, bought);
    }
    case "PaymentPrepared":
      return changeTopup(state, event.orderId, { state: "awaiting_payment", payment: event.payment });
    case "TopupCancelled":
      return giveUp(changeTopup(state, event.orderId, { state: "cancelled", closeOwed: true }), event.orderId);
    case "PaymentAsked":
      return changeTopup(state, event.orderId, { asked: event.asked });
    case "PaymentClosed":
      return changeTopup(state, event.orderId, { closeOwed: false });
    case "TopupExpired":
      return giveUp(changeTopup(state, event.orderId, { state: "expired", closeOwed: event.unconfirmed === true }), event.orderId);
    case "FillRulesSeen":
    case "FillRuleMet":
    case "FillRuleTold":
    case "TankNoted":
      return evolveFillRules(state, event, at.atMs);
    case "PromiseKept":
      return { ...state, promises: state.promises.filter(({ id }) => id !== event.promiseId) };
    case "TopupPaid": {
      const lot = {
        lotId: event.lotId,
        orderId: event.orderId,
        creditedAtMs: at.atMs,
        no: event.movement.no,
        principalMinor: event.principalMinor,
        bonusMinor: event.bonusMinor,
        paidMinor: event.principalMinor,
        grantedMinor: event.bonusMinor,
        payment: {
          provider: event.provider,
          providerTransactionId: event.providerTransactionId,
          paidAtMs: event.paidAtMs ?? at.atMs,
          refunds: 0,
          lastRefundAtMs: null,
        },
        ...(event.bonusExpiresAtMs === undefined ? {} : { bonusExpiresAtMs: event.bonusExpiresAtMs }),
      };
      const topup = findTopup(state, event.orderId);
      const settled = topup === undefined ? state : settlePurchase(state, topup, event.late);
      const paid = changeTopup(settled, event.orderId, { state: "paid", paidBy: event.providerTransactionId, closeOwed: false });
      return seen(
        {
          ...moved(paid, event.movement),
          lots: [...state.lots, lot],
          lifetime: { ...state.lifetime, creditedMinor: state.lifetime.creditedMinor + event.principalMinor + event.bonusMinor },
        },
        event,
        "credited",
      );
    }
    case "DebtPaid":
      return moveLots(state, event.movement);
    case "PaymentDuplicated": {
      const { type: _, ...payment } = event;
      const returns = [...state.returns, { ...payment, decidedAtMs: at.atMs, asked: 0, askAtMs: at.atMs }];
      return seen({ ...state, returns }, event, "returned");
    }
    case "PaymentReturnPending": {
      const { asked, askAtMs } = event;
      const returns = state.returns.map((payment) =>
        paymentKey(payment) === paymentKey(event) ? { ...payment, asked, askAtMs } : payment,
      );
      return { ...state, returns };
    }
    case "PaymentReturned":
      return {
        ...state,
        returns: state.returns.filter((payment) => paymentKey(payment) !== paymentKey(event)),
      };
    case "PaymentQuarantined": {
      const { orderId, provider, providerTransactionId, amountMinor, currency, paidAtMs = at.atMs, refusedNo } = event;
      const apart = {
        ...{ orderId, provider, providerTransactionId, amountMinor, currency, paidAtMs },
        ...(refusedNo === undefined ? {} : { refusedNo }),
      };
      const returns = state.returns.filter((payment) => paymentKey(payment) !== paymentKey(event));
      const quarantined = [...state.quarantined, apart].slice(-walletBounds.quarantinedKept);
      return seen({ ...state, returns, quarantined }, event, "quarantined");
    }
    case "PaymentCredited": {
      const { orderId, provider, providerTransactionId, amountMinor, lotId, paidAtMs, movement } = event;
      const lot = {
        ...{ lotId, orderId, creditedAtMs: at.atMs, no: movement.no, principalMinor: amountMinor, bonusMinor: 0 },
        ...{ paidMinor: amountMinor, grantedMinor: 0 },
        payment: { provider, providerTransactionId, paidAtMs, refunds: 0, lastRefundAtMs: null },
      };
      const lifetime = { ...state.lifetime, creditedMinor: state.lifetime.creditedMinor + amountMinor };
      return seen({ ...moved(resolved(state, event), movement), lots: [...state.lots, lot], lifetime }, event, "credited");
    }
    case "PaymentReturnDecided": {
      const { orderId, provider, providerTransactionId, amountMinor, currency, refundNo } = event;
      const back = { orderId, provider, providerTransactionId, amountMinor, currency, refundNo };
      const returns = [...state.returns, { ...back, decidedAtMs: at.atMs, asked: 0, askAtMs: at.atMs }];
      return seen({ ...resolved(state, event), returns }, event, "returned");
    }
    case "FundsReserved": {
      const { fuelingId, stationId, amountMinor, expiresAtMs, codeId, codeExpiresAtMs, origin } = event;
      const held = { fuelingId, stationId, amountMinor, expiresAtMs, ...(origin === undefined ? {} : { origin }) };
      const current = state.codesUsed.filter((code) => code.expiresAtMs > at.atMs - CLOCK_STEP_MS);
      return {
        ...state,
        reservedMinor: state.reservedMinor + amountMinor,
        reservations: [...state.reservations, held],
        stationsOfFuelings: [...state.stationsOfFuelings, { fuelingId, stationId }].slice(-walletBounds.stationsOfFuelingsKept),
        codesUsed: codeId === undefined || codeExpiresAtMs === undefined ? current : [...current, { codeId, expiresAtMs: codeExpiresAtMs }],
      };
    }
    case "ReservationExtended":
      return {
        ...state,
        reservations: state.reservations.map((held) =>
          held.fuelingId === event.fuelingId ? { ...held, expiresAtMs: event.expiresAtMs } : held,
        ),
      };
    case "FundsReleased":
      return release(state, event.fuelingId);
    case "FundsCaptured": {
      const { movement } = event;
      const amountMinor = movement.fueling?.amountMinor ?? 0;
      const funding = { principalMinor: 0 - movement.principalMinor, bonusMinor: 0 - movement.bonusMinor, debtMinor: movement.debtMinor };
      const { volumeMl = 0 } = movement.fueling ?? {};
      const settled = [...state.settled, { fuelingId: event.fuelingId, amountMinor, volumeMl, funding, atMs: at.atMs }].slice(
        -walletBounds.settledKept,
      );
      return {
        ...moveLots(release(state, event.fuelingId), movement),
        settled,
        lifetime: { ...state.lifetime, capturedMinor: state.lifetime.capturedMinor + amountMinor },
      };
    }
    case "BonusExpired": {
      const lapsedMinor = 0 - event.movement.bonusMinor;
      const lots = state.lots.map((lot) => (lot.lotId === event.lotId ? { ...lot, lapsedMinor } : lot));
      return {
        ...moveLots({ ...state, lots }, event.movement),
        lifetime: { ...state.lifetime, lapsedBonusMinor: state.lifetime.lapsedBonusMinor + lapsedMinor },
      };
    }
    case "AdjustmentProposed": {
      const { adjustmentId, terms, operator: proposedBy, lapsesAtMs } = event;
      const undecided = { decidedBy: null, decidedAtMs: null, note: null };
      const adjustment: AdjustmentView = {
        adjustmentId,
        state: "proposed",
        ...terms,
        proposedBy,
        proposedAtMs: at.atMs,
        lapsesAtMs,
        ...undecided,
      };
      const isNeeded = (one: AdjustmentView) => one.state === "proposed" || isCounted(one, at.atMs);
      return { ...state, adjustments: keepLast([...state.adjustments, adjustment], walletBounds.adjustmentsKept, isNeeded) };
    }
    case "AdjustmentApproved":
      return adjusted(decided(state, event, "approved", at.atMs), event, at.atMs);
    case "AdjustmentDeclined":
      return decided(state, event, "declined", at.atMs);
    case "AdjustmentWithdrawn":
      return decided(state, { ...event, note: null }, "withdrawn", at.atMs);
    case "AdjustmentLapsed":
      return decided(state, { ...event, operator: null, note: null }, "lapsed", at.atMs);
    case "WalletFrozen": {
      const { type: _, ...freeze } = event;
      return { ...state, freezes: [...state.freezes, { ...freeze, atMs: at.atMs }] };
    }
    case "RefundRequested":
    case "RefundApproved":
    case "RefundDeclined":
    case "RefundPending":
    case "RefundSentToBank":
    case "BankAccountGiven":
    case "BankTransferExported":
    case "RefundSucceeded":
    case "RefundFailed":
    case "RefundDoubted":
    case "RefundDoubtSettled":
    case "RefundSucceededLate":
    case "RefundUndone":
    case "RefundStranded":
      return evolveRefund(state, event, at.atMs);
    case "PaymentChargedBack":
    case "DisputeWon":
    case "DisputeLost":
    case "DisputeNoted":
      return evolveDispute(state, event, at.atMs);
    case "WalletUnfrozen":
      return { ...state, freezes: state.freezes.filter(({ kind }) => kind !== event.kind) };
  }
}

function boughtOf(packageId: string, day: string, holdId: string | undefined, coupons: readonly CouponTerms[] | undefined): PackageBought {
  return { packageId, day, ...(holdId === undefined ? {} : { holdId }), ...(coupons === undefined ? {} : { coupons }) };
}

function giveUp(state: WalletState, orderId: string): WalletState {
  const topup = findTopup(state, orderId);
  return topup === undefined ? state : givenUp(state, topup);
}

/** Paid late, an order brings nothing of its package; what is still held for it goes back. */
function settlePurchase(state: WalletState, topup: Topup, late: boolean): WalletState {
  if (!late) return fulfilled(state, topup);
  return topup.state === "cancelled" || topup.state === "expired" ? state : givenUp(state, topup);
}

function release(state: WalletState, fuelingId: string): WalletState {
  const held = state.reservations.find((reservation) => reservation.fuelingId === fuelingId);
  if (held === undefined) return state;
  return {
    ...state,
    reservedMinor: state.reservedMinor - held.amountMinor,
    reservations: state.reservations.filter((reservation) => reservation !== held),
  };
}

function resolved(state: WalletState, payment: PaymentName): WalletState {
  return { ...state, quarantined: state.quarantined.filter((each) => paymentKey(each) !== paymentKey(payment)) };
}

function decided(
  state: WalletState,
  { adjustmentId, operator, note }: { readonly adjustmentId: string; readonly operator: string | null; readonly note: string | null },
  outcome: AdjustmentView["state"],
  atMs: number,
): WalletState {
  const change = { state: outcome, decidedBy: operator, decidedAtMs: atMs, note };
  return { ...state, adjustments: state.adjustments.map((one) => (one.adjustmentId === adjustmentId ? { ...one, ...change } : one)) };
}

/** Money that an operator has given makes a lot of its own; what was taken leaves the lots that were there. */
function adjusted(state: WalletState, event: Extract<WalletEvent, { type: "AdjustmentApproved" }>, atMs: number): WalletState {
  const { adjustmentId, lotId, bonusExpiresAtMs, movement } = event;
  const { principalMinor, bonusMinor } = movement;
  const lifetime = { ...state.lifetime, adjustedMinor: state.lifetime.adjustedMinor + principalMinor + bonusMinor };
  if (lotId === undefined) return { ...moveLots(state, movement), lifetime };
  const lot = {
    lotId,
    orderId: adjustmentId,
    creditedAtMs: atMs,
    no: movement.no,
    principalMinor,
    bonusMinor,
    paidMinor: principalMinor,
    grantedMinor: bonusMinor,
    ...(bonusExpiresAtMs === undefined ? {} : { bonusExpiresAtMs }),
  };
  return { ...moved(state, movement), lots: [...state.lots, lot], lifetime };
}

function isUnpaid({ state }: Topup): boolean {
  return state === "requested" || state === "awaiting_payment";
}
