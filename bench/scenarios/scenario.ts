import { Connection } from "../load/http.ts";
import type { Step } from "../load/run.ts";

/** Who is measured: whatever answers the paths of `workers/paths.ts`. */
export interface Contestant {
  readonly name: "floor" | "product" | "peer";
  readonly port: number;
  /** Bytes of a row; the floor writes rows as large as the product's. */
  rowBytes: number;
  /** Processor time that its servers have used; NaN where it can't be known. */
  cpuMs(): number;
  /** What its servers printed last. */
  said(): string;
  pause(): void;
  resume(): void;
}

/** What is measured, of all contestants alike. */
export interface Scenario {
  readonly title: string;
  /** What is counted. */
  readonly unit: string;
  readonly slots: number;
  /** A wallet that it uses, whose rows are typical. */
  readonly wallet?: string;
  /** What must be there before the first round. */
  prepare(contestant: Contestant): Promise<void>;
  step(contestant: Contestant, slot: number, connection: Connection): Step;
  /** Waits for what the acknowledged requests have left behind. */
  after?(contestant: Contestant): Promise<void>;
}

/** At most so many requests in flight, in any scenario. */
export const SLOTS = 64;
/** Each slot has its own, so that no wallet ever has two fills under way. */
export const WALLETS_PER_SLOT = 16;

export const walletId = (slot: number, index: number): string => `wal_bench${String(slot * WALLETS_PER_SLOT + index).padStart(4, "0")}`;

export const address = (contestant: Contestant, what: string, id: string): string =>
  `/${what}/${id}${contestant.name === "floor" ? `?bytes=${contestant.rowBytes}` : ""}`;

let commands = 0;
const run = Date.now().toString(36);
/** An id that no command of this or an earlier run has had. */
export const freshId = (prefix: string): string => `${prefix}_${run}${(commands++).toString(36).padStart(6, "0")}`;

/** @throws unless the actor has accepted the command */
export function accepted<Reply>(answer: string): Reply {
  const result = JSON.parse(answer) as { readonly ok: boolean; readonly code?: string; readonly reply: Reply };
  if (!result.ok) throw new Error(`refused: ${result.code}`);
  return result.reply;
}

/** Does something over as many connections as a round has. */
export async function inParallel(contestant: Contestant, work: (connection: Connection, slot: number) => Promise<void>): Promise<void> {
  await Promise.all(
    Array.from({ length: SLOTS }, async (_, slot) => {
      const connection = await Connection.open(contestant.port);
      await work(connection, slot).finally(() => connection.close());
    }),
  );
}
