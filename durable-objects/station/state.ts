import type {
  Dispensed,
  FuelingState,
  FuelingView,
  GradeTotals,
  PumpLayout,
  PumpReport,
  SequencePosition,
  StationConfig,
  TerminalKey,
} from "@forecourt/contract/station";
import type { EventResult, PumpState, TerminalCommand } from "@forecourt/contract/terminal";
import type { FundingView } from "@forecourt/contract/wallet";

/** One fill, from its authorisation on. */
export interface Fueling {
  readonly fuelingId: string;
  readonly walletId: string;
  readonly state: FuelingState;
  readonly pump: number;
  readonly grade: string;
  readonly limitMinor: number;
  readonly limitMl: number;
  /** The price it was authorised at, and is priced by. */
  readonly unitPriceMilli: number;
  readonly authorisedAtMs: number;
  readonly expiresAtMs: number;
  readonly by: "terminal" | "phone";
  readonly startedAtMs?: number;
  /** When the station learned that fuel flows: by its own clock, which no terminal can put forward or back. */
  readonly flowKnownAtMs?: number;
  /** Nobody has reported on it for so long that nobody will. */
  readonly stalled?: true;
  /** The terminal has said that the fill is over and nothing was dispensed: what comes late from before is ignored. */
  readonly ended?: true;
  readonly dispensed?: Dispensed;
  readonly funding?: FundingView;
  readonly closedAtMs?: number;
  readonly settledAtMs?: number;
}

export interface PumpStatus {
  readonly state: PumpState;
  /** The nozzle that is lifted, when the terminal has said. */
  readonly nozzle: number | null;
  /** The fill that holds the pump. */
  readonly fuelingId: string | null;
  /** The event that set `state`: what comes late from before it is ignored. */
  readonly setBy: PumpReport | null;
  /** By nozzle: the lifetime meter, and when it stood there. */
  readonly totalizers: Readonly<Record<number, { readonly totalizerMl: number; readonly atMs: number }>>;
}

export interface Terminal {
  readonly terminalId: string;
  readonly keys: readonly TerminalKey[];
  readonly revoked: boolean;
  readonly position: SequencePosition;
  /** The last outcomes worth repeating, by seq. */
  readonly outcomes: readonly EventResult[];
  readonly softwareVersion: string | null;
  readonly clockSkewMs: number | null;
  readonly syncedAtMs: number | null;
}

export interface ScheduledPrice {
  readonly grade: string;
  readonly unitPriceMilli: number;
  readonly effectiveAtMs: number;
}

/** A command for terminals; `terminalId` null: for every one. */
export interface QueuedCommand {
  readonly command: TerminalCommand;
  readonly terminalId: string | null;
  /** Not pushed yet to the station's own endpoint. */
  readonly toPush: boolean;
}

/** Numbered, since the funds of one fill may be owed again after they went back once. */
export interface FundsReturn {
  readonly no: number;
  readonly fuelingId: string;
  readonly walletId: string;
}

export interface StationState {
  readonly stationId: string;
  readonly config: StationConfig | null;
  /** How often it was configured. */
  readonly revision: number;
  readonly pumps: Readonly<Record<number, PumpStatus>>;
  readonly prices: Readonly<Record<string, ScheduledPrice>>;
  /** By time. */
  readonly scheduledPrices: readonly ScheduledPrice[];
  readonly terminals: Readonly<Record<string, Terminal>>;
  /** Open ones and the last closed ones, oldest first. */
  readonly fuelings: readonly Fueling[];
  /** Funds that a wallet holds for nothing. */
  readonly returns: readonly FundsReturn[];
  /** How many returns there ever were. */
  readonly returnCount: number;
  readonly commands: readonly QueuedCommand[];
  /** The cursor of the last command ever queued. */
  readonly cursor: number;
  readonly endpoint: { readonly url: string; readonly secret: string } | null;
  readonly totals: Readonly<Record<string, GradeTotals>>;
  /** By terminal, whose own shift it is, and by grade. */
  readonly shiftTotals: Readonly<Record<string, Readonly<Record<string, GradeTotals>>>>;
  /** The last ones, see {@link shiftKey}. */
  readonly shiftsClosed: readonly string[];
}

/** Bounds of what a station keeps. */
export const stationBounds = {
  terminalsMax: 16,
  /** Of those that were shut out, the last: their names are not to be used again at once. */
  revokedKept: 32,
  scheduledPerGradeMax: 20,
  /** Closed fills that settled: recognised when they are reported again. */
  settledKept: 300,
  /** Closed fills that never dispensed, for fills that are reported late all the same. */
  undispensedKept: 300,
  outcomesKept: 64,
  commandsKept: 100,
  shiftsKept: 50,
} as const;

export function initialStation(stationId: string): StationState {
  return {
    stationId,
    config: null,
    revision: 0,
    pumps: {},
    prices: {},
    scheduledPrices: [],
    terminals: {},
    fuelings: [],
    returns: [],
    returnCount: 0,
    commands: [],
    cursor: 0,
    endpoint: null,
    totals: {},
    shiftTotals: {},
    shiftsClosed: [],
  };
}

export const idlePump: PumpStatus = { state: "idle", nozzle: null, fuelingId: null, setBy: null, totalizers: {} };

export function findFueling(state: StationState, fuelingId: string): Fueling | undefined {
  return state.fuelings.find((fueling) => fueling.fuelingId === fuelingId);
}

export function findPump(state: StationState, pump: number): PumpLayout | undefined {
  return state.config?.pumps.find((layout) => layout.pump === pump);
}

/** Whether the terminal has said something later of the pump. */
export function isLate({ setBy }: PumpStatus, report: PumpReport): boolean {
  return setBy?.terminalId === report.terminalId && setBy.seq > report.seq;
}

/** Whether a pump can be used; only its own report that it can makes it so again. */
export function isAvailable(pump: PumpState): boolean {
  return pump !== "closed" && pump !== "offline" && pump !== "error";
}

/** Closed, and nothing was dispensed, so far as anybody knows. */
export function isAbandoned({ state, stalled }: Fueling): boolean {
  return state === "cancelled" || state === "expired" || (state === "fueling" && stalled === true);
}

/** What a terminal's shift is known by: two terminals may both call theirs the first. */
export function shiftKey({ terminalId, shiftId }: { readonly terminalId: string; readonly shiftId: string }): string {
  return `${terminalId}/${shiftId}`;
}

/** The grades of a pump, each once. */
export function gradesOf(layout: PumpLayout): readonly string[] {
  return [...new Set(layout.nozzles.map(({ grade }) => grade))];
}

/** The price of a grade now: the last one that has come into effect, whether its timer has run or not. */
export function unitPriceMilli(state: StationState, grade: string, nowMs: number): number | undefined {
  let current = state.prices[grade];
  for (const price of state.scheduledPrices) {
    if (price.grade === grade && price.effectiveAtMs <= nowMs && price.effectiveAtMs >= (current?.effectiveAtMs ?? 0)) current = price;
  }
  return current?.unitPriceMilli;
}

/**
 * Whether the fill may still draw on its reservation. One that may yet begin counts: were its funds released a moment
 * before fuel flows, nobody would pay for it. When it does not begin, it expires, and its funds go back from here.
 */
export function isFlowing(fueling: Fueling | undefined): boolean {
  return fueling !== undefined && fueling.state !== "settled" && !isAbandoned(fueling);
}

/** A fill as its driver sees it; `reading` is what the pump last said. */
export function fuelingView(
  state: StationState,
  fueling: Fueling,
  reading?: { readonly volumeMl: number; readonly amountMinor: number },
): FuelingView {
  return {
    fuelingId: fueling.fuelingId,
    walletId: fueling.walletId,
    stationId: state.stationId,
    state: fueling.state,
    pump: fueling.pump,
    grade: fueling.dispensed?.grade ?? fueling.grade,
    limitMinor: fueling.limitMinor,
    limitMl: fueling.limitMl,
    unitPriceMilli: fueling.unitPriceMilli,
    expiresAtMs: fueling.expiresAtMs,
    volumeMl: fueling.dispensed?.volumeMl ?? reading?.volumeMl ?? 0,
    amountMinor: fueling.dispensed?.amountMinor ?? reading?.amountMinor ?? 0,
  };
}

/** No fill takes so long: nobody will report on it any more. */
const FUELING_STALLED_MS = 6 * 3_600_000;

/** When a fill under way is given up; null when it is not under way. */
export function stalledAtMs({ state, stalled, flowKnownAtMs }: Fueling): number | null {
  return state === "fueling" && stalled !== true && flowKnownAtMs !== undefined ? flowKnownAtMs + FUELING_STALLED_MS : null;
}
