/**
 * The statement: a chain of movements, each of which covers the one before it by hash, so that a driver can verify the
 * statement they hold. No dependency, so that the mini-program can bundle it as it is.
 */

/** What a movement is about. */
export const movementKinds = [
  "topup",
  "late_topup",
  "fueling",
  "debt_payment",
  "bonus_expiry",
  "adjustment",
  /** Set apart to be sent back to whoever paid it. */
  "refund",
  /** A refund that was not sent: back in its lot. */
  "refund_returned",
  /** The payer's bank has taken a payment back. */
  "chargeback",
  /** And has given it back again. */
  "chargeback_returned",
  /** A payment that fitted no order, credited by an operator. */
  "payment_credit",
] as const;
export type MovementKind = (typeof movementKinds)[number];

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
  /** The order, the fill, the lot or the adjustment that it comes from. */
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
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) text += text === "" ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${text}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
