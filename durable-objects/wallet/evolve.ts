import type { Movement } from "@forecourt/contract/movement";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { applyShares } from "./lots.ts";
import { type PaymentName, paymentKey, type Topup, type WalletState, walletBounds } from "./state.ts";

/** A used code is remembered so long after it has expired, lest it be good again when the clock is put back. */
const CLOCK_STEP_MS = 10 * 60_000;

/** Folds one event into the wallet. Pure; never refuses. */
export function evolveWallet(state: WalletState, event: WalletEvent, at: { readonly atMs: number }): WalletState {
  switch (event.type) {
    case "WalletOpened":
      return { ...state, driverId: event.driverId, currency: event.currency, spendingPolicy: event.spendingPolicy };
    case "TopupRequested": {
      const { type: _, currency: __, packageId: ___, packageVersion: ____, ...terms } = event;
      const topup: Topup = { ...terms, state: "requested", createdAtMs: at.atMs, payment: null, paidBy: null };
      return { ...state, topups: keepRecent([...state.topups, topup]) };
    }
    case "PaymentPrepared":
      return changeTopup(state, event.orderId, { state: "awaiting_payment", payment: event.payment });
    case "TopupCancelled":
      return changeTopup(state, event.orderId, { state: "cancelled" });
    case "TopupExpired":
      return changeTopup(state, event.orderId, { state: "expired" });
    case "TopupPaid": {
      const lot = {
        lotId: event.lotId,
        orderId: event.orderId,
        principalMinor: event.principalMinor,
        bonusMinor: event.bonusMinor,
        paidMinor: event.principalMinor,
        grantedMinor: event.bonusMinor,
        ...(event.bonusExpiresAtMs === undefined ? {} : { bonusExpiresAtMs: event.bonusExpiresAtMs }),
      };
      const paid = changeTopup(state, event.orderId, { state: "paid", paidBy: event.providerTransactionId });
      return seen(
        {
          ...moved(paid, event.movement),
          lots: [...state.lots, lot],
          lifetime: { ...state.lifetime, creditedMinor: state.lifetime.creditedMinor + event.principalMinor + event.bonusMinor },
        },
        event,
      );
    }
    case "DebtPaid":
      return moveLots(state, event.movement);
    case "PaymentDuplicated": {
      const { type: _, ...payment } = event;
      return seen({ ...state, returns: [...state.returns, payment] }, event);
    }
    case "PaymentReturned":
      return {
        ...state,
        returns: state.returns.filter((payment) => paymentKey(payment) !== paymentKey(event)),
      };
    case "PaymentQuarantined":
      return seen(state, event);
    case "FundsReserved": {
      const { fuelingId, stationId, amountMinor, expiresAtMs, codeId, codeExpiresAtMs } = event;
      const current = state.codesUsed.filter((code) => code.expiresAtMs > at.atMs - CLOCK_STEP_MS);
      return {
        ...state,
        reservedMinor: state.reservedMinor + amountMinor,
        reservations: [...state.reservations, { fuelingId, stationId, amountMinor, expiresAtMs }],
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
      const settled = [...state.settled, { fuelingId: event.fuelingId, amountMinor, funding, atMs: at.atMs }].slice(
        -walletBounds.settledKept,
      );
      return {
        ...moveLots(release(state, event.fuelingId), movement),
        settled,
        lifetime: { ...state.lifetime, capturedMinor: state.lifetime.capturedMinor + amountMinor },
      };
    }
    case "BonusExpired":
      return {
        ...moveLots(state, event.movement),
        lifetime: { ...state.lifetime, lapsedBonusMinor: state.lifetime.lapsedBonusMinor - event.movement.bonusMinor },
      };
  }
}

function moved(state: WalletState, movement: Movement): WalletState {
  return { ...state, ...movement.balance, movements: { count: movement.no, hash: movement.hash } };
}

function moveLots(state: WalletState, movement: Movement): WalletState {
  return { ...moved(state, movement), lots: applyShares(state.lots, movement.lots) };
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

function changeTopup(state: WalletState, orderId: string, change: Partial<Topup>): WalletState {
  return { ...state, topups: state.topups.map((topup) => (topup.orderId === orderId ? { ...topup, ...change } : topup)) };
}

function seen(state: WalletState, payment: PaymentName): WalletState {
  return { ...state, paymentsSeen: [...state.paymentsSeen, paymentKey(payment)].slice(-walletBounds.paymentsSeenKept) };
}

/** Open orders are kept; of the closed ones, the last. */
function keepRecent(topups: readonly Topup[]): readonly Topup[] {
  let surplus = topups.length - walletBounds.topupsKept;
  if (surplus <= 0) return topups;
  return topups.filter((topup) => topup.state === "requested" || topup.state === "awaiting_payment" || surplus-- <= 0);
}
