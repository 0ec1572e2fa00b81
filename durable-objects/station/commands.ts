import type { TerminalCommand } from "@forecourt/contract/terminal";
import { findFueling, type QueuedCommand, type StationState, stationBounds } from "./state.ts";

/** Makes a command of its parts; the type and the data have to fit. */
export function toCommand<Type extends TerminalCommand["type"]>(
  cursor: number,
  id: string,
  type: Type,
  data: Extract<TerminalCommand, { type: Type }>["data"],
): TerminalCommand {
  return { id, cursor, type, data } as Extract<TerminalCommand, { type: Type }>;
}

/** Queues a command for one terminal, or for all; what matters least makes room. */
export function queueCommand(state: StationState, terminalId: string | null, make: (cursor: number) => TerminalCommand): StationState {
  const cursor = state.cursor + 1;
  const queued = { command: make(cursor), terminalId, toPush: state.endpoint !== null };
  return { ...state, cursor, commands: keepRecent(state, [...state.commands, queued]) };
}

/** What concerns a fill that is over goes first, so that a terminal that was away for long still learns the prices. */
function keepRecent(state: StationState, commands: readonly QueuedCommand[]): readonly QueuedCommand[] {
  let surplus = commands.length - stationBounds.commandsKept;
  if (surplus <= 0) return commands;
  const isOver = ({ command }: QueuedCommand) => command.type === "release" || !isCurrent(state, command);
  const kept = commands.filter((queued, index) => index === commands.length - 1 || !isOver(queued) || surplus-- <= 0);
  return kept.slice(-stationBounds.commandsKept);
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
