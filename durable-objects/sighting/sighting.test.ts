import type { RiskRuleOf } from "@forecourt/contract/risk";
import { ACCOUNTS_KEPT, SIGHTINGS_KEPT, type SightingCommand, type SightingHits, type SightingRule } from "@forecourt/contract/sighting";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { sighting } from "./sighting.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const velocity: RiskRuleOf<"device_velocity"> = {
  ...{ ruleId: "busy", kind: "device_velocity", enabled: true, outcome: "challenge", windowMs: 10 * MINUTE, drivers: 3, commands: 5 },
};
const accounts: RiskRuleOf<"device_accounts"> = {
  ...{ ruleId: "many", kind: "device_accounts", enabled: true, outcome: "refuse", windowMs: 30 * DAY, accounts: 3, payers: 2 },
};

const see = (driver: number, rules: readonly SightingRule[] = [velocity]): Extract<SightingCommand, { type: "See" }> => ({
  ...{ type: "See", what: "topup", driverId: `drv_${driver}`, rules },
});
const fresh = () => specification(sighting, "device:x").at(Date.UTC(2026, 5, 1));
type Given = ReturnType<typeof fresh>;
const later = (given: Given, ms: number) => given.at(given.nowMs + ms);

/** What seeing this finds. */
function found(given: Given, command: SightingCommand): SightingHits {
  const outcome = given.when(command);
  const after = outcome.done();
  return outcome.decision.ok ? (outcome.decision.reply(after.state) as SightingHits) : [];
}

describe("who uses a device", () => {
  it("is too many drivers in a short time", () => {
    const two = fresh().after(see(1)).after(see(2));
    expect(found(two, see(2))).toEqual([]);
    expect(found(two, see(3))).toMatchObject([{ ruleId: "busy", counted: { drivers: 3, commands: 3 } }]);
    expect(found(later(two, 10 * MINUTE), see(3))).toEqual([]);
  });

  it("is one driver who does too much", () => {
    const four = [1, 2, 3, 4].reduce((given) => given.after(see(1)), fresh());
    expect(found(four, see(1))).toMatchObject([{ counted: { drivers: 1, commands: 5 }, commands: Array(5).fill({ driverId: "drv_1" }) }]);
  });

  it("is many accounts over a month, however seldom", () => {
    const month = later(later(fresh().after(see(1)), 10 * DAY).after(see(2)), 10 * DAY);
    expect(found(month, see(3, [accounts, velocity]))).toMatchObject([
      { ruleId: "many", outcome: "refuse", counted: { accounts: 3, payers: 0 } },
    ]);
    expect(found(later(month, 15 * DAY), see(3, [accounts]))).toEqual([]);
  });

  it("is many who pay", () => {
    const paid = fresh().after({ type: "SeePayer", payer: "a" }).after({ type: "SeePayer", payer: "b" });
    expect(found(paid, see(1, [accounts]))).toMatchObject([{ counted: { accounts: 1, payers: 2 } }]);
  });

  it("writes a payer once a day, and keeps no more than it needs", () => {
    const paid = fresh().after({ type: "SeePayer", payer: "a" });
    paid.when({ type: "SeePayer", payer: "a" }).nothing();
    const crowd = Array.from({ length: SIGHTINGS_KEPT + 50 }, (_, no) => no).reduce((given, no) => given.after(see(no)), fresh());
    expect(crowd.state.sightings).toHaveLength(SIGHTINGS_KEPT);
    expect(crowd.state.drivers).toHaveLength(ACCOUNTS_KEPT);
  });
});
