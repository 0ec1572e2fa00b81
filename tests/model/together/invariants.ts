import { expect } from "vitest";
import type { Invariant } from "../kit/model.ts";
import type { Forecourt } from "./world.ts";

const DAY = 24 * 3_600_000;

/** What each wallet was charged for, from its journal. */
function charges(world: Forecourt, index: number): readonly { readonly fuelingId: string; readonly amountMinor: number }[] {
  const events = world.wallets[index]?.events() ?? [];
  return events.flatMap(({ event }) =>
    event.type === "FundsCaptured" ? [{ fuelingId: event.fuelingId, amountMinor: event.movement.fueling?.amountMinor ?? -1 }] : [],
  );
}

/** Money is what came in less what was charged; and nothing was charged that did not leave a nozzle, or twice. */
const money: Invariant<Forecourt> = (world) => {
  const dispensed = new Map(world.site.dispensed.map((fill) => [fill.fuelingId, fill.amountMinor]));
  for (const [index, { state }] of world.wallets.entries()) {
    const charged = charges(world, index);
    for (const { fuelingId, amountMinor } of charged) {
      expect(dispensed.get(fuelingId), `${fuelingId} was charged`).toBe(amountMinor);
      dispensed.delete(fuelingId);
    }
    const spentMinor = charged.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    expect(state.principalMinor + state.bonusMinor - state.debtMinor).toBe((world.creditedMinor[index] ?? 0) - spentMinor);
  }
};

/** Whatever may begin at a pump has its funds held: no driver can spend them meanwhile. */
const funds: Invariant<Forecourt> = (world) => {
  for (const fill of world.station.state.fuelings) {
    if (fill.state !== "authorised" || world.clock.nowMs > fill.expiresAtMs + DAY) continue;
    const held = world.walletOf(fill.walletId).state.reservations.some(({ fuelingId }) => fuelingId === fill.fuelingId);
    expect(held, `${fill.fuelingId} may begin, and nothing is held for it`).toBe(true);
  }
};

/** The station has sold what its fills say, each once, and no more than left the nozzles. */
const sales: Invariant<Forecourt> = ({ station, site }) => {
  const sold = station.state.fuelings.flatMap(({ dispensed, fuelingId }) => (dispensed ? [{ fuelingId, ...dispensed }] : []));
  const totals = Object.values(station.state.totals).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  expect(totals).toBe(sold.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
  for (const { fuelingId, amountMinor } of sold) expect(site.fills.get(fuelingId)?.dispensed?.amountMinor).toBe(amountMinor);
};

/** Nobody has to look at anything: no delivery was given up. */
const deliveries: Invariant<Forecourt> = ({ actors }) => {
  for (const { id, parked } of actors) expect([...parked], `${id} has given up deliveries`).toEqual([]);
};

export const invariants: readonly Invariant<Forecourt>[] = [money, funds, sales, deliveries];

/** Lets everything that is under way come to its end: then every fill is paid for once, and nothing is held. */
export function rest(world: Forecourt): void {
  const { site, station, clock } = world;
  for (const late of world.answers.splice(0)) world.authorise(late);
  for (let round = 0; round < 40; round++) {
    world.poll();
    for (const fill of site.fills.values()) if (!site.complete(fill, 20_000)) site.cancel(fill);
    if (site.log.length > 0) world.receive(site.log, false);
    for (const actor of world.actors) actor.fireTimers();
    for (let which = 0; which < world.actors.length; which++) while (world.deliver(which, false) !== null);
    const nextMs = Math.min(...world.actors.map((actor) => actor.nextDueAtMs()));
    if (nextMs === Number.POSITIVE_INFINITY) break;
    clock.nowMs = Math.max(clock.nowMs, nextMs);
  }
  for (const actor of world.actors) expect(actor.nextDueAtMs(), `${actor.id} never comes to rest`).toBe(Number.POSITIVE_INFINITY);
  for (const { state } of world.wallets) expect(state.reservations, "funds are held for ever").toEqual([]);
  for (const { fuelingId } of Object.values(station.state.pumps)) expect(fuelingId, "a pump is held for ever").toBeNull();
  const charged = world.wallets.flatMap((_, index) => charges(world, index)).map(({ fuelingId }) => fuelingId);
  expect(charged.sort(), "not every fill was paid for").toEqual(site.dispensed.map(({ fuelingId }) => fuelingId).sort());
  for (const fill of station.state.fuelings) expect(["settled", "cancelled", "expired"]).toContain(fill.state);
}
