import type { IngestItem, StationCommand } from "@forecourt/contract/station";
import type { TerminalEvent } from "@forecourt/contract/terminal";
import { fuelingIdOf } from "@forecourt/durable-objects/station/ingest";
import fc from "fast-check";
import { expect } from "vitest";
import { type Moves, moves, pick } from "../kit/model.ts";
import { GRADE, TERMINAL } from "./setting.ts";
import type { Site } from "./site.ts";
import type { StationWorld } from "./world.ts";

const MINUTE = 60_000;
const index = fc.nat(50);
const sometimes = fc.nat(3).map((of) => of === 0);

/** Whatever world has a site in it. */
export interface WithSite {
  readonly site: Site;
  /** The terminal asks what it has to do, and does it. */
  poll(): readonly string[];
  /** What the terminal sends arrives; its answer may be lost. */
  receive(items: readonly IngestItem[], isAnswerLost: boolean): string;
}

/** What happens at the pumps, and what is told of it: in any order, any number of times. */
export const pumps: readonly Moves<WithSite>[] = [
  moves(3, [], (world: WithSite) => {
    const obeyed = world.poll();
    return obeyed.length === 0 ? null : `the terminal is told: ${obeyed.join(", ")}`;
  }),
  moves(
    6,
    [index, fc.constantFrom("start", "progress", "complete", "complete", "nothing", "cancel", "repeat"), fc.nat(60_000)],
    ({ site }, which, what, volumeMl) => {
      const fill = pick([...site.fills.values()], which);
      if (fill === undefined) return null;
      const happened = {
        start: () => site.start(fill),
        progress: () => site.progress(fill),
        complete: () => site.complete(fill, volumeMl + 1),
        nothing: () => site.complete(fill, 0),
        cancel: () => site.cancel(fill),
        repeat: () => site.repeat(fill),
      }[what]();
      return happened ? `at the pump, ${what} ${fill.fuelingId}${what === "complete" ? ` with ${volumeMl + 1} ml` : ""}` : null;
    },
  ),
  moves(6, [fc.array(index, { minLength: 1, maxLength: 5 }), sometimes], (world: WithSite, which: readonly number[], isLost: boolean) => {
    const items = which.flatMap((each) => pick(world.site.log, each) ?? []);
    return items.length === 0 ? null : `the terminal sends ${world.receive(items, isLost)}`;
  }),
  moves(3, [sometimes], (world: WithSite, isLost: boolean) => {
    const { log } = world.site;
    return log.length === 0 ? null : `the terminal sends all it has: ${world.receive(log, isLost)}`;
  }),
];

/** What wallets and operators do to a station that stands alone. */
export const surroundings: readonly Moves<StationWorld>[] = [
  moves(
    4,
    [fc.constantFrom(1_000, 30_000, 5 * MINUTE, 10 * MINUTE, 60 * MINUTE, 7 * 60 * MINUTE, -MINUTE)],
    (world: StationWorld, byMs: number) => {
      world.clock.nowMs += byMs;
      return `${byMs / 1_000} s pass`;
    },
  ),
  moves(4, [], (world: StationWorld) => {
    const fired = world.actor.fireTimers();
    return fired.length === 0 ? null : `the alarm fires ${fired.join(", ")}`;
  }),
  moves(1, [], (world: StationWorld) => {
    world.crash();
    return "the station dies and starts again";
  }),
  moves(6, [index, fc.constantFrom("paid", "lost")], (world, which, answer) => world.deliver(which, answer === "lost")),
  moves(2, [fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(0, MINUTE, 60 * MINUTE)], (world, unitPriceMilli, inMs) => {
    const command: StationCommand = { type: "SchedulePrice", grade: GRADE, unitPriceMilli, effectiveAtMs: world.clock.nowMs + inMs };
    return `a price of ${unitPriceMilli} in ${inMs} ms: ${said(world.tell(command))}`;
  }),
];

/** Requests, from phones and at the terminal, with whatever the wallet says. */
export const requests: readonly Moves<StationWorld>[] = [
  moves(5, [fc.nat(6), fc.integer({ min: 1, max: 2 }), fc.nat(40_000), fc.boolean()], (world, which, pump, amountMinor, yes) => {
    const fuelingId = `fue_phone${which}`;
    const answer = world.answer(yes ? amountMinor + 1 : 0);
    const result = world.tell({ type: "AuthoriseFueling", request: { fuelingId, walletId: world.walletOf(fuelingId), pump }, answer });
    return `${fuelingId} asks for pump ${pump} with ${yes ? amountMinor + 1 : "nothing"} reserved: ${said(result)}`;
  }),
  moves(4, [fc.integer({ min: 1, max: 2 })], ({ site }: StationWorld, pump: number) => {
    return `a code is shown at pump ${pump}: ${site.ask("wal_code", pump, (seq) => fuelingIdOf(TERMINAL, seq))}`;
  }),
  moves(2, [fc.nat(6)], (world: StationWorld, which: number) => {
    const fuelingId = `fue_phone${which}`;
    const result = world.tell({ type: "CancelFueling", fuelingId, walletId: world.walletOf(fuelingId) });
    return `the driver cancels ${fuelingId}: ${said(result)}`;
  }),
];

/** What else a terminal reports, right and wrong. */
export const reports: readonly Moves<StationWorld>[] = [
  moves(3, [fc.integer({ min: 1, max: 3 }), fc.constantFrom("idle", "calling", "payable", "closed", "error")], ({ site }, pump, state) => {
    site.note({ type: "pump.state", data: { pump, state } } as Pick<TerminalEvent, "type" | "data">);
    return `pump ${pump} reports that it is ${state}`;
  }),
  moves(1, [], ({ site, totals }: StationWorld) => {
    const shiftId = `shift-${site.log.length}`;
    site.note({ type: "shift.closed", data: { shiftId, totals: [] } });
    return `the shift is closed; ${totals.count} fills are sold in all`;
  }),
  moves(1, [], (world: StationWorld) => {
    const before = JSON.stringify(world.actor.state.totals);
    const heard = world.receive([{ kind: "malformed", seq: null, detail: "seq" }], false);
    expect(JSON.stringify(world.actor.state.totals)).toBe(before);
    return `something unreadable is sent: ${heard}`;
  }),
];

function said(result: { readonly ok: boolean; readonly code?: string }): string {
  return result.ok ? "done" : String(result.code);
}
