import type { StationCommand } from "@forecourt/contract/station";
import type { StationState } from "./state.ts";

/** What an operator's command is about, for the audit trail. A terminal's and an endpoint's secrets stay here. */
export function aspect(state: StationState, command: StationCommand): unknown {
  switch (command.type) {
    case "ConfigureStation":
      return state.config;
    case "SchedulePrice":
      return {
        grade: command.grade,
        unitPriceMilli: state.prices[command.grade]?.unitPriceMilli ?? null,
        scheduled: state.scheduledPrices.filter(({ grade }) => grade === command.grade),
      };
    case "EnrolTerminal":
    case "RotateTerminalSecret":
    case "RevokeTerminal": {
      const terminal = state.terminals[command.terminalId];
      // How many secrets are good tells a rotation apart from none.
      return terminal === undefined ? null : { terminalId: terminal.terminalId, revoked: terminal.revoked, secrets: terminal.keys.length };
    }
    case "SetPushEndpoint":
      return { url: state.endpoint?.url ?? null };
    default:
      return undefined;
  }
}
