import type { Ledger } from "../load/ledger.ts";
import { Reader, type ReadModels, type StationTold, type WalletTold } from "./read.ts";
import { Report } from "./report.ts";
import { checkStatement } from "./statement.ts";

/**
 * Compares what the product says in public with what the world outside knows. Shares no code with the product: its own
 * sums, its own hashes, its own idea of what a price comes to.
 */
export interface Checked {
  readonly baseUrl: string;
  readonly operator: { readonly email: string; readonly password: string };
  readonly ledger: Ledger;
}

const REBUILD_MS_MAX = 90_000;

/** @param rebuild whether the read models are to be made anew as well, and compared with what they were */
export async function check({ baseUrl, operator, ledger }: Checked, rebuild: boolean): Promise<Report> {
  const report = new Report();
  const reader = new Reader(baseUrl, operator);
  const wallets: WalletTold[] = [];
  for (const driver of ledger.drivers) wallets.push(await reader.wallet(driver));
  const models = await reader.readModels();
  const stations = await reader.stations();
  for (const wallet of wallets) checkStatement(wallet, report);
  checkPayments(ledger, wallets, models, report);
  checkSales(ledger, wallets, models, stations, report);
  checkFigures(wallets, models, report);
  for (const [code, fuelingIds] of Object.entries(ledger.codes)) {
    if (fuelingIds.length > 1) report.add("code_reused", { code: code.slice(0, 8), fuelingIds });
  }
  for (const { driver, kind, transactionId, amountMinor } of ledger.payments) {
    if (kind !== "second") continue;
    const refundedMinor = await reader.refundedMinor(transactionId);
    if (refundedMinor !== amountMinor) report.add("refund_lost", { driver, transactionId, amountMinor, refundedMinor });
  }
  for (const { kind, subjectId } of models.alerts) if (kind === "delivery_parked") report.add("delivery_parked", { subjectId });
  if (rebuild) {
    if (!(await reader.rebuild(REBUILD_MS_MAX))) report.add("rebuild_unfinished", {});
    checkRebuild(models, await reader.readModels(), report);
  }
  report.looked.wallets = wallets.length;
  report.looked.movements = wallets.reduce((sum, { statement }) => sum + statement.length, 0);
  report.looked.payments = ledger.payments.length;
  report.looked.sales = Object.keys(ledger.sales).length;
  return report;
}

/** Money in: every payment that was acknowledged is on one statement, once, or set apart, and nothing else is. */
function checkPayments(ledger: Ledger, wallets: readonly WalletTold[], { orders, alerts }: ReadModels, report: Report): void {
  let paidMinor = 0;
  let creditedMinor = 0;
  for (const { driver, statement } of wallets) {
    const lines = statement.filter(({ kind }) => kind === "topup" || kind === "late_topup");
    creditedMinor += lines.reduce((sum, { principalMinor }) => sum + principalMinor, 0);
    for (const { sourceId } of lines) {
      if (!ledger.payments.some(({ orderId, kind }) => orderId === sourceId && kind === "first"))
        report.add("payment_unknown", { driver, sourceId });
    }
    for (const { orderId, kind, amountMinor, acknowledged, transactionId } of ledger.payments.filter(
      (payment) => payment.driver === driver,
    )) {
      const credited = lines.filter(({ sourceId }) => sourceId === orderId);
      if (kind === "other") {
        if (!alerts.some((alert) => alert.kind === "payment_quarantined" && alert.subjectId === transactionId))
          report.add("payment_lost", { driver, orderId, kind });
        continue;
      }
      if (kind === "second") continue;
      if (!acknowledged) report.add("payment_unsettled", { driver, orderId });
      paidMinor += amountMinor;
      if (credited.length === 0) report.add("payment_lost", { driver, orderId, amountMinor });
      if (credited.length > 1) report.add("payment_twice", { driver, orderId, amountMinor, times: credited.length });
      report.same("payment_wrong", { driver, orderId }, amountMinor, credited[0]?.principalMinor ?? 0);
      const listed = orders.filter((order) => order.orderId === orderId);
      if (listed.length !== 1 || listed[0]?.state !== "paid" || listed[0].amountMinor !== amountMinor)
        report.add("order_wrong", { driver, orderId, listed });
    }
  }
  report.same("money_in_wrong", {}, paidMinor, creditedMinor);
}

/** Fuel: what the terminals say was dispensed is what wallets paid, stations counted and orders list; each once. */
function checkSales(
  ledger: Ledger,
  wallets: readonly WalletTold[],
  { orders }: ReadModels,
  stations: readonly StationTold[],
  report: Report,
): void {
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
    const sales = Object.values(ledger.sales).filter(({ terminalId }) => terminalId.startsWith(`${stationId}.`));
    for (const [grade, of] of Map.groupBy(sales, (sale) => sale.grade)) {
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
}

/** What operators add up is what the statements add up to. */
function checkFigures(wallets: readonly WalletTold[], { overview, orders }: ReadModels, report: Report): void {
  const lines = wallets.flatMap(({ statement }) => statement);
  const ins = lines.filter(({ kind }) => kind === "topup" || kind === "late_topup");
  const fills = lines.flatMap(({ fueling }) => fueling ?? []);
  const { totals, liability, byStation } = overview;
  report.same("figures_wrong", { figure: "topups" }, ins.length, totals.topups);
  report.same("figures_wrong", { figure: "toppedUpMinor" }, sum(ins, "principalMinor"), totals.toppedUpMinor);
  report.same("figures_wrong", { figure: "bonusMinor" }, sum(ins, "bonusMinor"), totals.bonusMinor);
  report.same("figures_wrong", { figure: "fuelings" }, fills.length, totals.fuelings);
  report.same("figures_wrong", { figure: "fueledMinor" }, sum(fills, "amountMinor"), totals.fueledMinor);
  report.same("figures_wrong", { figure: "volumeMl" }, sum(fills, "volumeMl"), totals.volumeMl);
  for (const [stationId, of] of Map.groupBy(fills, (fill) => fill.stationId)) {
    report.same(
      "figures_wrong",
      { figure: "fueledMinor", stationId },
      sum(of, "amountMinor"),
      byStation.find((one) => one.stationId === stationId)?.fueledMinor ?? 0,
    );
  }
  for (const part of ["principalMinor", "bonusMinor", "debtMinor"] as const) {
    const held = wallets.reduce((total, { wallet }) => total + wallet[part], 0);
    report.same("liability_wrong", { part }, held, liability[part]);
  }
  // Σ money and bonus in = Σ balances + Σ spent − debt.
  const held = liability.principalMinor + liability.bonusMinor - liability.debtMinor;
  report.same("money_wrong", {}, sum(ins, "principalMinor") + sum(ins, "bonusMinor"), held + sum(fills, "amountMinor"));
  const seen = new Set<string>();
  for (const { orderId } of orders) {
    if (seen.has(orderId)) report.add("order_twice", { orderId });
    seen.add(orderId);
  }
}

function checkRebuild(before: ReadModels, after: ReadModels, report: Report): void {
  const of = ({ orders, alerts, overview: { totals, byStation, liability } }: ReadModels) => ({
    orders,
    alerts,
    totals,
    byStation: [...byStation].sort((a, b) => (a.stationId < b.stationId ? -1 : 1)),
    liability,
  });
  for (const [what, rows] of Object.entries(of(before))) {
    const made = of(after)[what as keyof ReturnType<typeof of>];
    if (JSON.stringify(rows) !== JSON.stringify(made)) report.add("rebuild_differs", { what });
  }
}

function sum<Key extends string>(items: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return items.reduce((total, item) => total + item[key], 0);
}
