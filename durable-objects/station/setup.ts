import { rejected } from "@forecourt/contract/result";
import type { StationCommand, StationEvent } from "@forecourt/contract/station";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { gradesOf, type StationState, stationBounds } from "./state.ts";

type StationDecision = Decision<StationState, StationEvent>;
type CommandOf<Type extends StationCommand["type"]> = Extract<StationCommand, { type: Type }>;

/** After a rotation the old secret is good for this long, so that a terminal can be switched over at leisure. */
const ROTATION_MS = 24 * 3_600_000;

export function configureStation(state: StationState, { config, revision }: CommandOf<"ConfigureStation">): StationDecision {
  if (config.stationId !== state.stationId) return rejected("station_not_found");
  if (revision === 0 && state.revision > 0) return rejected("station_exists");
  if (revision !== undefined && revision !== state.revision) return rejected("station_changed", { revision: state.revision });
  const known = new Set(config.pumps.map(({ pump }) => pump));
  const busy = Object.entries(state.pumps).find(([pump, status]) => status.fuelingId !== null && !known.has(Number(pump)));
  if (busy !== undefined) return rejected("pump_busy", { pump: Number(busy[0]) });
  // Every amount ever recorded here, and every reservation made for a fill here, is in it.
  if (state.config !== null && state.config.currency !== config.currency)
    return rejected("station_currency_fixed", { currency: state.config.currency });
  return accepted([{ type: "StationConfigured", config }], (after) => ({ revision: after.revision }));
}

export function enrolTerminal(state: StationState, { terminalId, secret }: CommandOf<"EnrolTerminal">): StationDecision {
  if (state.config === null) return rejected("station_not_found");
  if (state.terminals[terminalId] !== undefined) return rejected("terminal_exists");
  const enrolled = Object.values(state.terminals).filter(({ revoked }) => !revoked).length;
  if (enrolled >= stationBounds.terminalsMax) return rejected("too_many_terminals", { most: stationBounds.terminalsMax });
  return accepted([{ type: "TerminalEnrolled", terminalId, secret }], () => ({ secret }));
}

export function rotateTerminalSecret(
  state: StationState,
  { terminalId, secret }: CommandOf<"RotateTerminalSecret">,
  { nowMs }: DecisionContext,
): StationDecision {
  const terminal = state.terminals[terminalId];
  if (terminal === undefined) return rejected("terminal_not_found");
  if (terminal.revoked) return rejected("terminal_revoked");
  return accepted([{ type: "TerminalSecretRotated", terminalId, secret, previousValidUntilMs: nowMs + ROTATION_MS }], () => ({ secret }));
}

export function revokeTerminal(state: StationState, { terminalId }: CommandOf<"RevokeTerminal">): StationDecision {
  const terminal = state.terminals[terminalId];
  if (terminal === undefined) return rejected("terminal_not_found");
  return accepted(terminal.revoked ? [] : [{ type: "TerminalRevoked", terminalId }]);
}

export function setPushEndpoint(state: StationState, { endpoint }: CommandOf<"SetPushEndpoint">): StationDecision {
  if (state.config === null) return rejected("station_not_found");
  return accepted([{ type: "PushEndpointSet", endpoint }], () => ({ secret: endpoint?.secret ?? null }));
}

export function schedulePrice(state: StationState, command: CommandOf<"SchedulePrice">, { nowMs }: DecisionContext): StationDecision {
  // One for now, or for a moment that is past, is in force from now: with an earlier one, any older price reported late would undo it.
  const price = { grade: command.grade, unitPriceMilli: command.unitPriceMilli, effectiveAtMs: Math.max(command.effectiveAtMs, nowMs) };
  if (state.config === null) return rejected("station_not_found");
  if (!state.config.pumps.some((layout) => gradesOf(layout).includes(price.grade)))
    return rejected("grade_unknown", { grade: price.grade });
  const waiting = state.scheduledPrices.filter(({ grade }) => grade === price.grade).length;
  if (waiting >= stationBounds.scheduledPerGradeMax)
    return rejected("price_too_many_scheduled", { most: stationBounds.scheduledPerGradeMax });
  const scheduled: StationEvent = { type: "PriceScheduled", ...price };
  return accepted(price.effectiveAtMs > nowMs ? [scheduled] : [scheduled, { type: "PriceApplied", ...price }]);
}

/** A scheduled price's moment has come. */
export function applyPrice(state: StationState, { grade }: CommandOf<"ApplyPrice">, { nowMs }: DecisionContext): StationDecision {
  const due = state.scheduledPrices.filter((price) => price.grade === grade && price.effectiveAtMs <= nowMs).at(-1);
  return accepted(due === undefined ? [] : [{ type: "PriceApplied", ...due }]);
}
