import type { GradeTotals, StationOperationsView, StationSummary, StationView } from "@forecourt/contract/station";
import type { LiveBoard } from "./live.ts";
import { missing, union } from "./sequence.ts";
import { type Fueling, fuelingView, gradesOf, idlePump, type StationState, type Terminal, unitPriceMilli } from "./state.ts";

/** The station as anyone may see it; null before it is configured. */
export function stationView(state: StationState, seq: number, nowMs: number): StationView | null {
  const { config } = state;
  if (config === null) return null;
  const grades = [...new Set(config.pumps.flatMap(gradesOf))];
  return {
    stationId: state.stationId,
    regionId: config.regionId,
    names: config.names,
    address: config.address,
    location: config.location,
    currency: config.currency,
    timeZone: config.timeZone,
    services: config.services ?? [],
    hours: config.hours ?? "24h",
    prices: grades.flatMap((grade) => {
      const price = unitPriceMilli(state, grade, nowMs);
      return price === undefined ? [] : [{ grade, unitPriceMilli: price }];
    }),
    pumps: config.pumps.map((layout) => {
      const status = state.pumps[layout.pump] ?? idlePump;
      return { pump: layout.pump, state: status.state, grades: gradesOf(layout), fuelingId: null };
    }),
    seq,
  };
}

/** The station as its operators see it. */
export function operationsView(state: StationState, live: LiveBoard, seq: number, nowMs: number): StationOperationsView | null {
  const view = stationView(state, seq, nowMs);
  if (view === null) return null;
  return {
    ...view,
    pumps: view.pumps.map((pump) => ({ ...pump, fuelingId: state.pumps[pump.pump]?.fuelingId ?? null })),
    terminals: Object.values(state.terminals).map((terminal) => terminalView(terminal, live)),
    scheduledPrices: state.scheduledPrices,
    shiftTotals: sumByGrade(Object.values(state.shiftTotals).flatMap((totals) => Object.values(totals))),
    totals: Object.values(state.totals),
    fuelings: state.fuelings.map((fueling) => fuelingView(state, fueling, live.reading(fueling.fuelingId))),
  };
}

function sumByGrade(totals: readonly GradeTotals[]): readonly GradeTotals[] {
  const sums = new Map<string, GradeTotals>();
  for (const { grade, volumeMl, amountMinor, count } of totals) {
    const sum = sums.get(grade) ?? { grade, volumeMl: 0, amountMinor: 0, count: 0 };
    sums.set(grade, { grade, volumeMl: sum.volumeMl + volumeMl, amountMinor: sum.amountMinor + amountMinor, count: sum.count + count });
  }
  return [...sums.values()];
}

/** As the live board shows it: of the fills, those that are under way; and when that was so. */
export function liveView(
  state: StationState,
  live: LiveBoard,
  seq: number,
  nowMs: number,
): (StationOperationsView & { readonly atMs: number }) | null {
  const view = operationsView({ ...state, fuelings: state.fuelings.filter(isRunning) }, live, seq, nowMs);
  return view === null ? null : { ...view, atMs: nowMs };
}

/** The station in short; null before it is configured. */
export function summaryView(state: StationState, live: LiveBoard): StationSummary | null {
  if (state.config === null) return null;
  const enrolled = Object.values(state.terminals).filter(({ revoked }) => !revoked);
  return {
    pumps: state.config.pumps.map(({ pump }) => ({ pump, state: (state.pumps[pump] ?? idlePump).state })),
    terminals: enrolled.map((terminal) => {
      const { terminalId, lastSeenAtMs, missing: gaps } = terminalView(terminal, live);
      return { terminalId, lastSeenAtMs, missing: gaps.length };
    }),
  };
}

/** A terminal with what is known of it for the moment. */
export function terminalView(terminal: Terminal, live: LiveBoard): StationOperationsView["terminals"][number] {
  const position = union(terminal.position, live.position(terminal.terminalId));
  return {
    terminalId: terminal.terminalId,
    revoked: terminal.revoked,
    softwareVersion: terminal.softwareVersion,
    clockSkewMs: terminal.clockSkewMs,
    lastSeenAtMs: live.seenAtMs(terminal.terminalId) ?? terminal.syncedAtMs,
    ackSeq: position.ackSeq,
    missing: missing(position),
  };
}

function isRunning({ state }: Fueling): boolean {
  return state === "authorised" || state === "fueling" || state === "completed";
}
