import type { Case } from "../api/payments.ts";

/** Who keeps a book that was compared. `recount`: counted anew from every wallet. */
export const sides = ["provider", "wallet", "station", "list", "recount"] as const;
export type Side = (typeof sides)[number];

type Value = string | number | boolean | null;

/** What one measure comes to in each of the books. */
export interface EvidenceRow {
  /** `amount`, `fuelings`, `principalMinor` … */
  readonly measure: string;
  readonly values: Readonly<Partial<Record<Side, Value>>>;
}

export interface Evidence {
  /** The books that say anything, in a fixed order. */
  readonly sides: readonly Side[];
  readonly rows: readonly EvidenceRow[];
  /** What belongs to no book: the day, the order, why. */
  readonly facts: readonly (readonly [string, Value])[];
}

/** Beginnings of the names that evidence comes under, and the book that each is of. */
const prefixes: readonly (readonly [string, Side])[] = [
  ["station", "station"],
  ["wallet", "wallet"],
  ["counted", "recount"],
  ["list", "list"],
];

/** Names that are of a book by themselves, by the kind of case. */
const named: Readonly<Record<string, readonly [Side, string]>> = {
  providerTransactionId: ["provider", "transactionId"],
  transactionId: ["provider", "transactionId"],
  reference: ["provider", "reference"],
  said: ["provider", "said"],
  number: ["provider", "number"],
  line: ["provider", "line"],
  feeMinor: ["provider", "feeMinor"],
  feeDueMinor: ["provider", "feeDueMinor"],
  row: ["provider", "row"],
  text: ["provider", "text"],
  oursMinor: ["wallet", "minor"],
  stateHere: ["wallet", "state"],
  recordedAs: ["wallet", "recordedAs"],
  reason: ["wallet", "reason"],
};

/** Kinds whose amount is what the provider says. */
const fromProvider = /^(payment_|refund_contradicted|bill_(missing_here|amount_differs|duplicate|fee_differs))/;

/** A case's evidence side by side: the books as columns, what they say of the same thing in a row. */
export function evidenceOf({ kind, evidence, amountMinor }: Pick<Case, "kind" | "evidence" | "amountMinor">): Evidence {
  const rows = new Map<string, Partial<Record<Side, Value>>>();
  const facts: (readonly [string, Value])[] = [];
  const put = (side: Side, measure: string, value: Value) => rows.set(measure, { ...rows.get(measure), [side]: value });
  if (amountMinor !== null && fromProvider.test(kind)) put("provider", "minor", amountMinor);
  if (amountMinor !== null && kind === "bill_missing_there") put("wallet", "minor", amountMinor);
  for (const [name, value] of Object.entries(evidence)) {
    const own = named[name];
    const prefix = prefixes.find(([beginning]) => name.startsWith(beginning) && /[A-Z]/.test(name.charAt(beginning.length)));
    if (own !== undefined) put(own[0], own[1], value);
    else if (prefix !== undefined && name !== "walletId" && name !== "stationId")
      put(prefix[1], lowerFirst(name.slice(prefix[0].length)), value);
    else if (kind === "liability_differs") put("list", name, value);
    else facts.push([name, value]);
  }
  const all = [...rows].map(([measure, values]) => ({ measure, values }));
  return { sides: sides.filter((side) => all.some(({ values }) => values[side] !== undefined)), rows: all, facts };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
