import { rejected } from "@forecourt/contract/result";
import type { ThrottleCommand, ThrottleEvent } from "@forecourt/contract/throttle";
import { accepted, defineActor } from "../runtime/definition.ts";

/** When it was done lately, oldest first. */
export interface ThrottleState {
  readonly takenAtMs: readonly number[];
}

/** What is asked for a longer past than this is not known; and so much is kept at most. */
const DAY_MS = 24 * 3_600_000;
const TAKEN_MAX = 200;

/** Who does too much is refused, and the refusal writes nothing: an attacker costs a read. */
export const throttle = defineActor<ThrottleState, ThrottleCommand, ThrottleEvent>({
  kind: "throttle",
  initial: () => ({ takenAtMs: [] }),
  decide({ takenAtMs }, { rates }, { nowMs }) {
    for (const { most, withinMs } of rates) {
      const lately = takenAtMs.filter((atMs) => atMs > nowMs - withinMs);
      const [oldest] = lately.slice(-most);
      if (lately.length >= most && oldest !== undefined)
        return rejected("too_many_codes", { retryAfterS: Math.ceil((oldest + withinMs - nowMs) / 1000) });
    }
    return accepted([{ type: "Taken" }]);
  },
  evolve: ({ takenAtMs }, _, { atMs }) => ({
    takenAtMs: [...takenAtMs.filter((each) => each > atMs - DAY_MS), atMs].slice(-TAKEN_MAX),
  }),
  assert: () => undefined,
  timers: () => [],
  deliveries: () => [],
  publish: () => null,
  upcast: (stored) => stored as ThrottleEvent,
  stateVersion: 1,
  // Nobody repeats these.
  limits: { receiptsMax: 1 },
});
