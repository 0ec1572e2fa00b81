import { rejected } from "@forecourt/contract/result";
import type { FundingView, WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { Draft } from "./draft.ts";
import { spend } from "./lots.ts";
import { nextMovement, taken } from "./movements.ts";
import { availableMinor, type WalletState, walletBounds } from "./state.ts";

type WalletDecision = Decision<WalletState, WalletEvent>;
type CommandOf<Type extends WalletCommand["type"]> = Extract<WalletCommand, { type: Type }>;

/** While fuel flows, the reservation is good for this much longer each time that it is asked about. */
const EXTENSION_MS = 10 * 60_000;

export function reserveFunds(state: WalletState, command: CommandOf<"ReserveFunds">, context: DecisionContext): WalletDecision {
  const { fuelingId, stationId, codeId, codeExpiresAtMs } = command;
  const held = state.reservations.find((reservation) => reservation.fuelingId === fuelingId);
  if (held !== undefined) return accepted([], () => ({ amountMinor: held.amountMinor, expiresAtMs: held.expiresAtMs }));
  if (state.currency === null) return rejected("wallet_not_found");
  if (state.currency !== command.currency) return rejected("currency_mismatch", { walletCurrency: state.currency });
  if (codeId !== undefined) {
    if (codeExpiresAtMs === undefined || codeExpiresAtMs <= context.nowMs) return rejected("payment_code_expired");
    if (state.codesUsed.some((code) => code.codeId === codeId)) return rejected("payment_code_used");
  }
  if (state.debtMinor > 0) return rejected("debt_outstanding", { debtMinor: state.debtMinor });
  if (state.reservations.length >= walletBounds.reservationsMax) return rejected("fueling_in_progress");
  const available = availableMinor(state, context.nowMs);
  if (available < command.atLeastMinor)
    return rejected("insufficient_funds", { availableMinor: available, neededMinor: command.atLeastMinor });

  const draft = Draft.upToNow(state, context);
  const amountMinor = Math.min(available, command.atMostMinor);
  const expiresAtMs = context.nowMs + command.ttlMs;
  draft.add({
    type: "FundsReserved",
    fuelingId,
    stationId,
    amountMinor,
    expiresAtMs,
    ...(codeId === undefined || codeExpiresAtMs === undefined ? {} : { codeId, codeExpiresAtMs }),
  });
  return draft.accept(() => ({ amountMinor, expiresAtMs }));
}

export function releaseFunds(state: WalletState, command: CommandOf<"ReleaseFunds">): WalletDecision {
  const { fuelingId } = command;
  if (!state.reservations.some((reservation) => reservation.fuelingId === fuelingId)) return accepted([]);
  return accepted([{ type: "FundsReleased", fuelingId, reason: "released" }]);
}

/**
 * Settles a fill. Fuel that has left the nozzle is owed, so this is not refused for want of funds or of a reservation:
 * what the balance does not cover becomes debt. Funds held for other fills stay held.
 */
export function captureFunds(state: WalletState, command: CommandOf<"CaptureFunds">, context: DecisionContext): WalletDecision {
  const { fueling } = command;
  if (state.currency === null) return rejected("wallet_not_found");
  const settled = state.settled.find(({ fuelingId }) => fuelingId === fueling.fuelingId);
  if (settled !== undefined) {
    if (settled.amountMinor !== fueling.amountMinor) return rejected("already_captured", { amountMinor: settled.amountMinor });
    return accepted([], () => settled.funding);
  }
  const draft = Draft.upToNow(state, context);
  const before = draft.state;
  const reservedMinor = before.reservations.find(({ fuelingId }) => fuelingId === fueling.fuelingId)?.amountMinor ?? 0;
  const spendable = before.principalMinor + before.bonusMinor - (before.reservedMinor - reservedMinor);
  const fundedMinor = Math.min(fueling.amountMinor, spendable);
  const debtMinor = fueling.amountMinor - fundedMinor;
  const lots = taken(spend(before.lots, fundedMinor, before.spendingPolicy));
  const movement = nextMovement(before, context.nowMs, "fueling", fueling.fuelingId, { lots, debtMinor }, fueling);
  draft.add({ type: "FundsCaptured", fuelingId: fueling.fuelingId, reservedMinor, movement });
  return draft.accept((): FundingView => ({ principalMinor: 0 - movement.principalMinor, bonusMinor: 0 - movement.bonusMinor, debtMinor }));
}

/** A reservation's time is over, and its station has said whether fuel flows. While it does, the hold stays. */
export function recordFlow(state: WalletState, command: CommandOf<"RecordFlow">, context: DecisionContext): WalletDecision {
  const { fuelingId, flowing } = command;
  const held = state.reservations.find((reservation) => reservation.fuelingId === fuelingId);
  if (held === undefined || held.expiresAtMs > context.nowMs) return accepted([]);
  if (flowing) return accepted([{ type: "ReservationExtended", fuelingId, expiresAtMs: context.nowMs + EXTENSION_MS }]);
  return accepted([{ type: "FundsReleased", fuelingId, reason: "expired" }]);
}
