import type {
  Dispensed,
  FuelingState,
  FuelingView,
  GradeTotals,
  PumpLayout,
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
  /** Nobody has reported on it for so long that nobody will. */
  readonly stalled?: true;
  readonly dispensed?: Dispensed;
  readonly funding?: FundingView;
  readonly closedAtMs?: number;
}

export interface PumpStatus {
  readonly state: PumpState;
  /** The nozzle that is lifted, when the terminal has said. */
  readonly nozzle: number | null;
  /** The fill that holds the pump. */
  readonly fuelingId: string | null;
  /** The event that set `state`: what comes late from before it is ignored. */
  readonly setBy: { readonly terminalId: string; readonly seq: number } | null;
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

export interface StationState {
  readonly stationId: string;
  readonly config: StationConfig | null;
  readonly pumps: Readonly<Record<number, PumpStatus>>;
  readonly prices: Readonly<Record<string, ScheduledPrice>>;
  /** By time. */
  readonly scheduledPrices: readonly ScheduledPrice[];
  readonly terminals: Readonly<Record<string, Terminal>>;
  /** Open ones and the last closed ones, oldest first. */
  readonly fuelings: readonly Fueling[];
  /** Funds that a wallet holds for nothing. */
  readonly returns: readonly { readonly fuelingId: string; readonly walletId: string }[];
  readonly commands: readonly QueuedCommand[];
  /** The cursor of the last command ever queued. */
  readonly cursor: number;
  readonly endpoint: { readonly url: string; readonly secret: string } | null;
  readonly totals: Readonly<Record<string, GradeTotals>>;
  readonly shiftTotals: Readonly<Record<string, GradeTotals>>;
  readonly shiftsClosed: readonly string[];
}

/** Bounds of what a station keeps. */
export const stationBounds = {
  terminalsMax: 16,
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
    pumps: {},
    prices: {},
    scheduledPrices: [],
    terminals: {},
    fuelings: [],
    returns: [],
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

/** Whether the fill may still draw on its reservation. */
export function isFlowing(fueling: Fueling | undefined): boolean {
  return fueling !== undefined && fueling.stalled !== true && (fueling.state === "fueling" || fueling.state === "completed");
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
