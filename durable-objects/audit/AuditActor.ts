import type { AuditCommand, AuditEntry, AuditEvent } from "@forecourt/contract/audit";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { sha256Hex } from "../runtime/digest.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { type AuditState, audit, follows } from "./audit.ts";

/** Journal rows that one call verifies. */
const VERIFIED_ROWS = 200;

/** How far a verification has come, and what it found. */
export interface Verification {
  /** Pass as the next call's `from`; null at the end of the chain. */
  readonly next: (AuditState & { readonly seq: number }) | null;
  /** The first entry that is not as it was written; null: all that was looked at is. */
  readonly brokenNo: number | null;
  /** What was looked at, for comparing with what lists show. */
  readonly chain: readonly { readonly no: number; readonly atMs: number; readonly hash: string }[];
  readonly count: number;
  readonly headHash: string;
}

/** The audit trail's Durable Object; there is one. Entries are reported at least once, and kept once. */
export class AuditActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<AuditState, AuditCommand, AuditEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, audit, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  /** Adds the entries that are not in the trail yet. What a source has reported is known for ever, not only as long as a receipt is. */
  record(entries: readonly AuditEntry[]): void {
    const { sql } = this.ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS sources (source TEXT PRIMARY KEY) WITHOUT ROWID");
    const fresh = entries.filter(({ source }) => sql.exec("SELECT 1 FROM sources WHERE source = ?", source).toArray().length === 0);
    if (fresh.length === 0) return;
    this.ctx.storage.transactionSync(() => {
      for (const { source } of fresh) sql.exec("INSERT INTO sources (source) VALUES (?)", source);
      const commandId = `record/${sha256Hex(fresh.map(({ source }) => source).join("\n"))}`;
      const result = this.host.execute(commandId, { type: "RecordActions", entries: fresh });
      if (!result.ok) throw new Error(`the trail refused entries: ${result.code}`);
    });
  }

  /** Computes a part of the chain anew, from the journal as it is on disk. */
  verify(from: AuditState & { readonly seq: number }): Verification {
    const { count, headHash } = this.host.state;
    const page = this.host.journal(from.seq, VERIFIED_ROWS);
    const chain: Verification["chain"][number][] = [];
    let at: AuditState = from;
    for (const { events } of page.commits) {
      for (const { record } of events as readonly AuditEvent[]) {
        if (!follows(record, at)) return { next: null, brokenNo: at.count + 1, chain, count, headHash };
        at = { count: record.no, headHash: record.hash };
        chain.push({ no: record.no, atMs: record.atMs, hash: record.hash });
      }
    }
    if (page.nextAfterSeq !== null) return { next: { ...at, seq: page.nextAfterSeq }, brokenNo: null, chain, count, headHash };
    // What was cut off at the end leaves a chain that is whole, but shorter than the state remembers.
    return { next: null, brokenNo: at.count === count && at.headHash === headHash ? null : at.count + 1, chain, count, headHash };
  }
}
