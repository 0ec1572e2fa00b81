import { createHash } from "node:crypto";
import type { LineRule, Told } from "../subjects/subject.ts";
import type { Line, LotTold, WalletTold } from "./read.ts";
import type { Report } from "./report.ts";
import { sum } from "./sum.ts";

/** A statement by itself: its chain, its sums, and how each movement was shared out among the lots. */
export function checkStatement({ driver, wallet, statement }: WalletTold, ruleOf: Told["lineRule"], report: Report): void {
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
    const rule = ruleOf(line.kind);
    if (rule?.holds?.(line) === false) report.add("line_wrong", { ...about, kind: line.kind });
    const shares = sharesOf(line, rule, lots);
    if (typeof shares !== "string") checkShares(line, shares, about, report);
    apply(line, shares === "made", lots, about, report);
  }
  for (const part of ["principalMinor", "bonusMinor", "debtMinor"] as const) {
    if (wallet[part] !== balance[part]) report.add("balance_wrong", { driver, part, expected: balance[part], told: wallet[part] });
  }
  if (wallet.reservedMinor !== 0) report.add("hold_left", { driver, reservedMinor: wallet.reservedMinor });
  const availableMinor = balance.principalMinor + balance.bonusMinor - wallet.reservedMinor;
  if (wallet.availableMinor !== availableMinor) report.add("balance_wrong", { driver, part: "availableMinor", expected: availableMinor });
}

type Lot = { -readonly [Part in keyof LotTold]: LotTold[Part] };

/** What the line must have taken from its lots, where the rule says so. */
function sharesOf(line: Line, rule: LineRule | undefined, lots: readonly Lot[]): "made" | "named" | readonly LotTold[] {
  const of = rule?.lots ?? "named";
  if (of === "oldest") return fromTheOldest(0 - line.principalMinor - line.bonusMinor, lots);
  return typeof of === "function" ? of(line, lots) : of;
}

/** Money is taken from the oldest lot, of its parts in proportion, with the odd minor unit from the principal. */
function fromTheOldest(amountMinor: number, lots: readonly Lot[]): readonly LotTold[] {
  let left = amountMinor;
  const shares: LotTold[] = [];
  for (const lot of lots) {
    const from = Math.min(left, lot.principalMinor + lot.bonusMinor);
    if (from === 0) continue;
    const bonusMinor = Number((BigInt(from) * BigInt(lot.bonusMinor)) / BigInt(lot.principalMinor + lot.bonusMinor));
    shares.push({ lotId: lot.lotId, principalMinor: from - bonusMinor, bonusMinor });
    left -= from;
  }
  return shares;
}

function checkShares(line: Line, expected: readonly LotTold[], about: object, report: Report): void {
  for (const { lotId, principalMinor, bonusMinor } of expected) {
    const told = line.lots.find((lot) => lot.lotId === lotId);
    if (told === undefined || told.principalMinor !== 0 - principalMinor || told.bonusMinor !== 0 - bonusMinor)
      report.add("shares_wrong", { ...about, lotId, expectedPrincipalMinor: principalMinor, expectedBonusMinor: bonusMinor });
  }
}

/** What a line does to its lots: none goes below zero, and they add up to the line. */
function apply(line: Line, makes: boolean, lots: Lot[], about: object, report: Report): void {
  for (const change of line.lots) {
    const lot = lots.find(({ lotId }) => lotId === change.lotId);
    if (lot === undefined && makes) {
      lots.push({ ...change });
      continue;
    }
    if (lot === undefined) {
      report.add("shares_wrong", { ...about, lotId: change.lotId });
      continue;
    }
    lot.principalMinor += change.principalMinor;
    lot.bonusMinor += change.bonusMinor;
    if (lot.principalMinor < 0 || lot.bonusMinor < 0) report.add("lot_below_zero", { ...about, lotId: change.lotId });
  }
  for (const part of ["principalMinor", "bonusMinor"] as const)
    if (sum(line.lots, part) !== line[part]) report.add("shares_wrong", { ...about, part });
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
