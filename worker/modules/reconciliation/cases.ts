import type { CaseKind } from "@forecourt/contract/http/reconciliation";
import type { Detail } from "@forecourt/contract/result";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import { and, eq, ne, or, sql } from "drizzle-orm";
import type { Database } from "../../projection/writes.ts";
import { cases } from "./schema.ts";

/** What somebody has to look at; found again it is the same case. */
export interface Finding {
  readonly kind: CaseKind;
  /** Names it for ever among those of its kind. */
  readonly subject: string;
  readonly walletId?: string | null;
  readonly provider?: string | null;
  readonly currency?: string | null;
  readonly amountMinor?: number | null;
  readonly evidence: Detail;
}

/** What somebody has decided about a case. */
export interface Resolution {
  readonly resolution: "credit" | "return" | "attribute" | "closed";
  readonly note: string;
  /** The operator's address. */
  readonly resolvedBy: string;
}

/** What resolves a case that has mended itself. */
const MENDED = "mended";

export function caseIdOf({ kind, subject }: Pick<Finding, "kind" | "subject">): string {
  return idFrom("cas", `${kind}/${subject}`);
}

/** Opens the case of a finding. One that had mended itself is open again; one that somebody has resolved stays resolved. */
export function openCase(db: Database, finding: Finding, atMs: number) {
  const { walletId = null, provider = null, currency = null, amountMinor = null, ...rest } = finding;
  const row = { ...rest, walletId, provider, currency, amountMinor, state: "open", openedAtMs: atMs };
  return db
    .insert(cases)
    .values({ caseId: caseIdOf(finding), ...row })
    .onConflictDoUpdate({
      target: cases.caseId,
      set: { state: "open", evidence: finding.evidence, amountMinor, openedAtMs: atMs, resolution: null, resolvedAtMs: null },
      setWhere: sql`${cases.state} = 'resolved' AND ${cases.resolution} = ${MENDED} AND ${cases.resolvedAtMs} < ${atMs}`,
    });
}

/** What has become known of a case since it was opened. */
export function tellCase(db: Database, { evidence, ...of }: Pick<Finding, "kind" | "subject" | "evidence">) {
  return db
    .update(cases)
    .set({ evidence })
    .where(eq(cases.caseId, caseIdOf(of)));
}

/** The books agree again. */
export function mendCase(db: Database, of: Pick<Finding, "kind" | "subject">, atMs: number) {
  return db
    .update(cases)
    .set({ state: "resolved", resolution: MENDED, resolvedAtMs: atMs })
    .where(and(eq(cases.caseId, caseIdOf(of)), eq(cases.state, "open")));
}

/** Closes a case as somebody has decided, unless somebody else was quicker. */
export function decideCase(db: Database, caseId: string, decided: Resolution, atMs: number) {
  return db
    .update(cases)
    .set({ state: "resolved", ...decided, resolvedAtMs: atMs })
    .where(and(eq(cases.caseId, caseId), or(eq(cases.state, "open"), eq(cases.resolution, MENDED))));
}

/** What was decided has been done: that, and nothing else, is what became of the case. */
export function settleCase(db: Database, of: Pick<Finding, "kind" | "subject">, done: Resolution, atMs: number) {
  const isOther = or(eq(cases.state, "open"), ne(cases.resolution, done.resolution));
  return db
    .update(cases)
    .set({ state: "resolved", ...done, resolvedAtMs: atMs })
    .where(and(eq(cases.caseId, caseIdOf(of)), isOther));
}
