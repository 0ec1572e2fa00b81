import type { Result } from "@forecourt/contract/result";
import type { SecurityCommand } from "@forecourt/contract/security";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { type Delivery, defineActor, type EventShape, Hopeless, type Timer } from "../runtime/definition.ts";
import { walletAspect } from "./aspect.ts";
import { decideWallet } from "./decide.ts";
import { evolveWallet } from "./evolve.ts";
import { assertWallet } from "./invariants.ts";
import { CLOSING_GIVEN_UP_MS, type ProviderQuestion, providerDeliveries } from "./payments.ts";
import type { OrderPromise } from "./purchases.ts";
import { initialWallet, type Reservation, type WalletState } from "./state.ts";

/** What a wallet says to others. */
export type WalletMessage =
  /** Asks a station whether fuel flows for a reservation whose time is over. Answer: {@link FlowAnswer}. */
  | { readonly to: "station"; readonly stationId: string; readonly fuelingId: string }
  /** Tells a stock or an account what became of an order. Answer: their {@link Result}. */
  | { readonly to: "stock" | "account"; readonly driverId: string; readonly promise: OrderPromise }
  /** Tells the driver's security of fills that meet a rule. Answer: its {@link Result}. */
  | { readonly to: "security"; readonly driverId: string; readonly command: SecurityCommand }
  | ProviderQuestion;

export interface FlowAnswer {
  readonly flowing: boolean;
}

/** A hold whose station can't be asked is given up after this. */
const RESERVATION_GIVEN_UP_MS = 24 * 3_600_000;

/** The wallet: one per driver. */
export const wallet = defineActor<WalletState, WalletCommand, WalletEvent, WalletMessage>({
  kind: "wallet",
  initial: initialWallet,
  decide: decideWallet,
  evolve: evolveWallet,
  assert: assertWallet,
  aspect: walletAspect,
  timers,
  deliveries,
  publish,
  // Its station: see the station's `vouch.ts`.
  vouched: ({ type }) => type === "FundsCaptured",
  upcast: (stored) => stored as WalletEvent,
  stateVersion: 8,
});

function timers(state: WalletState): readonly Timer<WalletCommand>[] {
  const due: Timer<WalletCommand>[] = [];
  for (const { state: topupState, orderId, expiresAtMs } of state.topups) {
    if (topupState !== "requested" && topupState !== "awaiting_payment") continue;
    due.push({ key: `topup/${orderId}`, dueAtMs: expiresAtMs + CLOSING_GIVEN_UP_MS, command: { type: "ExpireTopup", orderId } });
  }
  for (const { state: adjustmentState, adjustmentId, lapsesAtMs } of state.adjustments) {
    if (adjustmentState !== "proposed") continue;
    due.push({ key: `adjustment/${adjustmentId}`, dueAtMs: lapsesAtMs, command: { type: "LapseAdjustment", adjustmentId } });
  }
  for (const { fuelingId, expiresAtMs } of state.reservations) {
    due.push({
      key: `reservation/${fuelingId}`,
      dueAtMs: expiresAtMs + RESERVATION_GIVEN_UP_MS,
      command: { type: "RecordFlow", fuelingId, flowing: false },
      unhurried: true,
    });
  }
  // Bonus does not lapse under a fill, so it is due only once no fill is under way.
  if (state.reservations.length === 0) {
    for (const { lotId, bonusMinor, bonusExpiresAtMs } of state.lots) {
      if (bonusMinor > 0 && bonusExpiresAtMs !== undefined)
        due.push({ key: `bonus/${lotId}`, dueAtMs: bonusExpiresAtMs, command: { type: "ExpireBonus" } });
    }
  }
  return due;
}

function deliveries(state: WalletState): readonly Delivery<WalletCommand, WalletMessage>[] {
  return [
    ...state.reservations.map(flowQuestion),
    ...state.promises.map((promise) => promiseDelivery(promise, state.driverId ?? "")),
    ...fillRuleDeliveries(state),
    ...providerDeliveries(state),
  ];
}

function fillRuleDeliveries({ driverId, currency, fillRules }: WalletState): readonly Delivery<WalletCommand, WalletMessage>[] {
  if (driverId === null || currency === null) return [];
  return fillRules.notes
    .filter(({ told }) => !told)
    .map(({ no, version, hit, atMs }) => ({
      id: `fill-rule/${no}`,
      destination: `security/${driverId}`,
      message: { to: "security", driverId, command: { type: "NoteFillRule", version, hit, currency, untilMs: atMs + (hit.windowMs ?? 0) } },
      acknowledge: () => ({ type: "RecordFillRuleTold", no }),
    }));
}

/**
 * The hold stays until the station has said that no fuel flows: a reservation never lapses under a running fill. A fill that never began is
 * ended by its station, which gives the funds back; what is left for the wallet to ask about is a fill that its station has never heard of, and of
 * that nobody knows until the driver looks. So no alarm is set, which every fill would pay for.
 */
function flowQuestion({ fuelingId, stationId, expiresAtMs }: Reservation): Delivery<WalletCommand, WalletMessage> {
  return {
    id: `flow/${fuelingId}/${expiresAtMs}`,
    destination: `station/${stationId}`,
    notBeforeMs: expiresAtMs,
    alarmSlackMs: Number.POSITIVE_INFINITY,
    message: { to: "station", stationId, fuelingId },
    acknowledge: (reply) => ({ type: "RecordFlow", fuelingId, flowing: (reply as FlowAnswer).flowing }),
  };
}

function promiseDelivery(promise: OrderPromise, driverId: string): Delivery<WalletCommand, WalletMessage> {
  return {
    id: promise.id,
    destination: promise.to === "stock" ? `stock/${promise.packageId}` : `account/${driverId}`,
    message: { to: promise.to, driverId, promise },
    acknowledge: (reply) => {
      const result = reply as Result<unknown>;
      if (!result.ok) throw new Hopeless(`refused: ${result.code}`);
      return { type: "RecordPromiseKept", promiseId: promise.id };
    },
  };
}

/** Holds come and go within a fill, and are read from the wallet itself: only one that no fill came of is listed; what the payment needs is the driver's alone. */
function publish(event: WalletEvent): EventShape | null {
  switch (event.type) {
    case "FundsReserved":
    case "ReservationExtended":
    case "PaymentAsked":
    case "PaymentClosed":
    case "PaymentReturnPending":
    case "PromiseKept":
    case "FillRulesSeen":
    case "FillRuleMet":
    case "FillRuleTold":
    case "RefundDoubtSettled":
    case "DisputeNoted":
      return null;
    case "FundsReleased":
      return event.held === undefined ? null : event;
    case "PaymentPrepared":
      return { type: event.type, orderId: event.orderId } as EventShape;
    default:
      return event;
  }
}
