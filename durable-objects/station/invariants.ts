import { findFueling, type StationState } from "./state.ts";

/** What is true of every station after every command. Throws when it is not: our bug, and nothing is written. */
export function assertStation(state: StationState): void {
  const holders = new Set<string>();
  for (const [pump, { fuelingId }] of Object.entries(state.pumps)) {
    if (fuelingId === null) continue;
    const fueling = findFueling(state, fuelingId);
    hold(fueling !== undefined && fueling.pump === Number(pump), `pump ${pump} is held by a fill of another`);
    hold(fueling?.state === "authorised" || fueling?.state === "fueling", `pump ${pump} is held by a fill that has ended`);
    hold(!holders.has(fuelingId), `fill ${fuelingId} holds two pumps`);
    holders.add(fuelingId);
  }
  for (const { totals, name } of [
    { totals: state.totals, name: "totals" },
    ...Object.values(state.shiftTotals).map((totals) => ({ totals, name: "shift totals" })),
  ]) {
    for (const { volumeMl, amountMinor } of Object.values(totals)) {
      hold(
        Number.isSafeInteger(volumeMl) && volumeMl >= 0 && Number.isSafeInteger(amountMinor) && amountMinor >= 0,
        `the ${name} are no totals`,
      );
    }
  }
  for (const fueling of state.fuelings) {
    const hasDispensed = fueling.state === "completed" || fueling.state === "settled";
    hold(hasDispensed === (fueling.dispensed !== undefined), `fill ${fueling.fuelingId} is ${fueling.state}`);
  }
}

function hold(condition: boolean, broken: string): asserts condition {
  if (!condition) throw new Error(`invariant of the station: ${broken}`);
}
