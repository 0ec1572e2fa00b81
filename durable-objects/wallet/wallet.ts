import type { Result } from "@forecourt/contract/result";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { type Delivery, defineActor, type EventShape, Hopeless, type Timer } from "../runtime/definition.ts";
import { decideWallet } from "./decide.ts";
import { evolveWallet } from "./evolve.ts";
import { assertWallet } from "./invariants.ts";
import { initialWallet, type PaymentReturn, type Reservation, type WalletState } from "./state.ts";

/** What a wallet says to others. */
export type WalletMessage =
  /** Asks a station whether fuel flows for a reservation whose time is over. Answer: {@link FlowAnswer}. */
  | { readonly to: "station"; readonly stationId: string; readonly fuelingId: string }
  /** Has a provider send a payment back. Answer: {@link ReturnAnswer}. */
  | { readonly to: "provider"; readonly payment: PaymentReturn; readonly currency: string };

export interface FlowAnswer {
  readonly flowing: boolean;
}
export interface ReturnAnswer {
  readonly refundId: string;
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
  timers,
  deliveries,
  publish,
  upcast: (stored) => stored as WalletEvent,
  stateVersion: 2,
});

function timers(state: WalletState): readonly Timer<WalletCommand>[] {
  const due: Timer<WalletCommand>[] = [];
  for (const { state: topupState, orderId, expiresAtMs } of state.topups) {
    if (topupState !== "requested" && topupState !== "awaiting_payment") continue;
    due.push({ key: `topup/${orderId}`, dueAtMs: expiresAtMs, command: { type: "ExpireTopup", orderId } });
  }
  for (const { fuelingId, expiresAtMs } of state.reservations) {
    due.push({
      key: `reservation/${fuelingId}`,
      dueAtMs: expiresAtMs + RESERVATION_GIVEN_UP_MS,
      command: { type: "RecordFlow", fuelingId, flowing: false },
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
  return [...state.reservations.map(flowQuestion), ...state.returns.map((payment) => paymentReturn(payment, state.currency ?? ""))];
}

/** The hold stays until the station has said that no fuel flows: a reservation never lapses under a running fill. */
function flowQuestion({ fuelingId, stationId, expiresAtMs }: Reservation): Delivery<WalletCommand, WalletMessage> {
  return {
    id: `flow/${fuelingId}/${expiresAtMs}`,
    destination: `station/${stationId}`,
    notBeforeMs: expiresAtMs,
    message: { to: "station", stationId, fuelingId },
    acknowledge: (reply) => ({ type: "RecordFlow", fuelingId, flowing: (reply as FlowAnswer).flowing }),
  };
}

function paymentReturn(payment: PaymentReturn, currency: string): Delivery<WalletCommand, WalletMessage> {
  const { providerTransactionId, provider } = payment;
  return {
    id: `return/${provider}/${providerTransactionId}`,
    destination: `provider/${provider}`,
    message: { to: "provider", payment, currency },
    acknowledge: (reply) => {
      const result = reply as Result<ReturnAnswer>;
      if (!result.ok) throw new Hopeless(`the provider refused: ${result.code}`);
      return { type: "RecordPaymentReturned", provider, providerTransactionId, refundId: result.reply.refundId };
    },
  };
}

/** Holds come and go within a fill, and are read from the wallet itself; what the payment needs is the driver's alone. */
function publish(event: WalletEvent): EventShape | null {
  switch (event.type) {
    case "FundsReserved":
    case "ReservationExtended":
    case "FundsReleased":
      return null;
    case "PaymentPrepared":
      return { type: event.type, orderId: event.orderId } as EventShape;
    default:
      return event;
  }
}
