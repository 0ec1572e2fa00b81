import { rejected } from "@forecourt/contract/result";
import type { StationCommand, StationEvent } from "@forecourt/contract/station";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { authoriseFueling } from "./authorise.ts";
import { Draft } from "./draft.ts";
import { ingestEvents } from "./ingest.ts";
import {
  applyPrice,
  configureStation,
  enrolTerminal,
  revokeTerminal,
  rotateTerminalSecret,
  schedulePrice,
  setPushEndpoint,
} from "./setup.ts";
import { findFueling, fuelingView, type StationState, stalledAtMs } from "./state.ts";

type StationDecision = Decision<StationState, StationEvent>;
type CommandOf<Type extends StationCommand["type"]> = Extract<StationCommand, { type: Type }>;

export function decideStation(state: StationState, command: StationCommand, context: DecisionContext): StationDecision {
  switch (command.type) {
    case "ConfigureStation":
      return configureStation(state, command);
    case "EnrolTerminal":
      return enrolTerminal(state, command);
    case "RotateTerminalSecret":
      return rotateTerminalSecret(state, command, context);
    case "RevokeTerminal":
      return revokeTerminal(state, command);
    case "SetPushEndpoint":
      return setPushEndpoint(state, command);
    case "SchedulePrice":
      return schedulePrice(state, command, context);
    case "ApplyPrice":
      return applyPrice(state, command, context);
    case "IngestEvents":
      return ingestEvents(state, command, context);
    case "AuthoriseFueling":
      return authoriseFromPhone(state, command, context);
    case "CancelFueling":
      return cancelFueling(state, command);
    case "ExpireFueling":
      return expireFueling(state, command, context);
    case "FlagStalledFueling":
      return flagStalled(state, command, context);
    case "RecordCapture": {
      const { fuelingId, funding } = command;
      const fueling = findFueling(state, fuelingId);
      if (fueling?.state !== "completed") return accepted([]);
      const settled: StationEvent = { type: "FuelingSettled", fuelingId, funding };
      const paidMinor = funding.principalMinor + funding.bonusMinor + funding.debtMinor;
      const amountMinor = fueling.dispensed?.amountMinor ?? 0;
      if (paidMinor === amountMinor) return accepted([settled]);
      // The wallet has taken another amount than was dispensed: a person compares the two.
      const facts = { walletId: fueling.walletId, amountMinor, paidMinor };
      return accepted([settled, { type: "AlertRaised", kind: "settlement_differs", subjectId: fuelingId, facts }]);
    }
    case "RecordRelease": {
      if (!state.returns.some(({ fuelingId }) => fuelingId === command.fuelingId)) return accepted([]);
      return accepted([{ type: "FundsReturned", fuelingId: command.fuelingId }]);
    }
    case "RecordPush": {
      if (!state.commands.some((queued) => queued.toPush && queued.command.cursor === command.cursor)) return accepted([]);
      return accepted([{ type: "CommandPushed", cursor: command.cursor }]);
    }
  }
}

function authoriseFromPhone(
  state: StationState,
  { request, answer }: CommandOf<"AuthoriseFueling">,
  context: DecisionContext,
): StationDecision {
  const draft = new Draft(state, context);
  const refusal = authoriseFueling(draft, request, answer, "phone");
  // Funds reserved in vain have to go back, which is an event: the refusal then travels in the reply.
  if (refusal !== null) return draft.events.length === 0 ? refusal : accepted(draft.events, () => ({ refused: refusal }));
  return accepted(draft.events, (after: StationState) => viewOf(after, request.fuelingId));
}

function cancelFueling(state: StationState, { fuelingId, walletId }: CommandOf<"CancelFueling">): StationDecision {
  const fueling = findFueling(state, fuelingId);
  if (fueling === undefined || fueling.walletId !== walletId) return rejected("fueling_not_found");
  const reply = (after: StationState) => viewOf(after, fuelingId);
  if (fueling.state === "cancelled" || fueling.state === "expired") return accepted([], reply);
  if (fueling.state !== "authorised") return rejected("fueling_not_cancellable", { state: fueling.state });
  return accepted([{ type: "FuelingCancelled", fuelingId, reason: "cancelled_by_driver" }], reply);
}

function expireFueling(state: StationState, { fuelingId }: CommandOf<"ExpireFueling">, { nowMs }: DecisionContext): StationDecision {
  const fueling = findFueling(state, fuelingId);
  if (fueling?.state !== "authorised" || fueling.expiresAtMs > nowMs) return accepted([]);
  return accepted([{ type: "FuelingExpired", fuelingId }]);
}

function flagStalled(state: StationState, { fuelingId }: CommandOf<"FlagStalledFueling">, context: DecisionContext): StationDecision {
  const fueling = findFueling(state, fuelingId);
  const dueAtMs = fueling === undefined ? null : stalledAtMs(fueling);
  if (fueling === undefined || dueAtMs === null || dueAtMs > context.nowMs) return accepted([]);
  const draft = new Draft(state, context);
  draft.add({ type: "FuelingStalled", fuelingId });
  draft.alert("fueling_stalled", fuelingId, { pump: fueling.pump, startedAtMs: fueling.startedAtMs ?? null });
  return accepted(draft.events);
}

function viewOf(state: StationState, fuelingId: string) {
  const fueling = findFueling(state, fuelingId);
  return fueling === undefined ? null : fuelingView(state, fueling);
}
