import { rejected } from "@forecourt/contract/result";
import { toMs } from "@forecourt/contract/scalars";
import type { FuelingRequest, GradeTotals, IngestItem, SequencePosition, StationCommand, StationEvent } from "@forecourt/contract/station";
import { type EventResult, SEQ_AHEAD_MAX, type TerminalEventOf } from "@forecourt/contract/terminal";
import { accepted, type Decision } from "../runtime/definition.ts";
import { idFrom } from "../runtime/digest.ts";
import { authoriseFueling, oweReturn } from "./authorise.ts";
import { recordCancellation, recordCompletion, recordFlow } from "./dispense.ts";
import { Draft, type Moment } from "./draft.ts";
import { evolveStation } from "./evolve.ts";
import { arrived, hasArrived, highest, union } from "./sequence.ts";
import { findFueling, findPump, gradesOf, isAbandoned, isLate, type StationState, shiftKey, type Terminal } from "./state.ts";

/** Events that leave no trace are noted once in so many. */
const KEPT_EVERY = 1_000;

type Ingest = Extract<StationCommand, { type: "IngestEvents" }>;

/** The id of the fill that an event of a terminal asks for: the same whenever the event is sent again. */
export function fuelingIdOf(terminalId: string, seq: number): string {
  return idFrom("fue", `${terminalId}/${seq}`);
}

/** The request in an authorisation event; null when its payment code is no good. */
export function requestOf(terminalId: string, item: Extract<IngestItem, { kind: "event" }>): FuelingRequest | null {
  const { event, code } = item;
  if (event.type !== "fuel.authorization_requested" || code === undefined || !code.ok) return null;
  const { pump, grade, limitMinor } = event.data;
  return {
    fuelingId: fuelingIdOf(terminalId, event.seq),
    walletId: code.walletId,
    pump,
    ...(grade === undefined ? {} : { grade }),
    ...(limitMinor === undefined ? {} : { limitMinor }),
    ...(code.limitMinor === undefined ? {} : { allowedMinor: code.limitMinor }),
  };
}

/**
 * The station as it will be once this has been taken in; nothing is written. A request is planned upon what the same terminal
 * sent before it: the sale that frees its pump, the nozzle whose grade is asked for.
 */
export function foresee(state: StationState, before: Ingest, moment: Moment): StationState {
  if (before.items.length === 0) return state;
  const decision = ingestEvents(state, before, moment);
  if (!decision.ok) return state;
  return decision.events.reduce((now, event) => evolveStation(now, event, { atMs: moment.nowMs }), state);
}

/**
 * Takes in what a terminal sent: each event once, in whatever order and however often it comes. What only says how
 * things stand at the moment (progress, heartbeat) leaves no trace, so a request of nothing else writes nothing.
 */
export function ingestEvents(state: StationState, command: Ingest, context: Moment): Decision<StationState, StationEvent> {
  const terminal = state.terminals[command.terminalId];
  if (terminal === undefined) return rejected("terminal_unknown");
  if (terminal.revoked) return rejected("terminal_revoked");
  const draft = new Draft(state, context);
  const outcomes: EventResult[] = [];
  let position: SequencePosition = union(terminal.position, command.position);
  let heartbeat: TerminalEventOf<"terminal.heartbeat"> | undefined;
  const results = command.items.map((item): EventResult => {
    const seq = item.kind === "event" ? item.event.seq : item.seq;
    if (seq !== null && seq > highest(position) + SEQ_AHEAD_MAX) return { seq, status: "rejected", code: "seq_out_of_range" };
    if (seq !== null && hasArrived(position, seq)) {
      const known = [...terminal.outcomes, ...outcomes].find((outcome) => outcome.seq === seq);
      if (known !== undefined || !isUnrecordedSale(draft.state, item)) return repeated(draft, terminal, known, item, seq, command);
    }
    const result: EventResult =
      item.kind === "malformed"
        ? { seq, status: "rejected", code: "event_malformed", detail: item.detail }
        : take(draft, terminal, item, command, position);
    if (seq !== null) {
      position = arrived(position, seq);
      if (result.code !== undefined || result.declined !== undefined) outcomes.push(result);
    }
    if (item.kind === "event" && item.event.type === "terminal.heartbeat") heartbeat = item.event;
    return result;
  });
  const said = aboutTerminal(heartbeat, context.nowMs);
  const isNewVersion = said.softwareVersion !== undefined && said.softwareVersion !== terminal.softwareVersion;
  // Not kept at all, a long quiet time would end with a terminal that seems to have run away from its last known seq.
  const hasRunAhead = highest(position) - highest(terminal.position) >= KEPT_EVERY;
  const isWorthKeeping = draft.events.length > 0 || outcomes.length > 0 || isNewVersion || hasRunAhead;
  if (isWorthKeeping) draft.add({ type: "TerminalSynced", terminalId: command.terminalId, position, outcomes, ...said });
  return accepted(draft.events, () => ({ results, position }));
}

function aboutTerminal(
  heartbeat: TerminalEventOf<"terminal.heartbeat"> | undefined,
  nowMs: number,
): { readonly softwareVersion?: string; readonly clockSkewMs?: number } {
  if (heartbeat === undefined) return {};
  return { softwareVersion: heartbeat.data.softwareVersion, clockSkewMs: toMs(heartbeat.data.clock) - nowMs };
}

/**
 * A sale whose seq has come before, but which is not recorded: its seq was in a gap that was given up, or the terminal has
 * begun to count anew. A sale is known by its fill, so it can be taken in all the same, and is never lost.
 */
function isUnrecordedSale(state: StationState, item: IngestItem): boolean {
  if (item.kind !== "event" || item.event.type !== "fuel.completed") return false;
  const fueling = findFueling(state, item.event.data.fuelingId);
  return fueling !== undefined && fueling.dispensed === undefined && fueling.ended !== true;
}

/** What the first sending was told; but an authorisation that has been given up since then is no longer one. */
function repeated(
  draft: Draft,
  terminal: Terminal,
  known: EventResult | undefined,
  item: IngestItem,
  seq: number,
  { answers }: Ingest,
): EventResult {
  const request = item.kind === "event" ? requestOf(terminal.terminalId, item) : null;
  // Sent twice at once, declined the first time, and the wallet has reserved for the second: those funds go back.
  if (request !== null && answers[seq]?.ok === true && findFueling(draft.state, request.fuelingId) === undefined) oweReturn(draft, request);
  if (known !== undefined) return { ...known, status: "duplicate" };
  const isRequest = item.kind === "event" && item.event.type === "fuel.authorization_requested";
  return { seq, status: "duplicate", ...(isRequest ? outcomeOf(draft.state, fuelingIdOf(terminal.terminalId, seq)) : {}) };
}

function take(
  draft: Draft,
  { terminalId }: Terminal,
  item: Extract<IngestItem, { kind: "event" }>,
  command: Ingest,
  position: SequencePosition,
): EventResult {
  const { event } = item;
  const { seq } = event;
  const done = (refusal: { readonly code: string } | null): EventResult =>
    refusal === null ? { seq, status: "accepted" } : { seq, status: "rejected", code: refusal.code };
  switch (event.type) {
    case "terminal.heartbeat":
      return done(null);
    case "pump.state":
      return done(changePumpState(draft, terminalId, event, position));
    case "fuel.authorization_requested":
      return answerRequest(draft, terminalId, item, command);
    case "fuel.started":
    case "fuel.progress":
      return done(recordFlow(draft, terminalId, event));
    case "fuel.completed": {
      const refusal = recordCompletion(draft, terminalId, event);
      return refusal === "repeated" ? { seq, status: "duplicate" } : done(refusal);
    }
    case "fuel.cancelled":
      return done(recordCancellation(draft, terminalId, event));
    case "price.applied":
      return done(applyReportedPrice(draft, event));
    case "shift.closed":
      return done(closeShift(draft, terminalId, event));
  }
}

function answerRequest(draft: Draft, terminalId: string, item: Extract<IngestItem, { kind: "event" }>, command: Ingest): EventResult {
  const { seq } = item.event;
  const answer = command.answers[seq];
  const request = requestOf(terminalId, item);
  if (request === null || answer === undefined) {
    const code = item.code?.ok === false ? item.code.code : "payment_code_invalid";
    return { seq, status: "accepted", declined: { code } };
  }
  const refusal = authoriseFueling(draft, request, answer, "terminal");
  if (refusal !== null) {
    return {
      seq,
      status: "accepted",
      declined: { code: refusal.code, ...(refusal.detail === undefined ? {} : { detail: { ...refusal.detail } }) },
    };
  }
  return { seq, status: "accepted", ...outcomeOf(draft.state, request.fuelingId) };
}

/** What a request for a fill has come to. */
function outcomeOf(state: StationState, fuelingId: string): Pick<EventResult, "authorization" | "declined"> {
  const fueling = findFueling(state, fuelingId);
  if (fueling === undefined) return {};
  // Its funds went back: a terminal that missed the answer would open the pump, and nobody would pay.
  if (isAbandoned(fueling)) return { declined: { code: "fueling_lapsed" } };
  const { grade, limitMinor, limitMl, unitPriceMilli, expiresAtMs } = fueling;
  return { authorization: { fuelingId, grade, limitMinor, limitMl, unitPriceMilli, expiresAt: new Date(expiresAtMs).toISOString() } };
}

function changePumpState(draft: Draft, terminalId: string, { seq, data }: TerminalEventOf<"pump.state">, position: SequencePosition) {
  const status = draft.state.pumps[data.pump];
  const layout = findPump(draft.state, data.pump);
  if (status === undefined || layout === undefined) return { code: "pump_not_found" };
  if (data.nozzle !== undefined && !layout.nozzles.some(({ nozzle }) => nozzle === data.nozzle)) return { code: "nozzle_unknown" };
  if (data.grade !== undefined && !gradesOf(layout).includes(data.grade)) return { code: "grade_unknown" };
  const setBy = { terminalId, seq };
  if (isLate(status, setBy)) return null;
  // No news is not written, unless an earlier word on the pump may yet come, which must not count then.
  const isNews = status.state !== data.state || status.nozzle !== (data.nozzle ?? null);
  if (!isNews && position.ackSeq >= seq - 1) return null;
  draft.add({
    type: "PumpStateChanged",
    pump: data.pump,
    state: data.state,
    ...(data.nozzle === undefined ? {} : { nozzle: data.nozzle }),
    setBy,
  });
  return null;
}

function applyReportedPrice(draft: Draft, { data }: TerminalEventOf<"price.applied">) {
  const isSold = draft.state.config?.pumps.some((layout) => gradesOf(layout).includes(data.grade));
  if (isSold !== true) return { code: "grade_unknown" };
  const effectiveAtMs = Math.min(toMs(data.effectiveAt), draft.nowMs);
  const current = draft.state.prices[data.grade];
  if (current !== undefined && (current.effectiveAtMs > effectiveAtMs || current.unitPriceMilli === data.unitPriceMilli)) return null;
  draft.add({ type: "PriceApplied", grade: data.grade, unitPriceMilli: data.unitPriceMilli, effectiveAtMs });
  return null;
}

function closeShift(draft: Draft, terminalId: string, { data }: TerminalEventOf<"shift.closed">) {
  if (draft.state.shiftsClosed.includes(shiftKey({ terminalId, shiftId: data.shiftId }))) return null;
  const totals = Object.values(draft.state.shiftTotals[terminalId] ?? {});
  draft.add({ type: "ShiftClosed", shiftId: data.shiftId, terminalId, totals, reported: data.totals });
  for (const [grade, { ours, reported }] of byGrade(totals, data.totals)) {
    if (ours.amountMinor === reported.amountMinor && ours.volumeMl === reported.volumeMl) continue;
    draft.alert("shift_variance", data.shiftId, {
      grade,
      amountMinor: ours.amountMinor,
      reportedMinor: reported.amountMinor,
      volumeMl: ours.volumeMl,
      reportedMl: reported.volumeMl,
    });
  }
  return null;
}

function byGrade(ours: readonly GradeTotals[], reported: readonly GradeTotals[]) {
  const nothing = (grade: string): GradeTotals => ({ grade, volumeMl: 0, amountMinor: 0, count: 0 });
  const grades = new Set([...ours, ...reported].map(({ grade }) => grade));
  const of = (totals: readonly GradeTotals[], grade: string) => totals.find((one) => one.grade === grade) ?? nothing(grade);
  return new Map([...grades].map((grade) => [grade, { ours: of(ours, grade), reported: of(reported, grade) }]));
}
