import { CONFIRMATION_LIFE_MS, CONFIRMED_LIFE_MS } from "@forecourt/contract/confirmations";
import type { RiskAssessment, RiskRule } from "@forecourt/contract/risk";
import fc from "fast-check";
import { expect } from "vitest";
import { type Invariant, type Moves, moves, noted, pick } from "../kit/model.ts";
import { type People, provesBySms, type Token } from "./world.ts";

const MINUTE = 60_000;
const DAY_MS = 24 * 60 * MINUTE;
/** The third within five minutes is one too many: what was let through counts for so long while no wallet has it. */
const COUNT = 3;
const WINDOW_MS = 5 * MINUTE;
const rule: RiskRule = {
  ...{ ruleId: "burst", kind: "topup_burst", enabled: true, outcome: "challenge", windowMs: WINDOW_MS, count: COUNT },
  ...{ atLeast: { byCurrency: { CNY: 100 }, byRegion: {} }, sum: null },
};

/** A top-up that somebody has asked for, as the model sees it. */
interface Asked {
  readonly driverId: string;
  readonly commandId: string;
  passedAtMs: number | null;
  /** Until when its confirmation can be given, or is good once it was. */
  confirmation: { readonly id: string; readonly given: boolean; readonly untilMs: number } | null;
}

const page = noted(() => ({ asked: [] as Asked[] }));
const index = fc.nat(50);

/** Sends one, new or again, and holds the answer against what the model knows. */
function send(world: People, token: Token, asked: Asked): string {
  const { nowMs } = world.clock;
  const actor = world.security(token.driverId);
  const result = actor.execute(world.newId(), {
    ...{ type: "AssessRisk", subject: "topup", sessionId: token.sessionId, commandId: asked.commandId, fingerprint: "f" },
    ...{ amountMinor: 100, currency: "CNY", regionId: null, orderId: `top_${asked.commandId}`, orders: [], place: null, addressKey: null },
    ...{ device: { key: token.device, name: "" }, hits: [], set: { version: 1, rules: [rule] }, challenge: "c" },
  });
  if (!result.ok) {
    expect(result.code, "a top-up is refused for no reason").toBe("session_revoked");
    return "a top-up of a session that is over is refused";
  }
  const { outcome, ...told } = result.reply as RiskAssessment;
  if (asked.passedAtMs !== null) {
    expect(outcome, "what was let through is asked about again").toBe("passed");
    return "a top-up that was let through comes again";
  }
  const before = page(world).asked.filter(
    ({ driverId, passedAtMs }) => driverId === token.driverId && passedAtMs !== null && passedAtMs > nowMs - WINDOW_MS,
  );
  const { confirmation } = asked;
  const isGiven = confirmation?.given === true && confirmation.untilMs > nowMs;
  if (before.length + 1 < COUNT || isGiven) {
    expect(outcome, `${before.length + 1} top-ups are too many`).toBe("passed");
    asked.passedAtMs = nowMs;
    return isGiven ? "a top-up that was confirmed is let through" : "a top-up is let through";
  }
  const canConfirm = provesBySms(world, token.driverId);
  expect(outcome, `${before.length + 1} top-ups are not too many`).toBe(canConfirm ? "asked" : "refused");
  if (!("confirmation" in told)) return "a top-up is refused: there is nothing to confirm it with";
  const { confirmationId: id, expiresAtMs: untilMs } = told.confirmation;
  if (confirmation !== null && confirmation.untilMs > nowMs) expect(id, "one top-up is to be confirmed twice").toBe(confirmation.id);
  expect(untilMs).toBeLessThanOrEqual(nowMs + CONFIRMATION_LIFE_MS);
  asked.confirmation = { id, given: false, untilMs };
  return "a top-up has to be confirmed";
}

export const risk: readonly Moves<People>[] = [
  moves(8, [index], (world: People, at: number) => {
    const token = pick([...world.tokens].reverse(), at);
    if (token === undefined) return null;
    const asked: Asked = { driverId: token.driverId, commandId: world.newId(), passedAtMs: null, confirmation: null };
    page(world).asked.push(asked);
    return send(world, token, asked);
  }),
  moves(6, [index], (world: People, at: number) => {
    const asked = pick([...page(world).asked].reverse(), at);
    const token = [...world.tokens].reverse().find(({ driverId }) => driverId === asked?.driverId);
    // Remembered for a day at least; after that the wallet knows the order, and is asked first.
    const isOld = asked?.passedAtMs != null && asked.passedAtMs <= world.clock.nowMs - DAY_MS;
    return asked === undefined || token === undefined || isOld ? null : send(world, token, asked);
  }),
  moves(6, [index, index], (world: People, at: number, by: number) => {
    const waiting = page(world).asked.filter(({ confirmation, passedAtMs }) => confirmation !== null && passedAtMs === null);
    const asked = pick([...waiting].reverse(), at);
    const driver = pick(world.drivers(), by);
    if (asked?.confirmation == null || driver === undefined) return null;
    const { id, untilMs } = asked.confirmation;
    const effect = { do: "confirm", confirmationId: id } as const;
    const proven = world.security(driver.driverId).execute(world.newId(), { type: "Prove", proof: { sms: true, answers: [] }, effect });
    if (!provesBySms(world, driver.driverId)) {
      expect(proven, "a phone that is new, or none, proves something").toMatchObject({ ok: false, code: "proof_too_new" });
      return "a code on a phone that is new proves nothing";
    }
    if (driver.driverId !== asked.driverId || untilMs <= world.clock.nowMs) {
      expect(proven, "a confirmation is another's, or late").toMatchObject({ ok: false, code: "confirmation_not_found" });
      return "a confirmation that is not theirs, or that is over, is not given";
    }
    // Only the last eight are kept.
    if (!proven.ok) {
      asked.confirmation = null;
      return `a confirmation is gone: ${proven.code}`;
    }
    if (!asked.confirmation.given) asked.confirmation = { id, given: true, untilMs: world.clock.nowMs + CONFIRMED_LIFE_MS };
    return "a top-up is confirmed by SMS";
  }),
];

/** One alert of a rule in its time. */
const alerts: Invariant<People> = ({ securities }) => {
  for (const { state } of securities.values()) {
    const times = state.risk.alerts.map(({ atMs }) => atMs);
    for (const [no, atMs] of times.entries()) expect(atMs - (times[no - 1] ?? 0), "a flood of alerts").toBeGreaterThanOrEqual(WINDOW_MS);
  }
};

export const riskInvariants: readonly Invariant<People>[] = [alerts];
