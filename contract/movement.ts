/**
 * The statement: a chain of movements, each of which covers the one before it by hash, so that a driver can verify the
 * statement they hold. No dependency, so that the mini-program can bundle it as it is.
 */

/** What a movement is about. */
export type MovementKind = "topup" | "late_topup" | "fueling" | "debt_payment" | "bonus_expiry";

/** The part of one lot that a movement added (positive) or took (negative). */
export interface LotShare {
  readonly lotId: string;
  readonly principalMinor: number;
  readonly bonusMinor: number;
}

/** What was dispensed, as it stands on the statement: list price, volume and gross, whatever funded it. */
export interface FuelingFacts {
  readonly fuelingId: string;
  readonly stationId: string;
  readonly pump: number;
  readonly nozzle: number;
  readonly grade: string;
  readonly volumeMl: number;
  readonly unitPriceMilli: number;
  readonly amountMinor: number;
  readonly transactionId: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** True when the station reported it after the fact. */
  readonly offline: boolean;
}

/** One entry of the statement. Signed amounts: positive is in the driver's favour. */
export interface Movement {
  /** 1, 2, 3 … without gaps within a wallet. */
  readonly no: number;
  readonly atMs: number;
  readonly kind: MovementKind;
  /** The order, the fill or the lot that it comes from. */
  readonly sourceId: string;
  readonly principalMinor: number;
  readonly bonusMinor: number;
  /** Change of debt; positive means that more is owed. */
  readonly debtMinor: number;
  readonly lots: readonly LotShare[];
  /** The balances after it. */
  readonly balance: { readonly principalMinor: number; readonly bonusMinor: number; readonly debtMinor: number };
  readonly fueling?: FuelingFacts;
  readonly previousHash: string;
  /** Hex SHA-256 of {@link movementText}. */
  readonly hash: string;
}

/** `previousHash` of the first movement. */
export const GENESIS_HASH = "0".repeat(64);

/** The text whose SHA-256 is the movement's hash: canonical JSON of everything but the hash itself. */
export function movementText(movement: Omit<Movement, "hash">): string {
  const { hash: _, ...covered } = movement as Movement;
  return canonicalJson(covered);
}

/** JSON with object keys in code-unit order at every depth and no white space; undefined members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}
