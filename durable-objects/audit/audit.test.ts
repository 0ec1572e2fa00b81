import type { AuditEntry, AuditRecord } from "@forecourt/contract/audit";
import { GENESIS_HASH } from "@forecourt/contract/movement";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { audit, follows } from "./audit.ts";

const by = {
  operatorId: "op_1",
  email: "ada@forecourt.example",
  role: "finance",
  reason: "asked",
  ip: null,
  place: null,
  requestId: "r",
} as const;
const entry = (source: string): AuditEntry => ({
  source,
  atMs: 1,
  action: "SchedulePrice",
  subject: "station/a",
  by,
  before: { unitPriceMilli: 7_000 },
  after: { unitPriceMilli: 7_100 },
});
const given = specification(audit, "audit");
const start = { count: 0, headHash: GENESIS_HASH };

/** Three entries, as the journal has them. */
function threeRecords(): [AuditRecord, AuditRecord, AuditRecord] {
  const { decision } = given.when({ type: "RecordActions", entries: [entry("a"), entry("b"), entry("c")] });
  if (!decision.ok) throw new Error(decision.code);
  return decision.events.map(({ record }) => record) as [AuditRecord, AuditRecord, AuditRecord];
}
const holds = (records: readonly AuditRecord[]): boolean => {
  let at = start;
  return records.every((record) => {
    const ok = follows(record, at);
    at = { count: record.no, headHash: record.hash };
    return ok;
  });
};

describe("the audit trail", () => {
  it("numbers entries without gaps and chains each to the one before, across commits", () => {
    const first = given.when({ type: "RecordActions", entries: [entry("a"), entry("b")] }).yields({ state: { count: 2 } });
    const { headHash } = first.state;
    first.when({ type: "RecordActions", entries: [entry("c")] }).yields({
      events: [{ type: "ActionAudited", record: { no: 3, previousHash: headHash } }],
      state: { count: 3 },
    });
  });

  it("holds as it was written", () => {
    expect(holds(threeRecords())).toBe(true);
  });

  it("shows what was changed, left out, put in or put in another order", () => {
    const [a, b, c] = threeRecords();
    const changed = { ...b, by: { ...by, email: "somebody.else@forecourt.example" } };
    for (const forged of [
      [a, changed, c],
      [a, c],
      [b, c],
      [a, c, b],
      [a, a, b, c],
      [a, { ...b, after: null }, c],
    ])
      expect(holds(forged)).toBe(false);
  });
});
