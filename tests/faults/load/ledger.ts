/** What the world outside knows for certain, whatever the product says later: what it was told, and what its terminals said. */
export interface Ledger {
  readonly drivers: string[];
  /** By driver: the account that they began, which may have become part of another since. */
  readonly accounts: Record<string, string>;
  readonly payments: Payment[];
  /** Orders whose driver has asked for the money back: they need not stay paid. */
  readonly refunded: string[];
  /** By fuelingId: what a terminal has said was dispensed. */
  readonly sales: Record<string, Sale>;
  /** By payment code: the fills that were allowed on it. */
  readonly codes: Record<string, string[]>;
  /** By subject: what it wants to know in the end; see {@link notesOf}. */
  readonly notes: Record<string, unknown[]>;
}

export interface Payment {
  readonly driver: string;
  readonly orderId: string;
  /** What the payer paid. */
  readonly amountMinor: number;
  /** `first` pays the order; `second` pays it once more; `other` pays another amount than was asked. */
  readonly kind: "first" | "second" | "other";
  readonly transactionId: string;
  /** Whether the provider's notification was answered with 2xx. */
  acknowledged: boolean;
}

export interface Sale {
  readonly terminalId: string;
  readonly fuelingId: string;
  readonly transactionId: string;
  readonly grade: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly unitPriceMilli: number;
}

/** The page of calls that were answered as nobody has thought of: with 500, or as if their key were another command's. Whatever befalls, the product says what it is. */
export const UNFORESEEN = "unforeseen";

export const newLedger = (): Ledger => ({ drivers: [], accounts: {}, payments: [], refunded: [], sales: {}, codes: {}, notes: {} });

/** A subject's own pages of the ledger. The notes must be plain JSON: they go into the report. @public */
export function notesOf<Note>(ledger: Ledger, subject: string): Note[] {
  ledger.notes[subject] ??= [];
  return ledger.notes[subject] as Note[];
}

/** The sales in what a terminal sends. */
export function salesIn(terminalId: string, sent: unknown): readonly Sale[] {
  return (Array.isArray(sent) ? sent : [sent]).flatMap((event) => {
    const { type, data } = event as { type: string; data: Omit<Sale, "terminalId"> };
    if (type !== "fuel.completed" || data.volumeMl === 0) return [];
    const { fuelingId, transactionId, grade, volumeMl, amountMinor, unitPriceMilli } = data;
    return [{ terminalId, fuelingId, transactionId, grade, volumeMl, amountMinor, unitPriceMilli }];
  });
}
