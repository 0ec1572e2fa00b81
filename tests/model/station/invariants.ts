import { expect } from "vitest";
import type { Invariant } from "../kit/model.ts";
import type { StationWorld } from "./world.ts";

/** The station has seen what was sent to it, seq by seq, and asks for what lies between. */
const sequence: Invariant<StationWorld> = ({ seen, position, missing }) => {
  const highest = Math.max(0, ...seen.keys());
  const gaps = Array.from({ length: highest }, (_, index) => index + 1).filter((seq) => !seen.has(seq));
  expect(missing).toEqual(gaps.slice(0, 100));
  expect(position.ackSeq).toBe((gaps[0] ?? highest + 1) - 1);
};

/** What was sold is what left the nozzles, so far as it was told, each fill once and at the price that it was authorised at. */
const sales: Invariant<StationWorld> = ({ seen, site, totals, actor }) => {
  const told = new Set([...seen.values()].flatMap(({ seq, status }) => (seq === null || status === "rejected" ? [] : seq)));
  const sold = new Map<string, { readonly volumeMl: number; readonly amountMinor: number }>();
  for (const { event } of site.log.flatMap((item) => (item.kind === "event" ? item : []))) {
    if (event.type === "fuel.completed" && told.has(event.seq) && event.data.volumeMl > 0) sold.set(event.data.fuelingId, event.data);
  }
  const sum = (of: "volumeMl" | "amountMinor") => [...sold.values()].reduce((total, fill) => total + fill[of], 0);
  const { volumeMl, amountMinor, count } = totals;
  expect({ volumeMl, amountMinor, count }).toEqual({ volumeMl: sum("volumeMl"), amountMinor: sum("amountMinor"), count: sold.size });
  const alerts = actor.events().flatMap(({ event }) => (event.type === "AlertRaised" ? event.kind : []));
  for (const kind of ["amount_mismatch", "price_mismatch", "grade_mismatch", "completion_refused"]) expect(alerts).not.toContain(kind);
};

/** Every fill's money has one way to go: it is captured, or released, or may still be needed. */
const funds: Invariant<StationWorld> = ({ actor: { state, definition }, captured }) => {
  const owed = definition.deliveries(state).map(({ message }) => (message.to === "wallet" ? message.command : null));
  for (const { fuelingId, state: fill, dispensed } of state.fuelings) {
    const captures = owed.filter((command) => command?.type === "CaptureFunds" && command.fueling.fuelingId === fuelingId).length;
    const releases = owed.filter((command) => command?.type === "ReleaseFunds" && command.fuelingId === fuelingId).length;
    expect(captures, `captures owed for ${fuelingId}, ${fill}`).toBe(fill === "completed" ? 1 : 0);
    if (fill !== "cancelled" && fill !== "expired") expect(releases, `releases owed for ${fuelingId}, ${fill}`).toBe(0);
    if (fill === "settled") expect(captured.get(fuelingId)).toBe(dispensed?.amountMinor);
  }
};

/** A pump that a fill holds can be taken by no other, and a fill that is open holds its pump or has lost it to a later one. */
const pumps: Invariant<StationWorld> = ({ actor: { state } }) => {
  for (const fill of state.fuelings) {
    const holder = state.pumps[fill.pump]?.fuelingId;
    if (fill.state === "authorised") expect(holder, `pump ${fill.pump} while ${fill.fuelingId} is authorised`).toBe(fill.fuelingId);
    if (fill.state === "fueling" && fill.stalled !== true) expect(holder, `pump ${fill.pump} while ${fill.fuelingId} flows`).not.toBeNull();
  }
};

/** What the terminal has ended is over, whatever else of it comes later. */
const endings: Invariant<StationWorld> = ({ seen, site, actor: { state } }) => {
  for (const item of site.log) {
    if (item.kind !== "event" || !seen.has(item.event.seq)) continue;
    const { event } = item;
    if (event.type !== "fuel.cancelled" && event.type !== "fuel.completed") continue;
    const fill = state.fuelings.find(({ fuelingId }) => fuelingId === event.data.fuelingId);
    expect(["authorised", "fueling"], `${event.data.fuelingId} has ended with seq ${event.seq}`).not.toContain(fill?.state);
  }
};

export const invariants: readonly Invariant<StationWorld>[] = [sequence, sales, funds, pumps, endings];

/** Whatever the terminal has to say is heard, and every delivery made: then every fill is over, and nothing is owed. */
export function rest(world: StationWorld): void {
  const { actor, site, clock, captured } = world;
  for (let round = 0; round < 40; round++) {
    world.poll();
    for (const fill of site.fills.values()) if (!site.complete(fill, 20_000)) site.cancel(fill);
    if (site.log.length > 0) world.receive(site.log, false);
    actor.fireTimers();
    while (world.deliver(0, false) !== null);
    const nextMs = actor.nextDueAtMs();
    if (nextMs === Number.POSITIVE_INFINITY) break;
    clock.nowMs = Math.max(clock.nowMs, nextMs);
  }
  expect(actor.nextDueAtMs(), "the station never comes to rest").toBe(Number.POSITIVE_INFINITY);
  for (const { fuelingId } of Object.values(actor.state.pumps)) expect(fuelingId, "a pump is held for ever").toBeNull();
  expect(new Map(site.dispensed.map(({ fuelingId, amountMinor }) => [fuelingId, amountMinor]))).toEqual(captured);
}
