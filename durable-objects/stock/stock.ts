import { rejected } from "@forecourt/contract/result";
import type { StockCommand, StockEvent, StockHold } from "@forecourt/contract/stock";
import { accepted, type Decision, type DecisionContext, type Delivery, defineActor } from "../runtime/definition.ts";
import { countOf, findClosed, findHold, type Hold, type StockState, stockBounds } from "./state.ts";

/** Asks a wallet whether it will say what becomes of this hold. Answer: {@link OrderAnswer}. */
export interface StockMessage {
  readonly walletId: string;
  readonly holdId: string;
}
export interface OrderAnswer {
  readonly known: boolean;
}

type StockDecision = Decision<StockState, StockEvent>;
type CommandOf<Type extends StockCommand["type"]> = Extract<StockCommand, { type: Type }>;

/** Between holding one and placing the order lies one call; what takes longer was cut off. */
const UNPLACED_MS = 2 * 60_000;

/** The stock of a package: what is sold and held is never more than there is. */
export const stock = defineActor<StockState, StockCommand, StockEvent, StockMessage>({
  kind: "stock",
  initial: () => ({ stockMax: 0, packageVersion: 0, sold: 0, holds: [], closed: [] }),
  decide(state, command, context) {
    switch (command.type) {
      case "HoldStock":
        return holdStock(state, command, context);
      case "ReturnStock":
        return returnStock(state, command.holdId);
      case "SellStock":
        return sellStock(state, command);
      case "RecordOrderKnown":
        return recordOrderKnown(state, command);
    }
  },
  evolve,
  assert: assertStock,
  timers: () => [],
  deliveries: (state) => state.holds.flatMap(orderQuestion),
  publish: (event) => (event.type === "StockHoldConfirmed" ? null : event),
  upcast: (stored) => stored as StockEvent,
  stateVersion: 1,
});

function holdStock(state: StockState, command: CommandOf<"HoldStock">, { nowMs }: DecisionContext): StockDecision {
  const { holdId, walletId } = command;
  const known = findHold(state, holdId);
  if (known !== undefined && (known.heldUntilMs === null || known.heldUntilMs > nowMs)) {
    return accepted([], (): StockHold => ({ heldUntilMs: known.heldUntilMs ?? nowMs + UNPLACED_MS }));
  }
  // Sold: the order is there, and the wallet finds it by its command.
  if (findClosed(state, holdId)?.sold === true) return accepted([], (): StockHold => ({ heldUntilMs: nowMs + UNPLACED_MS }));
  const isNewer = command.packageVersion >= state.packageVersion;
  const stockMax = isNewer ? command.stockMax : state.stockMax;
  const packageVersion = Math.max(command.packageVersion, state.packageVersion);
  const others = state.holds.length - (known === undefined ? 0 : 1);
  if (state.sold + others >= stockMax) return rejected("package_sold_out", { stockMax, sold: state.sold });
  if (others >= stockBounds.holdsMax) return rejected("overloaded");
  const heldUntilMs = nowMs + UNPLACED_MS;
  const count = { sold: state.sold, held: others + 1 };
  return accepted(
    [{ type: "StockHeld", holdId, walletId, heldUntilMs, stockMax, packageVersion, count }],
    (): StockHold => ({ heldUntilMs }),
  );
}

function returnStock(state: StockState, holdId: string): StockDecision {
  if (findHold(state, holdId) === undefined) return accepted([]);
  const { sold, held } = countOf(state);
  return accepted([{ type: "StockReturned", holdId, count: { sold, held: held - 1 } }]);
}

/** Paid in time, it is sold, whether it is still held or not: the driver has kept the terms. */
function sellStock(state: StockState, { holdId }: CommandOf<"SellStock">): StockDecision {
  const { sold, held } = countOf(state);
  const isHeld = findHold(state, holdId) !== undefined;
  if (!isHeld && findClosed(state, holdId)?.sold !== false) return accepted([]);
  const count = { sold: sold + 1, held: held - (isHeld ? 1 : 0) };
  return accepted([{ type: "StockSold", holdId, oversold: count.sold + count.held > state.stockMax, count }]);
}

/** An answer to a question that has been overtaken (the hold was asked for again) says nothing. */
function recordOrderKnown(state: StockState, { holdId, heldUntilMs, known }: CommandOf<"RecordOrderKnown">): StockDecision {
  if (findHold(state, holdId)?.heldUntilMs !== heldUntilMs) return accepted([]);
  return known ? accepted([{ type: "StockHoldConfirmed", holdId }]) : returnStock(state, holdId);
}

function evolve(state: StockState, event: StockEvent): StockState {
  switch (event.type) {
    case "StockHeld": {
      const { holdId, walletId, heldUntilMs, stockMax, packageVersion } = event;
      const others = state.holds.filter((hold) => hold.holdId !== holdId);
      const closed = state.closed.filter((each) => each.holdId !== holdId);
      return { ...state, stockMax, packageVersion, holds: [...others, { holdId, walletId, heldUntilMs }], closed };
    }
    case "StockHoldConfirmed":
      return { ...state, holds: state.holds.map((hold) => (hold.holdId === event.holdId ? { ...hold, heldUntilMs: null } : hold)) };
    case "StockReturned":
      return close(state, event.holdId, false);
    case "StockSold":
      return { ...close(state, event.holdId, true), sold: state.sold + 1 };
  }
}

function close(state: StockState, holdId: string, sold: boolean): StockState {
  return {
    ...state,
    holds: state.holds.filter((hold) => hold.holdId !== holdId),
    closed: [...state.closed.filter((each) => each.holdId !== holdId), { holdId, sold }].slice(-stockBounds.closedKept),
  };
}

function orderQuestion({ holdId, walletId, heldUntilMs }: Hold): readonly Delivery<StockCommand, StockMessage>[] {
  if (heldUntilMs === null) return [];
  return [
    {
      id: `order/${holdId}/${heldUntilMs}`,
      destination: `wallet/${walletId}`,
      notBeforeMs: heldUntilMs,
      message: { walletId, holdId },
      acknowledge: (reply) => ({ type: "RecordOrderKnown", holdId, heldUntilMs, known: (reply as OrderAnswer).known }),
    },
  ];
}

/** What is true of every stock after every command. */
function assertStock(state: StockState): void {
  const ids = [...state.holds, ...state.closed].map(({ holdId }) => holdId);
  if (new Set(ids).size !== ids.length) throw new Error("invariant of the stock: a hold stands twice");
  if (state.holds.length > stockBounds.holdsMax) throw new Error("invariant of the stock: too many holds");
}
