import type { SpendingPolicy } from "@forecourt/contract/wallet";

/** Money of one top-up that is left. */
interface Coins {
  readonly orderId: string;
  principalMinor: number;
  bonusMinor: number;
  readonly bonusEndsAtMs: number;
}

/** A purse, kept with nothing but arithmetic: what the wallet must agree with. */
export class Purse {
  readonly #policy: SpendingPolicy;
  #coins: Coins[] = [];
  debtMinor = 0;
  /** What is held, by fill. */
  readonly held = new Map<string, number>();

  constructor(policy: SpendingPolicy) {
    this.#policy = policy;
  }

  get principalMinor(): number {
    return this.#coins.reduce((sum, { principalMinor }) => sum + principalMinor, 0);
  }

  get bonusMinor(): number {
    return this.#coins.reduce((sum, { bonusMinor }) => sum + bonusMinor, 0);
  }

  get heldMinor(): number {
    return [...this.held.values()].reduce((sum, amountMinor) => sum + amountMinor, 0);
  }

  get freeMinor(): number {
    return this.principalMinor + this.bonusMinor - this.heldMinor;
  }

  put(principalMinor: number, bonusMinor: number, bonusEndsAtMs: number, orderId = ""): void {
    this.#coins.push({ orderId, principalMinor, bonusMinor, bonusEndsAtMs });
    this.payDebt();
  }

  /** What is left of an order. */
  restOf(orderId: string): { readonly principalMinor: number; readonly bonusMinor: number } {
    return this.#coins.find((coins) => coins.orderId === orderId) ?? { principalMinor: 0, bonusMinor: 0 };
  }

  /** Adds to what is left of an order, or takes from it. */
  change(orderId: string, principalMinor: number, bonusMinor: number): void {
    for (const coins of this.#coins.filter((each) => each.orderId === orderId)) {
      coins.principalMinor += principalMinor;
      coins.bonusMinor += bonusMinor;
    }
  }

  /** Takes what has left already: principal of the order first, then of others; as much of the order's bonus; the rest is owed. */
  takeGone(orderId: string, principalMinor: number, bonusMostMinor: number): void {
    let left = principalMinor;
    const own = this.#coins.filter((coins) => coins.orderId === orderId);
    for (const coins of [...own, ...this.#coins.filter((each) => each.orderId !== orderId)]) {
      const share = Math.min(left, coins.principalMinor, this.freeMinor);
      coins.principalMinor -= share;
      left -= share;
    }
    for (const coins of own) coins.bonusMinor -= Math.min(coins.bonusMinor, bonusMostMinor, this.freeMinor);
    this.debtMinor += left;
    this.payDebt();
  }

  /** Bonus whose time is over goes, unless a fill is under way. */
  lapse(nowMs: number): void {
    if (this.held.size > 0) return;
    for (const coins of this.#coins) if (coins.bonusEndsAtMs <= nowMs) coins.bonusMinor = 0;
  }

  /** Pays for a fill: from what is not held for another; the rest is owed. */
  pay(fuelingId: string, amountMinor: number): void {
    this.held.delete(fuelingId);
    const paidMinor = Math.min(amountMinor, this.freeMinor);
    this.#take(paidMinor);
    this.debtMinor += amountMinor - paidMinor;
    this.payDebt();
  }

  letGo(fuelingId: string): void {
    if (this.held.delete(fuelingId)) this.payDebt();
  }

  payDebt(): void {
    const paidMinor = Math.min(this.debtMinor, this.freeMinor);
    this.#take(paidMinor);
    this.debtMinor -= paidMinor;
  }

  /** Takes one part, the oldest first. */
  takeBack(amountMinor: number, part: "principal" | "bonus"): void {
    const key = part === "principal" ? "principalMinor" : "bonusMinor";
    let left = amountMinor;
    for (const coins of this.#coins) {
      const share = Math.min(left, coins[key]);
      coins[key] -= share;
      left -= share;
    }
    if (left > 0) throw new Error(`the purse has not that much ${part}`);
  }

  #take(amountMinor: number): void {
    let left = amountMinor;
    for (const coins of this.#coins) {
      const part = Math.min(left, coins.principalMinor + coins.bonusMinor);
      if (part === 0) continue;
      const bonusMinor = this.#bonusPart(coins, part);
      coins.bonusMinor -= bonusMinor;
      coins.principalMinor -= part - bonusMinor;
      left -= part;
    }
  }

  #bonusPart({ principalMinor, bonusMinor }: Coins, amountMinor: number): number {
    if (this.#policy === "bonus_first") return Math.min(amountMinor, bonusMinor);
    if (this.#policy === "principal_first") return Math.max(0, amountMinor - principalMinor);
    return Math.floor((amountMinor * bonusMinor) / (principalMinor + bonusMinor));
  }
}
