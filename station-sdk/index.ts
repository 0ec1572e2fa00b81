/** What a POS vendor installs. See the README. */

export type {
  Authorization,
  EventResult,
  PumpState,
  TerminalCommand,
  TerminalEvent,
  TerminalEventOf,
  TerminalEventType,
} from "@forecourt/contract/terminal";
export { type AttachedAdapter, attachAdapter } from "./adapters/attach.ts";
export type { AuthorizationRequest, DispenseOrder, FuelReading, PriceChange, PumpAdapter, PumpSink } from "./adapters/port.ts";
export type { Answer, AuthorizationAnswer } from "./answers.ts";
export { TerminalClient } from "./client.ts";
export type { Skew, Sleep } from "./clock.ts";
export type { Surroundings } from "./http.ts";
export { DirectoryLockedError } from "./lock.ts";
export type { TerminalClientOptions } from "./options.ts";
export type { ParkedEvent } from "./parked.ts";
export type { CommandHandler } from "./poller.ts";
export { InvalidEventError, type NewTerminalEvent } from "./record.ts";
export type { Connection, StatusChange, TerminalStatus } from "./status.ts";
