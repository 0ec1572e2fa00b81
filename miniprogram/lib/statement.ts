import { GENESIS_HASH, type Movement, movementText } from "@forecourt/contract/movement";
import { sha256 } from "./sha256.ts";

/** What verification found: how many entries fit, and the number of the first that doesn't. */
export interface Verdict {
  readonly checked: number;
  readonly brokenAt: number | null;
}

/**
 * Verifies a statement from its newest entry backwards, page by page, so that no more than one page is held: each entry's hash covers
 * its content, each names the hash of the one before, and the balances follow from the movements.
 */
export class StatementVerifier {
  #newer: Movement | undefined;
  #checked = 0;
  #brokenAt: number | null = null;

  /** @param movements the next page, newest first */
  add(movements: readonly Movement[]): Verdict {
    for (const movement of movements) {
      if (this.#brokenAt !== null) break;
      if (this.#fits(movement)) this.#checked += 1;
      else this.#brokenAt = movement.no;
      this.#newer = movement;
    }
    return { checked: this.#checked, brokenAt: this.#brokenAt };
  }

  /** After the last page: the chain must have begun with the first entry. */
  finish(): Verdict {
    const first = this.#newer;
    if (this.#brokenAt === null && first && (first.no !== 1 || first.previousHash !== GENESIS_HASH)) this.#brokenAt = first.no;
    return { checked: this.#checked, brokenAt: this.#brokenAt };
  }

  #fits(movement: Movement): boolean {
    if (sha256(movementText(movement)) !== movement.hash) return false;
    const newer = this.#newer;
    if (!newer) return true;
    return (
      newer.no === movement.no + 1 &&
      newer.previousHash === movement.hash &&
      newer.balance.principalMinor === movement.balance.principalMinor + newer.principalMinor &&
      newer.balance.bonusMinor === movement.balance.bonusMinor + newer.bonusMinor &&
      newer.balance.debtMinor === movement.balance.debtMinor + newer.debtMinor
    );
  }
}
