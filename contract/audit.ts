/**
 * The audit trail: what operators did. An operator's command carries {@link By}; the actor that carries it out keeps that in
 * the same commit as what it did, and the trail chains every such commit by hash.
 */

/** On whose behalf, why, and from where. Goes with an operator's command to the actor, and stays in its journal. */
export interface By {
  readonly operatorId: string;
  readonly email: string;
  readonly role: string;
  /** In the operator's own words; null where the action asks for none. */
  readonly reason: string | null;
  readonly ip: string | null;
  /** City and country, as the network has it; null when it doesn't know. */
  readonly place: string | null;
  /** Finds the request in the logs. */
  readonly requestId: string;
}

/** One action of an operator. */
export interface AuditEntry {
  /** What makes it one action, however often it is reported: `<kind>/<id>/<seq>` of the commit, or a request's own name. */
  readonly source: string;
  readonly atMs: number;
  /** The command's type, or what was done where no actor took part: `OpenDocument`, `SignIn` … */
  readonly action: string;
  /** What it was done to: `<kind>/<id>`. */
  readonly subject: string;
  readonly by: By;
  /** What differs: only members that changed, and neither secrets nor personal data among them. */
  readonly before: unknown;
  readonly after: unknown;
}

/** An entry in the chain. */
export interface AuditRecord extends AuditEntry {
  /** 1, 2, 3 … without gaps. */
  readonly no: number;
  readonly previousHash: string;
  /** Hex SHA-256 of the canonical JSON of everything but the hash itself. */
  readonly hash: string;
}

export type AuditCommand = { readonly type: "RecordActions"; readonly entries: readonly AuditEntry[] };
export type AuditEvent = { readonly type: "ActionAudited"; readonly record: AuditRecord };
