import { GENESIS_HASH, movementText } from "@forecourt/contract/movement";
import type { Movement } from "../api/people.ts";

/** How far a statement has been verified. */
export interface Verdict {
  readonly checked: number;
  /** The number of the first movement that is not as it was written. */
  readonly brokenNo: number | null;
}

/**
 * Verifies a statement from the newest movement backwards, a page at a time: each hash covers its movement, each names the one before, and the
 * balances follow from what moved.
 */
export class ChainVerifier {
  #newer: Movement | null = null;
  #checked = 0;
  #brokenNo: number | null = null;

  /** @param movements the next page, newest first */
  async add(movements: readonly Movement[]): Promise<Verdict> {
    for (const movement of movements) {
      if (this.#brokenNo !== null) break;
      if (await this.#fits(movement)) this.#checked++;
      else this.#brokenNo = movement.no;
      this.#newer = movement;
    }
    return { checked: this.#checked, brokenNo: this.#brokenNo };
  }

  /** After the last page: the chain must have begun at its beginning. */
  end(): Verdict {
    const oldest = this.#newer;
    if (this.#brokenNo === null && oldest !== null && (oldest.no !== 1 || oldest.previousHash !== GENESIS_HASH)) this.#brokenNo = oldest.no;
    return { checked: this.#checked, brokenNo: this.#brokenNo };
  }

  async #fits(movement: Movement): Promise<boolean> {
    const { hash, ...covered } = movement;
    if ((await sha256Hex(movementText(covered as Parameters<typeof movementText>[0]))) !== hash) return false;
    const newer = this.#newer;
    if (newer === null) return true;
    const { balance } = movement;
    return (
      newer.no === movement.no + 1 &&
      newer.previousHash === hash &&
      newer.balance.principalMinor === balance.principalMinor + newer.principalMinor &&
      newer.balance.bonusMinor === balance.bonusMinor + newer.bonusMinor &&
      newer.balance.debtMinor === balance.debtMinor + newer.debtMinor
    );
  }
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
