import type { Station, Terminal } from "../api/types.ts";

/** Terminals say that they are there every minute; two and a half are missed before one counts as gone. */
const SILENT_MS = 150_000;
/** A terminal's clock is off by so much before it is worth a word. */
export const SKEW_MS = 30_000;

/** How a terminal is. */
export function terminalHealth({ revoked, lastSeenAtMs }: Terminal, nowMs: number): "online" | "silent" | "never" | "revoked" {
  if (revoked) return "revoked";
  if (lastSeenAtMs === null) return "never";
  return nowMs - lastSeenAtMs > SILENT_MS ? "silent" : "online";
}

/** Whether somebody should look at a station: a pump is in trouble or a terminal is silent. */
export function needsYou(station: Station, nowMs: number): boolean {
  return (
    station.pumps.some(({ state }) => state === "error" || state === "offline" || state === "suspended") ||
    station.terminals.some((terminal) => terminalHealth(terminal, nowMs) === "silent" || terminal.missing.length > 0)
  );
}

/** Whether fuel flows or somebody is about to have some. */
export function isBusy({ state }: { readonly state: string }): boolean {
  return state !== "idle" && state !== "closed" && state !== "offline" && state !== "error";
}
