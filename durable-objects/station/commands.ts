import type { TerminalCommand } from "@forecourt/contract/terminal";
import { findFueling, type StationState, stationBounds } from "./state.ts";

/** Makes a command of its parts; the type and the data have to fit. */
export function toCommand<Type extends TerminalCommand["type"]>(
  cursor: number,
  id: string,
  type: Type,
  data: Extract<TerminalCommand, { type: Type }>["data"],
): TerminalCommand {
  return { id, cursor, type, data } as Extract<TerminalCommand, { type: Type }>;
}

/** Queues a command for one terminal, or for all; what is too old to matter makes room. */
export function queueCommand(state: StationState, terminalId: string | null, make: (cursor: number) => TerminalCommand): StationState {
  const cursor = state.cursor + 1;
  const queued = { command: make(cursor), terminalId, toPush: state.endpoint !== null };
  return { ...state, cursor, commands: [...state.commands, queued].slice(-stationBounds.commandsKept) };
}

/** What a terminal that has seen everything up to `afterCursor` has still to do. */
export function commandsAfter(state: StationState, terminalId: string, afterCursor: number): readonly TerminalCommand[] {
  return state.commands
    .filter((queued) => queued.terminalId === null || queued.terminalId === terminalId)
    .map(({ command }) => command)
    .filter((command) => command.cursor > afterCursor && isCurrent(state, command));
}

/** An authorisation that has begun, ended or lapsed is not handed out any more. */
function isCurrent(state: StationState, command: TerminalCommand): boolean {
  return command.type !== "authorize" || findFueling(state, command.data.fuelingId)?.state === "authorised";
}
