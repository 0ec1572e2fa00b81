import type { WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decided, type DecisionContext } from "../runtime/definition.ts";
import { evolveWallet } from "./evolve.ts";
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
        movement: nextMovement(draft.state, context.nowMs, "bonus_expiry", lot.lotId, { lots, debtMinor: 0 }),
      });
    }
    return draft;
  }

  add(event: WalletEvent): void {
    this.events.push(event);
    this.state = evolveWallet(this.state, event, { atMs: this.context.nowMs });
  }

  accept(reply?: (after: WalletState) => unknown): Decided<WalletState, WalletEvent> {
    return accepted(this.events, reply);
  }
}
