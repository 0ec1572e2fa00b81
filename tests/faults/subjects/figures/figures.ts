import { sum } from "../../checker/sum.ts";
import type { Rule, Subject } from "../subject.ts";

/** What operators add up is what the statements add up to. */
const totals: Rule = ({ wallets, models: { overview } }, report) => {
  const lines = wallets.flatMap(({ statement }) => statement);
  const ins = lines.filter(({ kind }) => kind === "topup" || kind === "late_topup");
  const fills = lines.flatMap(({ fueling }) => fueling ?? []);
  const told = overview.totals;
  report.same("figures_wrong", { figure: "topups" }, ins.length, told.topups);
  report.same("figures_wrong", { figure: "toppedUpMinor" }, sum(ins, "principalMinor"), told.toppedUpMinor);
  report.same("figures_wrong", { figure: "bonusMinor" }, sum(ins, "bonusMinor"), told.bonusMinor);
  report.same("figures_wrong", { figure: "fuelings" }, fills.length, told.fuelings);
  report.same("figures_wrong", { figure: "fueledMinor" }, sum(fills, "amountMinor"), told.fueledMinor);
  report.same("figures_wrong", { figure: "volumeMl" }, sum(fills, "volumeMl"), told.volumeMl);
  for (const [stationId, of] of Map.groupBy(fills, (fill) => fill.stationId)) {
    report.same(
      "figures_wrong",
      { figure: "fueledMinor", stationId },
      sum(of, "amountMinor"),
      overview.byStation.find((one) => one.stationId === stationId)?.fueledMinor ?? 0,
    );
  }
};

/** Σ money in = Σ balances less debt + Σ spent + Σ what went out again. */
const money: Rule = ({ wallets, models: { overview }, lineRule }, report) => {
  const { liability } = overview;
  for (const part of ["principalMinor", "bonusMinor", "debtMinor"] as const) {
    const held = wallets.reduce((total, { wallet }) => total + wallet[part], 0);
    report.same("liability_wrong", { part }, held, liability[part]);
  }
  const flows = { in: 0, spent: 0, out: 0, within: 0 };
  for (const { driver, statement } of wallets) {
    for (const { kind, no, principalMinor, bonusMinor, debtMinor } of statement) {
      const rule = lineRule(kind);
      if (rule === undefined) report.add("line_unknown", { driver, no, kind });
      else flows[rule.flow] += principalMinor + bonusMinor - debtMinor;
    }
  }
  report.same("money_wrong", { flow: "within" }, 0, flows.within);
  const held = liability.principalMinor + liability.bonusMinor - liability.debtMinor;
  report.same("money_wrong", {}, flows.in, held - flows.spent - flows.out);
};

const ordersOnce: Rule = ({ models: { orders } }, report) => {
  const seen = new Set<string>();
  for (const { orderId } of orders) {
    if (seen.has(orderId)) report.add("order_twice", { orderId });
    seen.add(orderId);
  }
};

export const figures: Subject = { name: "figures", rules: [totals, money, ordersOnce] };
