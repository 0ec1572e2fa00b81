import type { FuelingFacts } from "@forecourt/contract/movement";
import type { Result } from "@forecourt/contract/result";
import type { GradeTotals, StationCommand, StationEvent } from "@forecourt/contract/station";
import type { TerminalCommand } from "@forecourt/contract/terminal";
import type { FundingView, WalletCommand } from "@forecourt/contract/wallet";
import { type Delivery, defineActor, type EventShape, Hopeless, type Timer } from "../runtime/definition.ts";
import { aspect } from "./aspect.ts";
import { decideStation } from "./decide.ts";
import { evolveStation } from "./evolve.ts";
import { assertStation } from "./invariants.ts";
import { type Fueling, type FundsReturn, initialStation, type StationState, shiftKey, stalledAtMs } from "./state.ts";

/** What a station says to others. */
export type StationMessage =
  | { readonly to: "wallet"; readonly walletId: string; readonly command: WalletCommand }
  | { readonly to: "endpoint"; readonly url: string; readonly secret: string; readonly command: TerminalCommand };

/** A crash leaves a delivery unsent, the terminal's next word sends it; were there none, the alarm does after this at the latest. */
const UNSENT_MS_MAX = 15 * 60_000;

/** The station: its pumps, terminals, prices, and the saga of every fill. */
export const station = defineActor<StationState, StationCommand, StationEvent, StationMessage>({
  kind: "station",
  initial: initialStation,
  decide: decideStation,
  evolve: evolveStation,
  assert: assertStation,
  timers,
  deliveries,
  aspect,
  publish,
  upcast: (stored) => stored as StationEvent,
  stateVersion: 5,
  upcastState: (stored, version) => (version === 4 ? withShiftOfOne(stored as StationOfFour) : null),
});

/** Shift totals were the station's, not its terminals'. */
type StationOfFour = Omit<StationState, "shiftTotals"> & { readonly shiftTotals: Readonly<Record<string, GradeTotals>> };

/** Of a station that has only ever had one terminal it is plain whose they are; of others the journal tells. */
function withShiftOfOne({ shiftTotals, shiftsClosed, ...rest }: StationOfFour): StationState | null {
  const [terminalId, another] = Object.keys(rest.terminals);
  if (another !== undefined || (terminalId === undefined && Object.keys(shiftTotals).length > 0)) return null;
  if (terminalId === undefined) return { ...rest, shiftTotals: {}, shiftsClosed };
  const closed = shiftsClosed.map((shiftId) => shiftKey({ terminalId, shiftId }));
  return { ...rest, shiftTotals: { [terminalId]: shiftTotals }, shiftsClosed: closed };
}

function timers(state: StationState): readonly Timer<StationCommand>[] {
  const due: Timer<StationCommand>[] = [];
  for (const fueling of state.fuelings) {
    const { fuelingId, expiresAtMs } = fueling;
    if (fueling.state === "authorised")
      due.push({ key: `fueling/${fuelingId}`, dueAtMs: expiresAtMs, command: { type: "ExpireFueling", fuelingId } });
    const dueAtMs = stalledAtMs(fueling);
    if (dueAtMs !== null) due.push({ key: `stalled/${fuelingId}`, dueAtMs, command: { type: "FlagStalledFueling", fuelingId } });
  }
  for (const { grade, effectiveAtMs } of state.scheduledPrices) {
    due.push({ key: `price/${grade}`, dueAtMs: effectiveAtMs, command: { type: "ApplyPrice", grade } });
  }
  return due;
}

function deliveries(state: StationState): readonly Delivery<StationCommand, StationMessage>[] {
  return [
    ...state.fuelings.filter((fueling) => fueling.state === "completed").flatMap((fueling) => capture(state, fueling)),
    ...state.returns.map(release),
    ...pushes(state),
  ];
}

function capture(state: StationState, { fuelingId, walletId, pump, dispensed }: Fueling): Delivery<StationCommand, StationMessage>[] {
  if (dispensed === undefined) return [];
  const { totalizerMl: _, ...facts } = dispensed;
  const fueling: FuelingFacts = { fuelingId, stationId: state.stationId, pump, ...facts };
  return [
    {
      id: `capture/${fuelingId}`,
      destination: `wallet/${walletId}`,
      alarmSlackMs: UNSENT_MS_MAX,
      message: { to: "wallet", walletId, command: { type: "CaptureFunds", fueling } },
      acknowledge: (reply) => ({ type: "RecordCapture", fuelingId, funding: granted<FundingView>(reply) }),
    },
  ];
}

function release({ no, fuelingId, walletId }: FundsReturn): Delivery<StationCommand, StationMessage> {
  return {
    id: `release/${fuelingId}/${no}`,
    destination: `wallet/${walletId}`,
    alarmSlackMs: UNSENT_MS_MAX,
    message: { to: "wallet", walletId, command: { type: "ReleaseFunds", fuelingId } },
    acknowledge: (reply) => {
      granted(reply);
      return { type: "RecordRelease", fuelingId };
    },
  };
}

function pushes({ endpoint, commands }: StationState): Delivery<StationCommand, StationMessage>[] {
  if (endpoint === null) return [];
  return commands
    .filter(({ toPush }) => toPush)
    .map(({ command }) => ({
      id: `push/${command.cursor}`,
      destination: `endpoint/${endpoint.url}`,
      message: { to: "endpoint", ...endpoint, command },
      acknowledge: () => ({ type: "RecordPush", cursor: command.cursor }),
    }));
}

/** A wallet that refuses will refuse again: a person has to look at it. */
function granted<Reply>(reply: unknown): Reply {
  const result = reply as Result<Reply>;
  if (!result.ok) throw new Hopeless(`the wallet refused: ${result.code}`);
  return result.reply;
}

/** The read models see the station, its prices and what ended without a sale; a sale they see from the wallet that paid it. No secrets. */
function publish(event: StationEvent): EventShape | null {
  switch (event.type) {
    case "StationConfigured":
    case "PriceScheduled":
    case "PriceApplied":
    case "TerminalRevoked":
    case "ShiftClosed":
    case "AlertRaised":
    case "FuelingStalled":
      return event;
    case "TerminalEnrolled":
    case "TerminalSecretRotated":
      return { type: event.type, terminalId: event.terminalId } as EventShape;
    case "FuelingAuthorised":
    case "FuelingStarted":
    case "FuelingCompleted":
    case "FuelingCancelled":
    case "FuelingExpired":
    case "FuelingSettled":
    case "PumpStateChanged":
    case "TerminalSynced":
    case "PushEndpointSet":
    case "CommandPushed":
    case "FundsReturnOwed":
    case "FundsReturned":
      return null;
  }
}
