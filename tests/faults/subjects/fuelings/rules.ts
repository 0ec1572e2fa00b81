import { sum } from "../../checker/sum.ts";
import type { Rule } from "../subject.ts";

/** What the terminals say was dispensed is what wallets paid, stations counted and orders list; each once. */
export const sales: Rule = ({ ledger, wallets, models: { orders }, stations }, report) => {
  const lines = wallets.flatMap(({ driver, statement }) =>
    statement.filter(({ kind }) => kind === "fueling").map((line) => ({ driver, line })),
  );
  for (const { driver, line } of lines) {
    if (ledger.sales[line.sourceId] === undefined) report.add("sale_unknown", { driver, fuelingId: line.sourceId });
  }
  for (const sale of Object.values(ledger.sales)) {
    const { fuelingId, volumeMl, unitPriceMilli, amountMinor } = sale;
    const about = { fuelingId, terminalId: sale.terminalId };
    const paid = lines.filter(({ line }) => line.sourceId === fuelingId).map(({ line }) => line);
    if (paid.length === 0) report.add("sale_lost", { ...about, amountMinor });
    if (paid.length > 1) report.add("sale_twice", { ...about, times: paid.length });
    const grossMinor = Number((BigInt(volumeMl) * BigInt(unitPriceMilli) * 2n + 10_000n) / 20_000n);
    const [line] = paid;
    if (line !== undefined) {
      report.same("rounding_wrong", about, grossMinor, line.fueling?.amountMinor ?? 0);
      report.same("volume_wrong", about, volumeMl, line.fueling?.volumeMl ?? 0);
    }
    const listed = orders.filter(({ orderId }) => orderId === fuelingId);
    if (listed.length !== 1 || listed[0]?.amountMinor !== amountMinor) report.add("order_wrong", { ...about, listed });
  }
  for (const { stationId, totals, fuelings } of stations) {
    const own = Object.values(ledger.sales).filter(({ terminalId }) => terminalId.startsWith(`${stationId}.`));
    for (const [grade, of] of Map.groupBy(own, (sale) => sale.grade)) {
      const told = totals.find((total) => total.grade === grade);
      const about = { stationId, grade };
      report.same("station_volume_wrong", about, sum(of, "volumeMl"), told?.volumeMl ?? 0);
      report.same("station_amount_wrong", about, sum(of, "amountMinor"), told?.amountMinor ?? 0);
      report.same("station_count_wrong", about, of.length, told?.count ?? 0);
    }
    for (const { fuelingId, state } of fuelings) {
      if (state === "completed" || state === "fueling" || state === "authorised")
        report.add("fill_unfinished", { stationId, fuelingId, state });
    }
  }
  report.looked.sales = Object.keys(ledger.sales).length;
};

/** A payment code allows one fill. */
export const codesOnce: Rule = ({ ledger }, report) => {
  for (const [code, fuelingIds] of Object.entries(ledger.codes)) {
    if (fuelingIds.length > 1) report.add("code_reused", { code: code.slice(0, 8), fuelingIds });
  }
};

/** Nothing was given up that somebody has to look after. */
export const parked: Rule = ({ models: { alerts } }, report) => {
  for (const { kind, subjectId } of alerts) if (kind === "delivery_parked") report.add("delivery_parked", { subjectId });
};
