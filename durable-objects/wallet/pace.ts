import { type Rejected, rejected } from "@forecourt/contract/result";
import type { PaceRules, WalletEvent } from "@forecourt/contract/wallet";
import { judgePace } from "../risk/pace.ts";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { Draft } from "./draft.ts";
import { type WalletState, walletBounds } from "./state.ts";

type PaceEvent = Extract<WalletEvent, { type: "PaceRulesSeen" | "PaceExceeded" | "PaceTold" }>;

/** Fills that go on are told of again after so long. */
const TOLD_AGAIN_MS = 3_600_000;

/** What came with a command, where it is other than what is kept: it stands in the command's own row. */
export function paceSeen({ pace: { set } }: WalletState, seen: PaceRules | undefined): readonly WalletEvent[] {
  return seen === undefined || seen.version === set.version ? [] : [{ type: "PaceRulesSeen", ...seen }];
}

/** Nothing more is held for a wallet that has filled more than a car burns, where a rule says so. */
export function refusedByPace({ settled, pace }: WalletState, brought: PaceRules | undefined, nowMs: number): Rejected | null {
  const strict = (brought ?? pace.set).rules.filter(({ outcome }) => outcome === "refuse");
  return strict.length > 0 && judgePace(settled, strict, nowMs).length > 0 ? rejected("risk_refused") : null;
}

/** Follows the settlement of a fill, in its commit: what rules find is owed to the driver's security, which alerts, and asks for more the next time. */
export function judgeFill(draft: Draft): void {
  const { nowMs } = draft.context;
  for (const hit of judgePace(draft.state.settled, draft.state.pace.set.rules, nowMs)) {
    const { notes, count, set } = draft.state.pace;
    const isNoted = notes.some((note) => note.hit.ruleId === hit.ruleId && note.atMs > nowMs - TOLD_AGAIN_MS);
    if (!isNoted) draft.add({ type: "PaceExceeded", no: count + 1, version: set.version, hit });
  }
}

export function recordPaceTold({ pace }: WalletState, no: number): Decision<WalletState, WalletEvent> {
  return accepted(pace.notes.some((note) => note.no === no && !note.told) ? [{ type: "PaceTold", no }] : []);
}

export function evolvePace(state: WalletState, event: PaceEvent, atMs: number): WalletState {
  const { pace } = state;
  switch (event.type) {
    case "PaceRulesSeen":
      return { ...state, pace: { ...pace, set: { version: event.version, rules: event.rules } } };
    case "PaceExceeded": {
      const { type: _, ...note } = event;
      const notes = [...pace.notes, { ...note, atMs, told: false }].slice(-walletBounds.paceNotesKept);
      return { ...state, pace: { ...pace, notes, count: event.no } };
    }
    case "PaceTold":
      return { ...state, pace: { ...pace, notes: pace.notes.map((note) => (note.no === event.no ? { ...note, told: true } : note)) } };
  }
}
