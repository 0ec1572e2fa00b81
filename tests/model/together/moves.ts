import type { FuelingRequest } from "@forecourt/contract/station";
import { fuelingIdOf } from "@forecourt/durable-objects/station/ingest";
import fc from "fast-check";
import { type Moves, moves, pick } from "../kit/model.ts";
import { TERMINAL } from "../station/setting.ts";
import type { Forecourt } from "./world.ts";

const MINUTE = 60_000;
const index = fc.nat(50);
const who = fc.nat(2);
const sometimes = fc.nat(3).map((of) => of === 0);

/** Time, deaths and late alarms. */
export const circumstances: readonly Moves<Forecourt>[] = [
  moves(
    4,
    [fc.constantFrom(1_000, 30_000, 5 * MINUTE, 10 * MINUTE, 11 * MINUTE, 30 * MINUTE, -MINUTE)],
    (world: Forecourt, byMs: number) => {
      world.clock.nowMs += byMs;
      return `${byMs / 1_000} s pass`;
    },
  ),
  moves(4, [who], (world: Forecourt, which: number) => {
    const actor = world.actors[which];
    const fired = actor?.fireTimers() ?? [];
    return fired.length === 0 ? null : `${actor?.id}'s alarm fires ${fired.join(", ")}`;
  }),
  moves(1, [who], (world: Forecourt, which: number) => {
    world.actors[which]?.crash();
    return `${world.actors[which]?.id} dies and starts again`;
  }),
  moves(8, [who, sometimes], (world: Forecourt, which: number, isLost: boolean) => world.deliver(which, isLost)),
];

/** What drivers do: pay in, ask for a pump from the phone or at the terminal, change their mind. */
export const drivers: readonly Moves<Forecourt>[] = [
  moves(2, [fc.nat(1), fc.integer({ min: 1_000, max: 40_000 }), fc.nat(2_000)], (world, which, amountMinor, bonusMinor) => {
    world.credit(which, amountMinor, bonusMinor);
    return `wallet ${which} tops up ${amountMinor} and ${bonusMinor}`;
  }),
  moves(4, [fc.nat(1), fc.integer({ min: 1, max: 2 }), fc.constantFrom("at once", "late", "never")], (world, which, pump, when) => {
    const request = { fuelingId: `fue_phone${world.requests.length}`, walletId: `wal_${which}`, pump };
    world.requests.push(request);
    return ask(world, request, when);
  }),
  moves(2, [index, fc.constantFrom("at once", "late")], (world, which, when) => {
    const request = pick(world.requests, which);
    return request === undefined ? null : `again, ${ask(world, request, when)}`;
  }),
  moves(3, [index], (world: Forecourt, which: number) => {
    const late = pick(world.answers, which);
    if (late === undefined) return null;
    world.answers.splice(world.answers.indexOf(late), 1);
    return `the wallet's answer for ${late.request.fuelingId} comes at last: ${world.authorise(late)}`;
  }),
  moves(2, [index], (world: Forecourt, which: number) => {
    const request = pick(world.requests, which);
    if (request === undefined) return null;
    const { fuelingId, walletId } = request;
    const result = world.tell({ type: "CancelFueling", fuelingId, walletId });
    return `the driver cancels ${fuelingId}: ${result.ok ? "done" : result.code}`;
  }),
  moves(3, [fc.nat(1), fc.integer({ min: 1, max: 2 })], (world: Forecourt, which: number, pump: number) => {
    const fuelingId = world.site.ask(`wal_${which}`, pump, (seq) => fuelingIdOf(TERMINAL, seq));
    return `wallet ${which} shows a code at pump ${pump}: ${fuelingId}`;
  }),
];

function ask(world: Forecourt, request: FuelingRequest, when: "at once" | "late" | "never"): string {
  const { fuelingId, walletId, pump } = request;
  const answer = world.ask(request);
  const said = `${walletId} asks for pump ${pump} as ${fuelingId}, the wallet says ${answer.ok ? answer.amountMinor : answer.code}`;
  if (when === "never") return `${said}, and the station dies before it hears`;
  if (when === "late") {
    world.answers.push({ request, answer });
    return `${said}, which is long in coming`;
  }
  return `${said}: ${world.authorise({ request, answer })}`;
}
