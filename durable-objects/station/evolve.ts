import type { Dispensed, GradeTotals, PumpReport, StationEvent } from "@forecourt/contract/station";
import type { PumpState } from "@forecourt/contract/terminal";
import { queueCommand, toCommand } from "./commands.ts";
import { sequenceStart } from "./sequence.ts";
import {
  type Fueling,
  findFueling,
  idlePump,
  isAbandoned,
  isAvailable,
  isLate,
  type PumpStatus,
  type StationState,
  shiftKey,
  stationBounds,
  type Terminal,
} from "./state.ts";

/** Folds one event into the station. Pure; never refuses. */
export function evolveStation(state: StationState, event: StationEvent, at: { readonly atMs: number }): StationState {
  switch (event.type) {
    case "StationConfigured": {
      const pumps = Object.fromEntries(event.config.pumps.map(({ pump }) => [pump, state.pumps[pump] ?? idlePump]));
      return { ...state, config: event.config, revision: state.revision + 1, pumps };
    }
    case "TerminalEnrolled":
      return withTerminal(state, {
        terminalId: event.terminalId,
        keys: [{ secret: event.secret }],
        revoked: false,
        position: sequenceStart,
        outcomes: [],
        softwareVersion: null,
        clockSkewMs: null,
        syncedAtMs: null,
      });
    case "TerminalSecretRotated":
      return changeTerminal(state, event.terminalId, (terminal) => ({
        keys: [
          { secret: event.secret },
          ...terminal.keys.slice(0, 1).map(({ secret }) => ({ secret, validUntilMs: event.previousValidUntilMs })),
        ],
      }));
    case "TerminalRevoked":
      // It will not close its shift any more.
      return forgetRevoked(changeTerminal(withoutShift(state, event.terminalId), event.terminalId, () => ({ revoked: true, keys: [] })));
    case "TerminalSynced":
      return changeTerminal(state, event.terminalId, (terminal) => ({
        position: event.position,
        outcomes: [...terminal.outcomes, ...event.outcomes].slice(-stationBounds.outcomesKept),
        syncedAtMs: at.atMs,
        softwareVersion: event.softwareVersion ?? terminal.softwareVersion,
        clockSkewMs: event.clockSkewMs ?? terminal.clockSkewMs,
      }));
    case "PushEndpointSet":
      return { ...state, endpoint: event.endpoint, commands: state.commands.map((queued) => ({ ...queued, toPush: false })) };
    case "CommandPushed":
      return {
        ...state,
        commands: state.commands.map((queued) => (queued.command.cursor === event.cursor ? { ...queued, toPush: false } : queued)),
      };
    case "PriceScheduled": {
      const { type: _, ...price } = event;
      const scheduledPrices = [...state.scheduledPrices, price].sort((a, b) => a.effectiveAtMs - b.effectiveAtMs);
      return queueCommand({ ...state, scheduledPrices }, null, (cursor) =>
        toCommand(cursor, `price/${cursor}`, "set_price", {
          grade: price.grade,
          unitPriceMilli: price.unitPriceMilli,
          effectiveAt: new Date(price.effectiveAtMs).toISOString(),
        }),
      );
    }
    case "PriceApplied": {
      const { type: _, ...price } = event;
      return {
        ...state,
        prices: { ...state.prices, [price.grade]: price },
        scheduledPrices: state.scheduledPrices.filter(
          ({ grade, effectiveAtMs }) => grade !== price.grade || effectiveAtMs > price.effectiveAtMs,
        ),
      };
    }
    case "PumpStateChanged":
      return changePump(state, event.pump, () => ({ state: event.state, nozzle: event.nozzle ?? null, setBy: event.setBy }));
    case "FuelingAuthorised":
      return authorise(state, event, at.atMs);
    case "FuelingStarted":
      return start(state, event, at.atMs);
    case "FuelingStalled":
      return keepRecent(freePump(changeFueling(state, event.fuelingId, { stalled: true }), event.fuelingId));
    case "FuelingCompleted":
      return complete(state, event, at.atMs);
    case "FuelingCancelled":
    case "FuelingExpired":
      return abandon(state, event, at.atMs);
    case "FuelingSettled":
      return keepRecent(changeFueling(state, event.fuelingId, { state: "settled", funding: event.funding, settledAtMs: at.atMs }));
    case "FundsReturnOwed":
      return oweReturn(state, event);
    case "FundsReturned":
      return { ...state, returns: state.returns.filter(({ fuelingId }) => fuelingId !== event.fuelingId) };
    case "ShiftClosed":
      return {
        ...withoutShift(state, event.terminalId),
        shiftsClosed: [...state.shiftsClosed, shiftKey(event)].slice(-stationBounds.shiftsKept),
      };
    case "AlertRaised":
      return state;
  }
}

function authorise(state: StationState, event: Extract<StationEvent, { type: "FuelingAuthorised" }>, atMs: number): StationState {
  const { type: _, ...terms } = event;
  const fueling: Fueling = { ...terms, state: "authorised", authorisedAtMs: atMs };
  const held = changePump({ ...state, fuelings: [...state.fuelings, fueling] }, event.pump, () => ({
    state: "authorised",
    fuelingId: event.fuelingId,
  }));
  // A terminal that asked has its answer in the reply; a phone's request has to be carried to the pump.
  if (event.by === "terminal") return held;
  return queueCommand(held, terminalOf(state, event.pump), (cursor) =>
    toCommand(cursor, `authorize/${event.fuelingId}`, "authorize", {
      fuelingId: event.fuelingId,
      pump: event.pump,
      grades: [event.grade],
      limitMinor: event.limitMinor,
      limitMl: event.limitMl,
      unitPriceMilli: event.unitPriceMilli,
      expiresAt: new Date(event.expiresAtMs).toISOString(),
    }),
  );
}

function start(state: StationState, event: Extract<StationEvent, { type: "FuelingStarted" }>, atMs: number): StationState {
  const { fuelingId, startedAtMs, nozzle } = event;
  const fuelings = state.fuelings.map((fueling) => {
    if (fueling.fuelingId !== fuelingId) return fueling;
    const { stalled: _, closedAtMs: __, ...open } = fueling;
    return { ...open, state: "fueling" as const, startedAtMs, flowKnownAtMs: atMs };
  });
  // Funds that were to go back are needed after all.
  const started = { ...state, fuelings, returns: state.returns.filter((owed) => owed.fuelingId !== fuelingId) };
  // A fill that begins after its authorisation lapsed may find the pump held by the next one.
  return changePump(started, findFueling(state, fuelingId)?.pump, (status) => ({
    ...become(status, "fueling", event.setBy, nozzle),
    fuelingId: status.fuelingId ?? fuelingId,
  }));
}

function complete(state: StationState, event: Extract<StationEvent, { type: "FuelingCompleted" }>, atMs: number): StationState {
  const { fuelingId, dispensed, setBy } = event;
  const completed = changeFueling(state, fuelingId, { state: "completed", dispensed, closedAtMs: atMs });
  const pump = findFueling(state, fuelingId)?.pump;
  const metered = changePump(completed, pump, ({ totalizers }) => {
    const last = totalizers[dispensed.nozzle];
    // A terminal whose clock is years ahead must not make every later reading look old.
    const endedAtMs = Math.min(dispensed.endedAtMs, atMs);
    if (last !== undefined && last.atMs > endedAtMs) return {};
    return { totalizers: { ...totalizers, [dispensed.nozzle]: { totalizerMl: dispensed.totalizerMl, atMs: endedAtMs } } };
  });
  const { grade } = dispensed;
  const shift = state.shiftTotals[setBy.terminalId];
  return {
    ...freePump(metered, fuelingId, setBy),
    // Late fills were given up, and their funds with them; the capture follows all the same.
    returns: state.returns.filter((owed) => owed.fuelingId !== fuelingId),
    totals: { ...state.totals, [grade]: plus(state.totals[grade], dispensed) },
    shiftTotals: { ...state.shiftTotals, [setBy.terminalId]: { ...shift, [grade]: plus(shift?.[grade], dispensed) } },
  };
}

function abandon(
  state: StationState,
  event: Extract<StationEvent, { type: "FuelingCancelled" | "FuelingExpired" }>,
  atMs: number,
): StationState {
  const fueling = findFueling(state, event.fuelingId);
  if (fueling === undefined) return state;
  const setBy = event.type === "FuelingCancelled" ? event.setBy : undefined;
  const ended = setBy === undefined ? {} : { ended: true as const };
  // Given up before; now the terminal, too, says that it is over.
  if (isAbandoned(fueling) && fueling.state !== "fueling") return changeFueling(state, event.fuelingId, ended);
  const reason = event.type === "FuelingExpired" ? "expired" : event.reason;
  const closed = changeFueling(state, event.fuelingId, {
    state: event.type === "FuelingExpired" ? "expired" : "cancelled",
    closedAtMs: atMs,
    ...ended,
  });
  const released = queueCommand(freePump(oweReturn(closed, fueling), event.fuelingId, setBy), terminalOf(state, fueling.pump), (cursor) =>
    toCommand(cursor, `release/${fueling.fuelingId}`, "release", { fuelingId: fueling.fuelingId, pump: fueling.pump, reason }),
  );
  return keepRecent(released);
}

function oweReturn(state: StationState, { fuelingId, walletId }: { readonly fuelingId: string; readonly walletId: string }): StationState {
  if (state.returns.some((owed) => owed.fuelingId === fuelingId)) return state;
  const no = state.returnCount + 1;
  return { ...state, returnCount: no, returns: [...state.returns, { no, fuelingId, walletId }] };
}

function plus(totals: GradeTotals | undefined, { grade, volumeMl, amountMinor }: Dispensed): GradeTotals {
  return {
    grade,
    volumeMl: (totals?.volumeMl ?? 0) + volumeMl,
    amountMinor: (totals?.amountMinor ?? 0) + amountMinor,
    count: (totals?.count ?? 0) + 1,
  };
}

function changeFueling(state: StationState, fuelingId: string, change: Partial<Fueling>): StationState {
  return { ...state, fuelings: state.fuelings.map((fueling) => (fueling.fuelingId === fuelingId ? { ...fueling, ...change } : fueling)) };
}

function changePump(state: StationState, pump: number | undefined, change: (status: PumpStatus) => Partial<PumpStatus>): StationState {
  const status = pump === undefined ? undefined : state.pumps[pump];
  if (pump === undefined || status === undefined) return state;
  return { ...state, pumps: { ...state.pumps, [pump]: { ...status, ...change(status) } } };
}

/** A fill lets go of its pump. Where fuel flows for another one, which had lost the pump to it, that one holds it again. */
function freePump(state: StationState, fuelingId: string, setBy?: PumpReport): StationState {
  const pump = findFueling(state, fuelingId)?.pump;
  const flowing = state.fuelings.find(
    (other) => other.pump === pump && other.fuelingId !== fuelingId && other.state === "fueling" && other.stalled !== true,
  );
  return changePump(state, pump, (status) =>
    status.fuelingId === fuelingId
      ? { ...become(status, flowing === undefined ? "idle" : "fueling", setBy, null), fuelingId: flowing?.fuelingId ?? null }
      : {},
  );
}

/** How a pump stands by what its fill does; what the pump has said of itself since, or of a fault, stands. */
function become(status: PumpStatus, pump: PumpState, setBy: PumpReport | undefined, nozzle: number | null): Partial<PumpStatus> {
  if (setBy !== undefined && isLate(status, setBy)) return {};
  return { ...(isAvailable(status.state) ? { state: pump } : {}), nozzle, ...(setBy === undefined ? {} : { setBy }) };
}

function withTerminal(state: StationState, terminal: Terminal): StationState {
  return { ...state, terminals: { ...state.terminals, [terminal.terminalId]: terminal } };
}

function changeTerminal(state: StationState, terminalId: string, change: (terminal: Terminal) => Partial<Terminal>): StationState {
  const terminal = state.terminals[terminalId];
  return terminal === undefined ? state : withTerminal(state, { ...terminal, ...change(terminal) });
}

function withoutShift(state: StationState, terminalId: string): StationState {
  const { [terminalId]: _, ...shiftTotals } = state.shiftTotals;
  return { ...state, shiftTotals };
}

/** Of the terminals that were shut out, the last are remembered. */
function forgetRevoked(state: StationState): StationState {
  let surplus = Object.values(state.terminals).filter(({ revoked }) => revoked).length - stationBounds.revokedKept;
  if (surplus <= 0) return state;
  const kept = Object.entries(state.terminals).filter(([, { revoked }]) => !revoked || surplus-- <= 0);
  return { ...state, terminals: Object.fromEntries(kept) };
}

function terminalOf(state: StationState, pump: number): string | null {
  return state.config?.pumps.find((layout) => layout.pump === pump)?.terminalId ?? null;
}

/** Open fills are kept; of the settled and of the abandoned ones, the last; none that holds a pump. */
function keepRecent(state: StationState): StationState {
  let settled = state.fuelings.filter((fueling) => fueling.state === "settled").length - stationBounds.settledKept;
  let abandoned = state.fuelings.filter(isAbandoned).length - stationBounds.undispensedKept;
  if (settled <= 0 && abandoned <= 0) return state;
  const fuelings = state.fuelings.filter((fueling) => {
    if (fueling.state === "settled") return settled-- <= 0;
    return !isAbandoned(fueling) || abandoned-- <= 0;
  });
  return { ...state, fuelings };
}
