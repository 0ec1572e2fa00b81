import type { SpendingPolicy } from "@forecourt/contract/wallet";

/** Money of one top-up that is left. */
interface Coins {
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

  put(principalMinor: number, bonusMinor: number, bonusEndsAtMs: number): void {
    this.#coins.push({ principalMinor, bonusMinor, bonusEndsAtMs });
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
