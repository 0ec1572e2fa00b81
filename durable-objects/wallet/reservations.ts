import { rejected } from "@forecourt/contract/result";
import type { FundingView, HoldReleased, WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { Draft } from "./draft.ts";
import { fillRulesSeen, judgeFill, refusedByFillRule } from "./fillRules.ts";
import { refusedWhileFrozen } from "./freezes.ts";
import { spend } from "./lots.ts";
import { nextMovement, taken } from "./movements.ts";
import { availableMinor, type WalletState, walletBounds } from "./state.ts";

type WalletDecision = Decision<WalletState, WalletEvent>;
type CommandOf<Type extends WalletCommand["type"]> = Extract<WalletCommand, { type: Type }>;

/** While fuel flows, the reservation is good for this much longer each time that it is asked about. */
const EXTENSION_MS = 10 * 60_000;

export function reserveFunds(state: WalletState, command: CommandOf<"ReserveFunds">, context: DecisionContext): WalletDecision {
  const { fuelingId, stationId, codeId, codeExpiresAtMs, origin, fillRules } = command;
  const held = state.reservations.find((reservation) => reservation.fuelingId === fuelingId);
  if (held !== undefined) return accepted([], () => ({ amountMinor: held.amountMinor, expiresAtMs: held.expiresAtMs }));
  if (state.currency === null) return rejected("wallet_not_found");
  if (state.closedInto !== null) return rejected("wallet_closed");
  // Its fill is over: a hold for it could only be for a second one under the same id, which would never be settled.
  if (state.settled.some((settlement) => settlement.fuelingId === fuelingId)) return rejected("already_captured");
  if (state.currency !== command.currency) return rejected("currency_mismatch", { walletCurrency: state.currency });
  if (codeId !== undefined) {
    if (codeExpiresAtMs === undefined || codeExpiresAtMs <= context.nowMs) return rejected("payment_code_expired");
    if (state.codesUsed.some((code) => code.codeId === codeId)) return rejected("payment_code_used");
  }
  const frozen = refusedWhileFrozen(state);
  if (frozen !== null) return frozen;
  const tooMuch = refusedByFillRule(state, fillRules, context.nowMs);
  if (tooMuch !== null) return tooMuch;
  if (state.debtMinor > 0) return rejected("debt_outstanding", { debtMinor: state.debtMinor });
  if (state.reservations.length >= walletBounds.reservationsMax) return rejected("fueling_in_progress");
  const available = availableMinor(state, context.nowMs);
  if (available < command.atLeastMinor)
    return rejected("insufficient_funds", { availableMinor: available, neededMinor: command.atLeastMinor });

  const draft = Draft.upToNow(state, context);
  const amountMinor = Math.min(available, command.atMostMinor);
  const expiresAtMs = context.nowMs + command.ttlMs;
  for (const event of fillRulesSeen(state, fillRules)) draft.add(event);
  draft.add({
    type: "FundsReserved",
    fuelingId,
    stationId,
    amountMinor,
    expiresAtMs,
    ...(codeId === undefined || codeExpiresAtMs === undefined ? {} : { codeId, codeExpiresAtMs }),
    ...(origin === undefined ? {} : { origin }),
  });
  return draft.accept(() => ({ amountMinor, expiresAtMs }));
}

export function releaseFunds(state: WalletState, command: CommandOf<"ReleaseFunds">, context: DecisionContext): WalletDecision {
  if (!state.reservations.some(({ fuelingId }) => fuelingId === command.fuelingId)) return accepted([]);
  return release(state, command.fuelingId, "released", context);
}

function release(state: WalletState, fuelingId: string, reason: "released" | "expired", context: DecisionContext): WalletDecision {
  const draft = new Draft(state, context);
  const held = heldFor(state, fuelingId);
  draft.add({ type: "FundsReleased", fuelingId, reason, ...(held === null ? {} : { held }) });
  draft.payDebt(fuelingId);
  return draft.accept();
}

/** What is known of a hold's origin; null for one that was made without. */
function heldFor({ reservations, currency }: WalletState, fuelingId: string): HoldReleased | null {
  const held = reservations.find((reservation) => reservation.fuelingId === fuelingId);
  if (held?.origin === undefined || currency === null) return null;
  return { stationId: held.stationId, amountMinor: held.amountMinor, currency, origin: held.origin };
}

/**
 * Settles a fill. Fuel that has left the nozzle is owed, so this is not refused for want of funds or of a reservation:
 * what the balance does not cover becomes debt. Funds held for other fills stay held.
 *
 * The exception is a fill that holds nothing and is older than all the settlements remembered: nobody can say whether it
 * is among those forgotten. To settle it might charge the driver twice, so a person has to look at it.
 */
export function captureFunds(state: WalletState, command: CommandOf<"CaptureFunds">, context: DecisionContext): WalletDecision {
  const { fueling } = command;
  if (state.currency === null) return rejected("wallet_not_found");
  const settled = state.settled.find(({ fuelingId }) => fuelingId === fueling.fuelingId);
  if (settled !== undefined) {
    if (settled.amountMinor !== fueling.amountMinor) return rejected("already_captured", { amountMinor: settled.amountMinor });
    return accepted([], () => settled.funding);
  }
  const held = state.reservations.find(({ fuelingId }) => fuelingId === fueling.fuelingId);
  const oldest = state.settled.length < walletBounds.settledKept ? undefined : state.settled[0];
  if (held === undefined && oldest !== undefined && fueling.endedAtMs <= oldest.atMs) return rejected("settlement_forgotten");
  const draft = Draft.upToNow(state, context);
  const before = draft.state;
  const reservedMinor = held?.amountMinor ?? 0;
  const spendable = before.principalMinor + before.bonusMinor - (before.reservedMinor - reservedMinor);
  const fundedMinor = Math.min(fueling.amountMinor, spendable);
  const debtMinor = fueling.amountMinor - fundedMinor;
  const lots = taken(spend(before.lots, fundedMinor, before.spendingPolicy));
  const movement = nextMovement(before, context.nowMs, "fueling", fueling.fuelingId, { lots, debtMinor }, fueling);
  const told = {
    ...(held?.origin === undefined ? {} : { origin: held.origin }),
    ...(state.closedInto === null ? {} : { closedInto: state.closedInto }),
  };
  draft.add({ type: "FundsCaptured", fuelingId: fueling.fuelingId, currency: state.currency, reservedMinor, ...told, movement });
  draft.payDebt(fueling.fuelingId);
  judgeFill(draft);
  return draft.accept((): FundingView => ({ principalMinor: 0 - movement.principalMinor, bonusMinor: 0 - movement.bonusMinor, debtMinor }));
}

/** A reservation's time is over, and its station has said whether fuel flows. While it does, the hold stays. */
export function recordFlow(state: WalletState, command: CommandOf<"RecordFlow">, context: DecisionContext): WalletDecision {
  const { fuelingId, flowing } = command;
  const held = state.reservations.find((reservation) => reservation.fuelingId === fuelingId);
  if (held === undefined || held.expiresAtMs > context.nowMs) return accepted([]);
  if (flowing) return accepted([{ type: "ReservationExtended", fuelingId, expiresAtMs: context.nowMs + EXTENSION_MS }]);
  return release(state, fuelingId, "expired", context);
}
