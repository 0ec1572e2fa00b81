/** What a key press in the dashboard means. Pure: who presses, and what then happens, is elsewhere. */

import type { Step } from "./steps.ts";

const steps: Readonly<Record<string, Step>> = { j: 1, k: -1 };
/** A letter belongs to the `g` before it for so long. */
const SEQUENCE_MS = 1_500;

export interface Press {
  readonly key: string;
  /** Ctrl or Cmd. */
  readonly isCommand: boolean;
  /** Where text is typed, or a dialog has the keys. */
  readonly isTaken: boolean;
  readonly atMs: number;
}

export type Meaning =
  | { readonly type: "search" }
  | { readonly type: "help" }
  | { readonly type: "go"; readonly letter: string }
  | { readonly type: "step"; readonly step: Step };

/**
 * @param goAtMs when `g` was pressed last; null: it was not
 * @returns what is meant, null for nothing, and whether a letter is now waited for
 */
export function meaningOf(
  { key, isCommand, isTaken, atMs }: Press,
  goAtMs: number | null,
): { readonly means: Meaning | null; readonly goAtMs: number | null } {
  if (isCommand) return { means: key.toLowerCase() === "k" ? { type: "search" } : null, goAtMs: null };
  if (isTaken) return { means: null, goAtMs: null };
  if (goAtMs !== null && atMs - goAtMs < SEQUENCE_MS && /^[a-z]$/i.test(key))
    return { means: { type: "go", letter: key.toLowerCase() }, goAtMs: null };
  if (key === "g") return { means: null, goAtMs: atMs };
  if (key === "/") return { means: { type: "search" }, goAtMs: null };
  const step = steps[key];
  if (step !== undefined) return { means: { type: "step", step }, goAtMs: null };
  if (key === "?") return { means: { type: "help" }, goAtMs: null };
  return { means: null, goAtMs: null };
}
