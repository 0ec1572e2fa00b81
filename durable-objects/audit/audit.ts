import type { AuditCommand, AuditEntry, AuditEvent, AuditRecord } from "@forecourt/contract/audit";
import { canonicalJson, GENESIS_HASH } from "@forecourt/contract/movement";
import { accepted, defineActor } from "../runtime/definition.ts";
import { sha256Hex } from "../runtime/digest.ts";

/** The end of the chain. */
export interface AuditState {
  readonly count: number;
  readonly headHash: string;
}

/** The trail: each entry covers the one before it by hash, so that none can be changed, left out or put in unseen. */
export const audit = defineActor<AuditState, AuditCommand, AuditEvent>({
  kind: "audit",
  initial: () => ({ count: 0, headHash: GENESIS_HASH }),
  decide(state, { entries }) {
    let { count, headHash } = state;
    const events = entries.map((entry): AuditEvent => {
      const record = chained(entry, ++count, headHash);
      headHash = record.hash;
      return { type: "ActionAudited", record };
    });
    return accepted(events);
  },
  evolve: (_, { record }) => ({ count: record.no, headHash: record.hash }),
  assert: () => undefined,
  timers: () => [],
  deliveries: () => [],
  publish: (event) => event,
  upcast: (stored) => stored as AuditEvent,
  stateVersion: 1,
});

/** The entry as the next one of a chain that ends with `previousHash`. */
export function chained(entry: AuditEntry, no: number, previousHash: string): AuditRecord {
  const covered = { ...entry, no, previousHash };
  return { ...covered, hash: sha256Hex(canonicalJson(covered)) };
}

/** Whether a record is what its hash says, and follows the one before it. */
export function follows({ hash, ...covered }: AuditRecord, before: AuditState): boolean {
  return covered.no === before.count + 1 && covered.previousHash === before.headHash && hash === sha256Hex(canonicalJson(covered));
}
