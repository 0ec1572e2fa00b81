/**
 * The language of a package's stock: how many may be sold, how many are held for orders that wait for payment, and how
 * many have been sold. One actor per package that has a stock.
 */

export type StockCommand =
  /**
   * Holds one for an order about to be placed. Asked again under the same hold it is still one. The operator's terms come
   * with it: the newest version ever seen says how many there are.
   */
  | {
      readonly type: "HoldStock";
      readonly holdId: string;
      readonly walletId: string;
      readonly stockMax: number;
      readonly packageVersion: number;
    }
  /** The order was cancelled, ran out, or was never placed. */
  | { readonly type: "ReturnStock"; readonly holdId: string }
  /** The order was paid on its terms. */
  | { readonly type: "SellStock"; readonly holdId: string }
  /** Whether the wallet will say what becomes of this hold, asked when the hold stood until `heldUntilMs`. */
  | { readonly type: "RecordOrderKnown"; readonly holdId: string; readonly heldUntilMs: number; readonly known: boolean };

/** After an event: sold, and held for orders that may yet be paid. */
export interface StockCount {
  readonly sold: number;
  readonly held: number;
}

export type StockEvent =
  | {
      readonly type: "StockHeld";
      readonly holdId: string;
      readonly walletId: string;
      readonly heldUntilMs: number;
      readonly stockMax: number;
      readonly packageVersion: number;
      readonly count: StockCount;
    }
  /** The order exists: its wallet will say what becomes of it. */
  | { readonly type: "StockHoldConfirmed"; readonly holdId: string }
  | { readonly type: "StockReturned"; readonly holdId: string; readonly count: StockCount }
  /** `oversold`: it was paid in time, which became known only after it had been given back and sold to another. */
  | { readonly type: "StockSold"; readonly holdId: string; readonly oversold: boolean; readonly count: StockCount };

/** `heldUntilMs`: an order that is placed before this has it. */
export interface StockHold {
  readonly heldUntilMs: number;
}
