import { defaultRiskRules, type RiskRule } from "@forecourt/contract/risk";
import { describe, expect, it } from "vitest";
import { previewRules, type RecordedFill, type RecordedTopup } from "./preview.ts";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 5, 1, 12);
const burst: RiskRule = {
  ...{ ruleId: "burst", kind: "topup_burst", enabled: true, outcome: "refuse", windowMs: 60 * MINUTE, count: 2, sum: null },
  atLeast: { byCurrency: { CNY: 1_000 }, byRegion: { "cn-rich": 9_000 } },
};
const busy: RiskRule = {
  ...{ ruleId: "busy", kind: "device_velocity", enabled: true, outcome: "challenge", windowMs: 60 * MINUTE, drivers: 2, commands: 50 },
};
const pace: RiskRule = { ruleId: "pace", kind: "fueling_pace", enabled: true, outcome: "alert", windowMs: 60 * MINUTE, volumeMl: 100_000 };

const topup = (minute: number, who: string, change: Partial<RecordedTopup> = {}): RecordedTopup => ({
  ...{ orderId: `top_${minute}`, walletId: `wal_${who}`, driverId: `drv_${who}`, regionId: null, currency: "CNY", amountMinor: 1_000 },
  ...{ atMs: NOON + minute * MINUTE, counts: true, device: null, address: null },
  ...change,
});
const fill = (minute: number, volumeMl: number, tankMl: number | null = null): RecordedFill => ({
  tankMl,
  ...{ fuelingId: `fue_${minute}`, walletId: "wal_li", driverId: "drv_li", atMs: NOON + minute * MINUTE, amountMinor: 1, volumeMl },
});

describe("rules tried on what is on record", () => {
  it("say how many commands and drivers they would have met, with the last of them", () => {
    const topups = [topup(0, "li"), topup(1, "li"), topup(2, "li"), topup(3, "wang"), topup(90, "wang")];
    expect(previewRules([burst], topups, [])).toEqual([
      {
        ...{ ruleId: "burst", outcome: "refuse", commands: 2, drivers: 1 },
        samples: [
          expect.objectContaining({ id: "top_1", driverId: "drv_li", counted: { count: 2, sumMinor: 2_000 } }),
          expect.objectContaining({ id: "top_2", at: "2026-06-01T12:02:00.000Z", amountMinor: 1_000 }),
        ],
      },
    ]);
  });

  it("judge each by what was before it, cancelled orders aside, in its own region", () => {
    expect(previewRules([burst], [topup(0, "li", { counts: false }), topup(1, "li")], [])).toMatchObject([{ commands: 0 }]);
    expect(previewRules([burst], [topup(0, "li"), topup(1, "li", { regionId: "cn-rich" })], [])).toMatchObject([{ commands: 0 }]);
  });

  it("see who shared a device, where that was noted", () => {
    const shared = [topup(0, "li", { device: "d" }), topup(1, "wang", { device: "d" }), topup(2, "zhao")];
    expect(previewRules([busy], shared, [])).toMatchObject([{ commands: 1, drivers: 1, samples: [{ driverId: "drv_wang" }] }]);
  });

  it("add up fills", () => {
    const fills = [fill(0, 60_000), fill(1, 60_000), fill(90, 60_000)];
    expect(previewRules([pace], [], fills)).toMatchObject([{ commands: 1, samples: [{ id: "fue_1", volumeMl: 60_000 }] }]);
  });

  it("hold each fill against its driver's largest tank", () => {
    const tank: RiskRule = {
      ...{ ruleId: "tank", kind: "fill_above_tank", enabled: true, outcome: "alert", slackPercent: 5 },
    };
    const fills = [fill(0, 60_000, 60_000), fill(1, 70_000, 60_000), fill(2, 900_000)];
    expect(previewRules([tank], [], fills)).toMatchObject([
      { commands: 1, drivers: 1, samples: [{ id: "fue_1", counted: { volumeMl: 70_000, tankMl: 60_000 } }] },
    ]);
  });

  it("are done with a month of a large company in no time", () => {
    const many = Array.from({ length: 20_000 }, (_, no) => topup(no, `d${no % 3_000}`, { device: `d${no % 2_900}`, address: "one" }));
    const found = previewRules(defaultRiskRules, many, []);
    expect(found).toHaveLength(defaultRiskRules.length);
  });
});
