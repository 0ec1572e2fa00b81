import { ACCOUNTS_KEPT, SIGHTINGS_KEPT, type Sighting, type SightingCommand, type SightingEvent } from "@forecourt/contract/sighting";
import { judgeSightings } from "../risk/sightings.ts";
import { accepted, defineActor } from "../runtime/definition.ts";

/** When each was last seen, the last ones, oldest first. */
export type LastSeen = readonly { readonly id: string; readonly atMs: number }[];

export interface SightingState {
  /** The last ones, oldest first. */
  readonly sightings: readonly Sighting[];
  readonly drivers: LastSeen;
  readonly payers: LastSeen;
}

/** No rule looks at single commands of a longer past. */
const DAY_MS = 24 * 3_600_000;
/** Nor at anybody who has not been here for so long. */
const LONG_MS = 90 * DAY_MS;

/** Who has used one device, or one address. */
export const sighting = defineActor<SightingState, SightingCommand, SightingEvent>({
  kind: "sighting",
  initial: () => ({ sightings: [], drivers: [], payers: [] }),
  decide(state, command, { nowMs }) {
    if (command.type === "SeePayer") {
      const isKnown = state.payers.some(({ id, atMs }) => id === command.payer && atMs > nowMs - DAY_MS);
      return accepted(isKnown ? [] : [{ type: "PayerSeen", payer: command.payer }]);
    }
    const { type: _, rules, ...seen } = command;
    return accepted([{ type: "Seen", ...seen }], (after) => judgeSightings(after, rules, nowMs));
  },
  evolve(state, event, { atMs }) {
    if (event.type === "PayerSeen") return { ...state, payers: seenNow(state.payers, event.payer, atMs) };
    const { type: _, ...seen } = event;
    const lately = state.sightings.filter((each) => each.atMs > atMs - DAY_MS);
    return {
      ...state,
      sightings: [...lately, { ...seen, atMs }].slice(-SIGHTINGS_KEPT),
      drivers: seenNow(state.drivers, seen.driverId, atMs),
    };
  },
  assert: () => undefined,
  timers: () => [],
  deliveries: () => [],
  publish: () => null,
  upcast: (stored) => stored as SightingEvent,
  stateVersion: 1,
  limits: { receiptsMax: 64 },
});

function seenNow(known: LastSeen, id: string, atMs: number): LastSeen {
  return [...known.filter((each) => each.id !== id && each.atMs > atMs - LONG_MS), { id, atMs }].slice(-ACCOUNTS_KEPT);
}
