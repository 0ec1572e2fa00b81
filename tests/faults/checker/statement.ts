import { createHash } from "node:crypto";
import type { Line, WalletTold } from "./read.ts";
import type { Report } from "./report.ts";

/** A statement by itself: its chain, its sums, and how each movement was shared out among the lots. */
export function checkStatement({ driver, wallet, statement }: WalletTold, report: Report): void {
  let previousHash = "0".repeat(64);
  const balance = { principalMinor: 0, bonusMinor: 0, debtMinor: 0 };
  const lots: Lot[] = [];
  for (const [index, line] of statement.entries()) {
    const about = { driver, no: line.no, sourceId: line.sourceId };
    const { hash, ...covered } = line;
    if (line.no !== index + 1) report.add("chain_broken", { ...about, expected: index + 1 });
    if (line.previousHash !== previousHash) report.add("chain_broken", { ...about, why: "it does not follow the movement before it" });
    if (createHash("sha256").update(canonical(covered)).digest("hex") !== hash)
      report.add("chain_broken", { ...about, why: "its hash is not its own" });
    previousHash = hash;
    for (const part of ["principalMinor", "bonusMinor", "debtMinor"] as const) {
      balance[part] += line[part];
      if (balance[part] !== line.balance[part])
        report.add("sum_wrong", { ...about, part, expected: balance[part], told: line.balance[part] });
      if (balance[part] < 0) report.add("below_zero", { ...about, part, is: balance[part] });
    }
    checkShares(line, lots, about, report);
  }
  for (const part of ["principalMinor", "bonusMinor", "debtMinor"] as const) {
    if (wallet[part] !== balance[part]) report.add("balance_wrong", { driver, part, expected: balance[part], told: wallet[part] });
  }
  if (wallet.reservedMinor !== 0) report.add("hold_left", { driver, reservedMinor: wallet.reservedMinor });
  const availableMinor = balance.principalMinor + balance.bonusMinor - wallet.reservedMinor;
  if (wallet.availableMinor !== availableMinor) report.add("balance_wrong", { driver, part: "availableMinor", expected: availableMinor });
}

interface Lot {
  readonly lotId: string;
  principalMinor: number;
  bonusMinor: number;
}

/** Money is taken from the oldest lot, of its parts in proportion, with the odd minor unit from the principal. */
function checkShares(line: Line, lots: Lot[], about: object, report: Report): void {
  const paidMinor = 0 - line.principalMinor - line.bonusMinor;
  if (line.kind === "topup" || line.kind === "late_topup") {
    lots.push(...line.lots.map((lot) => ({ ...lot })));
    if (line.kind === "late_topup" && line.bonusMinor !== 0) report.add("bonus_wrong", about);
    return;
  }
  if (line.kind === "fueling" && paidMinor + line.debtMinor !== line.fueling?.amountMinor) report.add("split_wrong", about);
  if (line.kind === "debt_payment" && paidMinor + line.debtMinor !== 0) report.add("split_wrong", about);
  let left = paidMinor;
  const expected: Lot[] = [];
  for (const lot of lots) {
    const from = Math.min(left, lot.principalMinor + lot.bonusMinor);
    if (from === 0) continue;
    const bonusMinor = Number((BigInt(from) * BigInt(lot.bonusMinor)) / BigInt(lot.principalMinor + lot.bonusMinor));
    expected.push({ lotId: lot.lotId, principalMinor: from - bonusMinor, bonusMinor });
    left -= from;
  }
  for (const { lotId, principalMinor, bonusMinor } of expected) {
    const told = line.lots.find((lot) => lot.lotId === lotId);
    if (told === undefined || told.principalMinor !== -principalMinor || told.bonusMinor !== -bonusMinor)
      report.add("shares_wrong", { ...about, lotId, expectedPrincipalMinor: principalMinor, expectedBonusMinor: bonusMinor });
  }
  for (const taken of line.lots) {
    const lot = lots.find(({ lotId }) => lotId === taken.lotId);
    if (lot === undefined) report.add("shares_wrong", { ...about, lotId: taken.lotId });
    else Object.assign(lot, { principalMinor: lot.principalMinor + taken.principalMinor, bonusMinor: lot.bonusMinor + taken.bonusMinor });
  }
}

/** JSON with members in order and nothing between, as the API's description of the statement says. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join()}]`;
  const members = value as Readonly<Record<string, unknown>>;
  return `{${Object.keys(members)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(members[key])}`)
    .join()}}`;
}
