import type { Currency } from "@forecourt/contract/units";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decided, type DecisionContext } from "../runtime/definition.ts";
import { evolveWallet } from "./evolve.ts";
import { spend } from "./lots.ts";
import { nextMovement, taken } from "./movements.ts";
import { lapsedLots, type WalletState } from "./state.ts";

/** Events being decided, one upon the other: each sees the state that those before it leave. */
export class Draft {
  readonly events: WalletEvent[] = [];
  readonly context: DecisionContext;
  state: WalletState;

  constructor(state: WalletState, context: DecisionContext) {
    this.state = state;
    this.context = context;
  }

  /** Begins with the bonus that has lapsed by now: time is settled before anything else is. */
  static upToNow(state: WalletState, context: DecisionContext): Draft {
    const draft = new Draft(state, context);
    for (const lot of lapsedLots(state, context.nowMs)) {
      const lots = taken([{ lotId: lot.lotId, principalMinor: 0, bonusMinor: lot.bonusMinor }]);
      draft.add({
        type: "BonusExpired",
        lotId: lot.lotId,
        currency: currencyOf(draft.state),
        movement: nextMovement(draft.state, context.nowMs, "bonus_expiry", lot.lotId, { lots, debtMinor: 0 }),
      });
    }
    return draft;
  }

  add(event: WalletEvent): void {
    this.events.push(event);
    this.state = evolveWallet(this.state, event, { atMs: this.context.nowMs });
  }

  /**
   * Pays what is owed from what is free: debt stands only for want of funds, lest a driver who has some be kept from fueling.
   *
   * @param sourceId the order or the fill that has made funds free
   */
  payDebt(sourceId: string): void {
    const { debtMinor, principalMinor, bonusMinor, reservedMinor, lots, spendingPolicy } = this.state;
    const payMinor = Math.min(debtMinor, principalMinor + bonusMinor - reservedMinor);
    if (payMinor === 0) return;
    const shares = taken(spend(lots, payMinor, spendingPolicy));
    const change = { lots: shares, debtMinor: -payMinor };
    this.add({
      type: "DebtPaid",
      currency: currencyOf(this.state),
      movement: nextMovement(this.state, this.context.nowMs, "debt_payment", sourceId, change),
    });
  }

  accept(reply?: (after: WalletState) => unknown): Decided<WalletState, WalletEvent> {
    return accepted(this.events, reply);
  }
}

/** Money moves only in a wallet that has been opened. */
export function currencyOf({ currency }: WalletState): Currency {
  if (currency === null) throw new Error("money moves in a wallet that is not open");
  return currency;
}
