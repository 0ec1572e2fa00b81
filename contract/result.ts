import type { Code } from "./codes.ts";

/** Facts that explain a rejection; integers, ids and words only, never personal data. */
export type Detail = Readonly<Record<string, string | number | boolean | null>>;

/** A command that was refused and changed nothing. Data, not an exception, so that it survives RPC. */
export interface Rejected {
  readonly ok: false;
  readonly code: Code;
  readonly detail?: Detail;
}

/** A command that took effect (now, or when the same `commandId` first came). */
export interface Accepted<Reply> {
  readonly ok: true;
  /** The actor's journal position after the command. */
  readonly seq: number;
  readonly reply: Reply;
}

export type Result<Reply> = Accepted<Reply> | Rejected;

export function rejected(code: Code, detail?: Detail): Rejected {
  return detail === undefined ? { ok: false, code } : { ok: false, code, detail };
}
