import { z } from "zod";
import { regionId, walletId } from "../ids.ts";
import { movementKinds } from "../movement.ts";
import { currency, instant } from "../scalars.ts";

/** What finance compares, and what it finds, under `/v1/operator`. */

/**
 * Where two of those who keep books disagree. `settlement_…`: stations and wallets. `payment_…`, `bill_…`, `refund_…`: providers and
 * wallets. `balance_differs`, `liability_differs`: wallets and the lists made of them.
 */
export const caseKinds = [
  "payment_quarantined",
  "payment_unattributed",
  "payment_unsettled",
  "payment_contradicted",
  "payment_charged_back",
  "refund_contradicted",
  "settlement_differs",
  "captures_differ",
  "balance_differs",
  "liability_differs",
  "bill_missing_here",
  "bill_missing_there",
  "bill_amount_differs",
  "bill_duplicate",
  "bill_fee_differs",
  "bill_unreadable",
] as const;
export type CaseKind = (typeof caseKinds)[number];

const evidence = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export const reconciliationCase = z.object({
  caseId: z.string(),
  kind: z.enum(caseKinds),
  /** What it is about: a payment, a refund, a fill, a station, a wallet, a currency. */
  subject: z.string(),
  walletId: walletId.nullable(),
  provider: z.string().nullable(),
  currency: currency.nullable(),
  amountMinor: z.int().nullable(),
  evidence,
  state: z.enum(["open", "resolved"]),
  /** The operator who looks after it. */
  owner: z.string().nullable(),
  resolution: z.string().nullable(),
  note: z.string().nullable(),
  openedAt: instant,
  resolvedAt: instant.nullable(),
  /** Null: it has mended itself. */
  resolvedBy: z.string().nullable(),
  /** What can be done about it here, beside closing it with a note. */
  actions: z.array(z.enum(["credit", "return", "attribute"])),
});
export const caseId = z.string().regex(/^cas_[0-9a-z]{26}$/, "must look like cas_…");
export const ownerRequest = z.object({ owner: z.email().max(200).nullable() });
export const resolveRequest = z.object({
  /** `credit`, `return`: what happens to a payment that was set apart. `attribute`: whose it is. `closed`: nothing is to be done. */
  action: z.enum(["credit", "return", "attribute", "closed"]),
  note: z.string().trim().min(1).max(500),
  /** For `attribute`. */
  walletId: walletId.optional(),
});

export const billDay = z.iso.date();
export const billRequest = z.object({ provider: z.string().min(1).max(20), day: billDay });
export const billImport = z.object({
  provider: z.string(),
  day: billDay,
  state: z.enum(["done", "not_ready", "failed"]),
  payments: z.int(),
  paidMinor: z.int(),
  refunds: z.int(),
  refundedMinor: z.int(),
  feesMinor: z.int(),
  /** Lines and orders that did not agree. */
  cases: z.int(),
  triedAt: instant,
});

const held = { principalMinor: z.int(), bonusMinor: z.int(), debtMinor: z.int() };
export const liability = z.object({
  /** Owed to drivers, as it was added up movement by movement. */
  byCurrency: z.array(
    z.object({
      currency,
      ...held,
      /** The same, counted anew from every wallet. */
      recount: z.object({ ...held, wallets: z.int() }),
      agrees: z.boolean(),
    }),
  ),
  /** The recount by the region where drivers are at home. */
  byRegion: z.array(z.object({ regionId: regionId.nullable(), currency, ...held, wallets: z.int() })),
  asOf: instant,
});

export const fundReport = z.object({
  currency,
  period: z.string(),
  from: instant,
  to: instant,
  opening: z.object(held),
  closing: z.object(held),
  /** Every kind of movement; positive is in the drivers' favour. */
  flows: z.array(z.object({ kind: z.enum(movementKinds), ...held, count: z.int() })),
  /** Principal that came in, was spent, and was sent back; what is left over is corrections and debts. */
  inMinor: z.int(),
  spentMinor: z.int(),
  refundedMinor: z.int(),
  otherMinor: z.int(),
  /** What has to be held in custody of the principal at the period's end. */
  custody: z.object({ perMyriad: z.int(), requiredMinor: z.int() }),
  asOf: instant,
});
