import type { Ledger } from "../load/ledger.ts";
import type { Subject, Told } from "../subjects/subject.ts";
import { Reader, type ReadModels, type WalletTold } from "./read.ts";
import { Report } from "./report.ts";
import { checkStatement } from "./statement.ts";

/**
 * Compares what the product says in public with what the world outside knows. Shares no code with the product: its own
 * sums, its own hashes, its own idea of what a price comes to. What must be so of a subject is in the subject's rules.
 */
export interface Checked {
  readonly baseUrl: string;
  readonly operator: { readonly email: string; readonly password: string };
  readonly ledger: Ledger;
  readonly subjects: readonly Subject[];
}

const REBUILD_MS_MAX = 90_000;

/** @param rebuild whether the read models are to be made anew as well, and compared with what they were */
export async function check({ baseUrl, operator, ledger, subjects }: Checked, rebuild: boolean): Promise<Report> {
  const report = new Report();
  const reader = new Reader(baseUrl, operator);
  const lines = new Map(subjects.flatMap((subject) => Object.entries(subject.lines ?? {})));
  const wallets: WalletTold[] = [];
  for (const driver of ledger.drivers) wallets.push(await reader.wallet(driver, ledger.accounts[driver]));
  if (rebuild) await reader.quiet();
  const models = await reader.readModels();
  const stations = await reader.stations();
  const told: Told = { reader, ledger, wallets, models, stations, lineRule: (kind) => lines.get(kind) };
  for (const wallet of wallets) checkStatement(wallet, told.lineRule, report);
  for (const { rules = [] } of subjects) for (const rule of rules) await rule(told, report);
  if (rebuild) {
    // The rules act as well: they import bills, decide cases and open documents. What comes of it is not the rebuild's doing.
    await reader.quiet();
    const before = await reader.readModels();
    if (!(await reader.rebuild(REBUILD_MS_MAX))) report.add("rebuild_unfinished", {});
    checkRebuild(before, await reader.readModels(), report);
  }
  report.looked.wallets = wallets.length;
  report.looked.movements = wallets.reduce((sum, { statement }) => sum + statement.length, 0);
  return report;
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
    if (JSON.stringify(rows) !== JSON.stringify(made)) report.add("rebuild_differs", { what, ...differing(rows, made) });
  }
}

/** The first that is not the same, before and after. */
function differing(before: unknown, after: unknown): object {
  const lines = (rows: unknown): readonly string[] => (Array.isArray(rows) ? rows : [rows]).map((row) => JSON.stringify(row));
  const [was, is] = [lines(before), lines(after)];
  const at = was.findIndex((line, index) => line !== is[index]);
  const index = at < 0 ? was.length : at;
  return { before: was[index] ?? null, after: is[index] ?? null };
}
