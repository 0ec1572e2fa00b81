import { adjustmentsExport } from "../adjustments/export.ts";
import { driversExport } from "../drivers/export.ts";
import { ordersExport } from "../orders/export.ts";
import { transactionsExport } from "../transactions/export.ts";
import { statementExport } from "../wallets/export.ts";
import type { ExportSubject } from "./subject.ts";

/** Every list that can be exported; a new one adds its line. */
const subjects: readonly ExportSubject[] = [adjustmentsExport, driversExport, ordersExport, statementExport, transactionsExport];

/** Null when there is none of this name. */
export function subjectOf(name: string): ExportSubject | null {
  return subjects.find((subject) => subject.name === name) ?? null;
}
