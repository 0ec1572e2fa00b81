import { type Ledger, notesOf } from "../../load/ledger.ts";

/**
 * Two accounts of one person, which are to become one. `bare`: the second has never held money; `emptied`: it had some, with coupons, and has none any
 * more; `left`: the first has none, so it becomes part of the second; `rich`: both hold money, so both stay.
 */
export const plots = ["bare", "emptied", "left", "rich"] as const;
export type Plot = (typeof plots)[number];

/** One of the two accounts, and what its driver has put into it. */
export interface Account {
  /** Of a WeChat account; of the second it is a phone number. */
  readonly name: string;
  readonly plate: string;
  readonly stationName: string;
  /** What the picture of each document says. */
  readonly pictures: Readonly<Record<string, string>>;
  readonly documents: Record<string, string>;
  driverId: string | null;
  /** An order that came to nothing. */
  orderId: string | null;
}

export interface Story {
  readonly teller: string;
  readonly plot: Plot;
  readonly first: Account;
  readonly second: Account;
  /** A vehicle of both. */
  readonly sharedPlate: string;
  /** When each fuelled elsewhere. */
  readonly fuelledAt: string;
  /** What was answered, by its key: it is not done again. */
  readonly done: string[];
  outcome: "joined" | "refused" | null;
}

export const storiesOf = (ledger: Ledger): Story[] => notesOf<Story>(ledger, "joins");

export function newStory(teller: string, no: number, plot: Plot): Story {
  const digits = String(no).padStart(5, "0");
  const account = (name: string, letter: string, kinds: readonly string[]): Account => ({
    name,
    plate: `沪${letter}${digits}`,
    stationName: `${name} elsewhere`,
    pictures: Object.fromEntries(kinds.map((kind) => [kind, `${name}/${kind}`])),
    documents: {},
    ...{ driverId: null, orderId: null },
  });
  return {
    ...{ teller, plot },
    first: account(`${teller}-joins-${no}`, "B", ["id_front"]),
    second: account(`136${String(no).padStart(8, "0")}`, "C", ["id_front", "vehicle_licence"]),
    sharedPlate: `沪D${digits}`,
    fuelledAt: new Date(Date.now() - 3_600_000).toISOString(),
    done: [],
    outcome: null,
  };
}

/** Whose account stays, and whose becomes its part. */
export function sidesOf({ plot, first, second }: Story): { readonly stays: Account; readonly leaves: Account } {
  return plot === "left" ? { stays: second, leaves: first } : { stays: first, leaves: second };
}
