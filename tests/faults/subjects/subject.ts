import type { Line, LotTold, Reader, ReadModels, StationTold, WalletTold } from "../checker/read.ts";
import type { Report } from "../checker/report.ts";
import type { Wallet } from "../kit/people.ts";
import type { Customer } from "../load/customer.ts";
import type { Ledger } from "../load/ledger.ts";
import type { Running } from "../load/running.ts";

/**
 * What a subject brings to the random run: something that its people do, something that befalls, and what must be so in the end.
 * A folder of its own, and a line in `subjects.ts`.
 */
export interface Subject {
  readonly name: string;
  readonly acts?: readonly Act[];
  readonly misfortunes?: readonly Misfortune[];
  /** When all works again: what the world outside would do until it is answered, as a provider tells again what was not acknowledged. */
  settle?(customers: readonly Customer[], running: Running): Promise<void>;
  /** The kinds of statement lines that it makes; a line of no known kind is a violation. */
  readonly lines?: Readonly<Record<string, LineRule>>;
  readonly rules?: readonly Rule[];
}

/** What a driver may do in a turn. What fails is tried anew some other time, as people do: an act that throws is only counted. */
export interface Act {
  readonly name: string;
  /** In [0, 1]: how likely, with the wallet as it is. */
  chance(wallet: Wallet): number;
  perform(customer: Customer, scene: Scene): Promise<void>;
}

/** Where an act takes place. */
export interface Scene {
  readonly running: Running;
  /** In [0, 1), repeated by the seed. */
  readonly random: () => number;
  /** Counts what happened, for the report. */
  count(what: string): void;
}

/** Something that goes wrong, for a while. */
export interface Misfortune {
  readonly name: string;
  /** How often, in proportion to the others of its lane. */
  readonly weight: number;
  /** Within a lane one comes after the other. What kills the product, or asks it to fail, is in `inside`. */
  readonly lane: "inside" | "outside";
  /** Lets it happen, waits with `sleep` (which an ending run cuts short), and puts everything right again. */
  befall(running: Running, random: () => number, sleep: (ms: number) => Promise<void>): Promise<void>;
}

/** How a statement line counts. */
export interface LineRule {
  /** Money that came in, that was spent on fuel, that went out again, or that only changed its place. */
  readonly flow: "in" | "spent" | "out" | "within";
  /**
   * It makes its lots; or takes from the oldest, of their parts in proportion; or names the lots that it takes from, or gives back to; or
   * takes what is worked out from the lots as they are, oldest first.
   */
  readonly lots: "made" | "oldest" | "named" | ((line: Line, lots: readonly LotTold[]) => "made" | readonly LotTold[]);
  /** What else must be so of such a line; false: a violation `line_wrong`. */
  holds?(line: Line): boolean;
}

/** Everything that the product tells in public, once all is quiet, and what the world outside knows. */
export interface Told {
  readonly reader: Reader;
  readonly ledger: Ledger;
  readonly wallets: readonly WalletTold[];
  readonly models: ReadModels;
  readonly stations: readonly StationTold[];
  /** How a line of this kind counts; undefined for one that no subject knows. */
  lineRule(kind: string): LineRule | undefined;
}

/** Compares what is told with what is known. Shares no code with the product. */
export type Rule = (told: Told, report: Report) => void | Promise<void>;
