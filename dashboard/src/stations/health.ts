import type { LiveStation, Station, Terminal } from "../api/types.ts";

/** Terminals say that they are there every minute; two and a half are missed before one counts as gone. */
const SILENT_MS = 150_000;
/** A terminal's clock is off by so much before it is worth a word. */
export const SKEW_MS = 30_000;

type Seen = Pick<Terminal, "lastSeenAtMs"> & { readonly revoked?: boolean };

/** How a terminal is. */
export function terminalHealth({ revoked = false, lastSeenAtMs }: Seen, nowMs: number): "online" | "silent" | "never" | "revoked" {
  if (revoked) return "revoked";
  if (lastSeenAtMs === null) return "never";
  return nowMs - lastSeenAtMs > SILENT_MS ? "silent" : "online";
}

/** A station in a few numbers, for a list, a map and the head of its card. */
export interface Standing {
  /** Null: it did not answer. */
  readonly pumps: {
    readonly all: number;
    readonly free: number;
    readonly flowing: number;
    readonly busy: number;
    readonly troubled: number;
  } | null;
  readonly terminals: { readonly all: number; readonly online: number; readonly silent: number; readonly missing: number } | null;
  /** What it asks of whoever looks. */
  readonly asks: "nothing" | "watching" | "attention" | "risk" | "unknown";
}

/** How a station stands, by what a list tells of it. */
export function standingOf(station: Station, nowMs: number): Standing {
  const states = station.pumps.flatMap(({ state }) => (state === null ? [] : [state]));
  const pumps =
    states.length < station.pumps.length
      ? null
      : {
          all: states.length,
          free: states.filter((state) => state === "idle").length,
          flowing: states.filter((state) => state === "fueling").length,
          busy: states.filter(isBusy).length,
          troubled: states.filter(isTroubled).length,
        };
  const terminals = station.terminals === null ? null : terminalsOf(station.terminals, nowMs);
  return { pumps, terminals, asks: asksOf(pumps, terminals, states.includes("error")) };
}

function terminalsOf(terminals: NonNullable<Station["terminals"]>, nowMs: number): NonNullable<Standing["terminals"]> {
  const inHealth = (health: ReturnType<typeof terminalHealth>) =>
    terminals.filter((terminal) => terminalHealth(terminal, nowMs) === health).length;
  return {
    all: terminals.length,
    online: inHealth("online"),
    silent: inHealth("silent"),
    missing: terminals.reduce((sum, { missing }) => sum + missing, 0),
  };
}

function asksOf(pumps: Standing["pumps"], terminals: Standing["terminals"], isBroken: boolean): Standing["asks"] {
  if (pumps === null || terminals === null) return "unknown";
  if (isBroken) return "risk";
  if (pumps.troubled > 0 || terminals.silent > 0 || terminals.missing > 0) return "attention";
  return pumps.busy > 0 ? "watching" : "nothing";
}

/** A list's words for a station that is known in full, so that both are counted alike. */
export function inShort(station: Station, live: LiveStation): Station {
  return {
    ...station,
    prices: live.prices,
    pumps: live.pumps.map(({ pump, grades, state }) => ({ pump, grades, state: state as Station["pumps"][number]["state"] })),
    terminals: live.terminals
      .filter(({ revoked }) => !revoked)
      .map(({ terminalId, lastSeenAtMs, missing }) => ({ terminalId, lastSeenAtMs, missing: missing.length })),
  };
}

/** Whether fuel flows or somebody is about to have some. */
function isBusy(state: string): boolean {
  return state !== "idle" && state !== "closed" && !isTroubled(state);
}

function isTroubled(state: string): boolean {
  return state === "error" || state === "offline" || state === "suspended";
}
