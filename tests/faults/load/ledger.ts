/** What the world outside knows for certain, whatever the product says later: what it was told, and what its terminals said. */
export interface Ledger {
  readonly drivers: string[];
  readonly payments: Payment[];
  /** By fuelingId: what a terminal has said was dispensed. */
  readonly sales: Record<string, Sale>;
  /** By payment code: the fills that were allowed on it. */
  readonly codes: Record<string, string[]>;
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

export const newLedger = (): Ledger => ({ drivers: [], payments: [], sales: {}, codes: {} });

/** A `fetch` that notes the sales in what a terminal sends, before anything can happen to it. */
export function noting(ledger: Ledger, terminalId: string, through: typeof fetch): typeof fetch {
  return async (input, init) => {
    if (typeof init?.body === "string") note(ledger, terminalId, JSON.parse(init.body));
    return through(input, init);
  };
}

function note(ledger: Ledger, terminalId: string, sent: unknown): void {
  for (const event of Array.isArray(sent) ? sent : [sent]) {
    const { type, data } = event as { type: string; data: Omit<Sale, "terminalId"> };
    if (type !== "fuel.completed") continue;
    const { fuelingId, transactionId, grade, volumeMl, amountMinor, unitPriceMilli } = data;
    if (volumeMl > 0) ledger.sales[fuelingId] ??= { terminalId, fuelingId, transactionId, grade, volumeMl, amountMinor, unitPriceMilli };
  }
}
