import type { TerminalCommand, TerminalEventOf } from "@forecourt/contract/terminal";
import type { NewTerminalEvent } from "../record.ts";

/**
 * The port between Forecourt and a forecourt controller. An adapter per brand translates the controller's own protocol
 * (IFSF, a vendor's serial protocol, a POS's API) into the typed events, and the typed orders into the controller's commands.
 */

/** A fill that the pump is released for. Whichever limit is reached first ends it, and neither may be exceeded. */
export type DispenseOrder = Extract<TerminalCommand, { type: "authorize" }>["data"];

/** A price to show and charge from an instant on. */
export type PriceChange = Extract<TerminalCommand, { type: "set_price" }>["data"];

/** How far a fill has got. */
export type FuelReading = TerminalEventOf<"fuel.progress">["data"];

/** A driver at a pump who shows a payment code. */
export type AuthorizationRequest = TerminalEventOf<"fuel.authorization_requested">["data"];

/** Where an adapter tells what happens at the pumps. */
export interface PumpSink {
  /**
   * What happened at one moment: `pump.state`, `fuel.started`, `fuel.completed`, `fuel.cancelled`, `price.applied`,
   * `shift.closed`. It is on the disk when this returns, so the controller's own record (an unpaid sale) may be cleared after.
   *
   * @throws InvalidEventError or the system's error when the disk fails; then nothing was recorded
   */
  record(events: readonly NewTerminalEvent[]): void;
  /** The pump's reading while fuel flows. Call it as often as the controller tells; only as much is sent as somebody wants to see. */
  reading(reading: FuelReading): void;
}

/** One brand's controller. Every method is called again with the same order after a crash and must then have no further effect. */
export interface PumpAdapter {
  /** Connects to the controller; from here on the sink is told what happens. */
  open(sink: PumpSink): Promise<void>;
  /** Releases a pump. Resolves once the controller has taken the order; rejects when it can't be reached, to be tried again. */
  authorise(order: DispenseOrder): Promise<void>;
  /** Takes a release back, when no fuel flows yet; tells `fuel.cancelled`. */
  release(order: Extract<TerminalCommand, { type: "release" }>["data"]): Promise<void>;
  /** Schedules a price; tells `price.applied` when the pumps show it. */
  setPrice(change: PriceChange): Promise<void>;
  /** A message for the staff. */
  notify(message: Extract<TerminalCommand, { type: "notify" }>["data"]): Promise<void>;
  /** Disconnects. Pumps that dispense go on; what they did is told after the next {@link open}. */
  close(): Promise<void>;
}
