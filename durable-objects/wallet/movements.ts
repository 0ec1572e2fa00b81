import { type FuelingFacts, type LotShare, type Movement, type MovementKind, movementText } from "@forecourt/contract/movement";
import { sha256Hex } from "../runtime/digest.ts";
import type { WalletState } from "./state.ts";

/** The next movement of the chain: numbered, with the balances it leaves, covering the one before by hash. */
export function nextMovement(
  state: WalletState,
  atMs: number,
  kind: MovementKind,
  sourceId: string,
  change: { readonly lots: readonly LotShare[]; readonly debtMinor: number },
  fueling?: FuelingFacts,
): Movement {
  const principalMinor = change.lots.reduce((sum, lot) => sum + lot.principalMinor, 0);
  const bonusMinor = change.lots.reduce((sum, lot) => sum + lot.bonusMinor, 0);
  const covered = {
    no: state.movements.count + 1,
    atMs,
    kind,
    sourceId,
    principalMinor,
    bonusMinor,
    debtMinor: change.debtMinor,
    lots: change.lots,
    balance: {
      principalMinor: state.principalMinor + principalMinor,
      bonusMinor: state.bonusMinor + bonusMinor,
      debtMinor: state.debtMinor + change.debtMinor,
    },
    ...(fueling === undefined ? {} : { fueling }),
    previousHash: state.movements.hash,
  };
  return { ...covered, hash: sha256Hex(movementText(covered)) };
}

/** Shares that were taken, as the statement shows them: negative. */
export function taken(shares: readonly LotShare[]): readonly LotShare[] {
  // 0 - x, not -x: a negative zero would be written as 0 and read back as another number.
  return shares.map(({ lotId, principalMinor, bonusMinor }) => ({ lotId, principalMinor: 0 - principalMinor, bonusMinor: 0 - bonusMinor }));
}
