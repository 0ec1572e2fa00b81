import { deedsOf } from "../../load/deeds.ts";
import type { Rule } from "../subject.ts";
import { hiredOf, PASSWORD } from "./acts.ts";

interface EntryTold {
  readonly no: number;
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
}

interface VerificationTold {
  readonly next: string | null;
  readonly brokenNo: number | null;
  readonly differing: readonly number[];
  readonly verified: number;
  readonly count: number;
}

interface OperatorTold {
  readonly operatorId: string;
  readonly role: string;
  readonly state: string;
}

/** What was answered is in the trail once, what was not at most once; and the trail has no gap. */
export const audited: Rule = async ({ reader, ledger }, report) => {
  const trail = await reader.pages<EntryTold>("/v1/operator/audit?", await reader.signIn());
  const numbers = trail.map(({ no }) => no).reverse();
  const gapAt = numbers.findIndex((no, index) => no !== index + 1);
  if (gapAt !== -1) report.add("audit_gap", { expected: gapAt + 1, told: numbers[gapAt] });
  const byReason = Map.groupBy(trail, ({ reason }) => reason);
  const deeds = deedsOf(ledger);
  for (const { action, subject, reason, isAcknowledged } of deeds) {
    const entries = byReason.get(reason) ?? [];
    const about = { action, subject, reason };
    if (isAcknowledged && entries.length === 0) report.add("audit_lost", about);
    if (entries.length > 1) report.add("audit_twice", { ...about, numbers: entries.map(({ no }) => no) });
    for (const told of entries)
      if (told.action !== action || (subject !== undefined && told.subject !== subject)) report.add("audit_wrong", { ...about, told });
  }
  report.looked["audit entries"] = trail.length;
  report.looked.deeds = deeds.length;
};

/** The chain is whole from the first entry to the last, and lists show what is in it. */
export const verified: Rule = async ({ reader }, report) => {
  const token = await reader.signIn();
  for (let from: string | null = ""; from !== null; ) {
    const query: string = from === "" ? "" : `?from=${encodeURIComponent(from)}`;
    const part: VerificationTold = await reader.ask("GET", `/v1/operator/audit/verification${query}`, token);
    const isShort = part.next === null && part.verified !== part.count;
    if (part.brokenNo !== null || part.differing.length > 0 || isShort) report.add("audit_broken", part);
    from = part.next;
  }
};

/** Each operator is listed once, as was answered last; and whoever is listed as active, and nobody else, can sign in. */
export const standing: Rule = async ({ reader, ledger }, report) => {
  const listed = await reader.pages<OperatorTold>("/v1/operator/operators?", await reader.signIn());
  const hired = hiredOf(ledger);
  for (const { operatorId, email, role, state } of hired) {
    const [told, ...others] = listed.filter((one) => one.operatorId === operatorId);
    if (told === undefined || others.length > 0) {
      report.add("operator_not_once", { operatorId, times: others.length });
      continue;
    }
    if (state !== "unsure" && (told.state !== state || told.role !== role)) report.add("operator_wrong", { role, state, told });
    const isIn = await reader.ask("POST", "/v1/operator/sessions", "", { email, password: PASSWORD }).then(
      () => true,
      () => false,
    );
    if (isIn !== (told.state === "active")) report.add("operator_let_in_wrongly", { operatorId, state, listed: told.state, isIn });
  }
  report.looked.operators = hired.length;
};
