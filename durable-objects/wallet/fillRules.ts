import { type Rejected, rejected } from "@forecourt/contract/result";
import { rulesOfKind } from "@forecourt/contract/risk";
import type { FillRules, WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { judgePace } from "../risk/pace.ts";
import { judgeTank } from "../risk/tank.ts";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { Draft } from "./draft.ts";
import { type WalletState, walletBounds } from "./state.ts";

type FillRuleEvent = Extract<WalletEvent, { type: "FillRulesSeen" | "FillRuleMet" | "FillRuleTold" | "TankNoted" }>;

/** Fills that go on are told of again after so long. */
const TOLD_AGAIN_MS = 3_600_000;

/** What came with a command, where it is other than what is kept: it stands in the command's own row. */
export function fillRulesSeen({ fillRules: { set } }: WalletState, seen: FillRules | undefined): readonly WalletEvent[] {
  return seen === undefined || seen.version === set.version ? [] : [{ type: "FillRulesSeen", ...seen }];
}

/** Nothing more is held for a wallet that has filled more than a car burns, where a rule says so. */
export function refusedByFillRule({ settled, fillRules }: WalletState, brought: FillRules | undefined, nowMs: number): Rejected | null {
  const strict = rulesOfKind((brought ?? fillRules.set).rules, "fueling_pace").filter(({ outcome }) => outcome === "refuse");
  return strict.length > 0 && judgePace(settled, strict, nowMs).length > 0 ? rejected("risk_refused") : null;
}

/** Follows the settlement of a fill, in its commit: what rules find is owed to the driver's security, which alerts, and asks for more the next time. */
export function judgeFill(draft: Draft): void {
  const { nowMs } = draft.context;
  const { settled, fillRules, tank } = draft.state;
  const { rules } = fillRules.set;
  const hits = [
    ...judgePace(settled, rulesOfKind(rules, "fueling_pace"), nowMs),
    ...judgeTank(settled.at(-1), tank.tankMl, rulesOfKind(rules, "fill_above_tank")),
  ];
  for (const hit of hits) {
    const { notes, count, set } = draft.state.fillRules;
    const isNoted = notes.some((note) => note.hit.ruleId === hit.ruleId && note.atMs > nowMs - TOLD_AGAIN_MS);
    if (!isNoted) draft.add({ type: "FillRuleMet", no: count + 1, version: set.version, hit });
  }
}

export function recordFillRuleTold({ fillRules }: WalletState, no: number): Decision<WalletState, WalletEvent> {
  return accepted(fillRules.notes.some((note) => note.no === no && !note.told) ? [{ type: "FillRuleTold", no }] : []);
}

/** What the account says comes in its order; said again, or late, it is no news. Nothing is filled from a wallet that is closed. */
export function noteTank(
  { tank, closedInto }: WalletState,
  { no, tankMl }: Extract<WalletCommand, { type: "NoteTank" }>,
): Decision<WalletState, WalletEvent> {
  return accepted(no <= tank.no || closedInto !== null ? [] : [{ type: "TankNoted", no, tankMl }]);
}

export function evolveFillRules(state: WalletState, event: FillRuleEvent, atMs: number): WalletState {
  const { fillRules } = state;
  switch (event.type) {
    case "FillRulesSeen":
      return { ...state, fillRules: { ...fillRules, set: { version: event.version, rules: event.rules } } };
    case "FillRuleMet": {
      const { type: _, ...note } = event;
      const notes = [...fillRules.notes, { ...note, atMs, told: false }].slice(-walletBounds.fillRuleNotesKept);
      return { ...state, fillRules: { ...fillRules, notes, count: event.no } };
    }
    case "FillRuleTold":
      return {
        ...state,
        fillRules: { ...fillRules, notes: fillRules.notes.map((note) => (note.no === event.no ? { ...note, told: true } : note)) },
      };
    case "TankNoted":
      return { ...state, tank: { no: event.no, tankMl: event.tankMl } };
  }
}
