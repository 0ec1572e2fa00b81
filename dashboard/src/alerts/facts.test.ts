import { createInstance } from "i18next";
import { beforeAll, expect, it } from "vitest";
import type { Alert } from "../api/types.ts";
import type { Words } from "../i18n/words.ts";
import { zhCN } from "../i18n/zh-CN.ts";
import { alertTone, factsTold, wayFrom } from "./facts.ts";

const i18n = createInstance();
beforeAll(() => i18n.init({ lng: "zh-CN", resources: { "zh-CN": { translation: zhCN } } }));

const words = (): Words => ({
  t: i18n.t,
  language: "zh-CN",
  nameOf: (names) => names["zh-CN"],
  gradeOf: (grade) => `${grade} 号`,
  wordOf: (family, word) => i18n.t(`${family}.${word}`, { defaultValue: word }),
  problemOf: String,
});
const raised = (actor: string, kind: string, facts: Alert["facts"] = {}): Alert => ({
  ...{ alertId: `${actor}/1/0`, kind, actor, subjectId: "x", facts, raisedAt: "2026-11-26T00:00:00Z" },
});

it("leads from an alert to what it is about", () => {
  expect(wayFrom(raised("station/east-1", "over_limit"))?.to).toBe("/stations/east-1");
  expect(wayFrom(raised("wallet/wal_1", "refund_failed"))?.to).toBe("/orders?wallet=wal_1");
  expect(wayFrom(raised("security/drv_1", "risk", { alertId: "rsk_1" }))).toEqual({ to: "/risk/rsk_1", permission: "risk.read" });
  expect(wayFrom(raised("stock/top-500", "stock_oversold"))?.to).toBe("/packages/top-500");
  expect(wayFrom(raised("payment/p", "payment_unattributed"))?.to).toBe("/reconciliation?kind=payment_unattributed");
  expect(wayFrom(raised("payment/p", "payment_disputed"))?.to).toBe("/reconciliation");
  expect(wayFrom(raised("export/exp_1", "delivery_parked"))).toBeNull();
});

it("tells facts in the reader's words and units, noughts too, and none that there is no word for", () => {
  const facts = { grade: "95", amountMinor: 0, reportedMinor: 74_800, gapMl: -1_500, startedAtMs: Date.UTC(2026, 10, 26), late: true };
  expect(factsTold(words(), { ...facts, state: "expired", internal: "x" }, { currency: "CNY", timeZone: "Asia/Shanghai" })).toEqual([
    ["油品", "95 号"],
    ["金额", "¥0.00"],
    [zhCN.facts.reportedMinor, "¥748.00"],
    [zhCN.facts.gapMl, "−1.50 升"],
    [zhCN.facts.startedAtMs, "2026年11月26日 08:00:00"],
    [zhCN.facts.late, "是"],
    [zhCN.facts.state, "已过期"],
  ]);
});

it("is red where money is at risk, amber where somebody is waited for", () => {
  expect(["over_limit", "payment_charged_back", "risk"].map(alertTone)).toEqual(["risk", "risk", "risk"]);
  expect(["delivery_parked", "late_fill", "of a later version"].map(alertTone)).toEqual(["attention", "attention", "attention"]);
});
