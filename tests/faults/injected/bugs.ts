import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { account } from "@forecourt/durable-objects/account/account";
import { accepted, type DecisionContext } from "@forecourt/durable-objects/runtime/definition";
import { station } from "@forecourt/durable-objects/station/station";
import { stock } from "@forecourt/durable-objects/stock/stock";
import { decideWallet } from "@forecourt/durable-objects/wallet/decide";
import { evolveWallet } from "@forecourt/durable-objects/wallet/evolve";
import type { WalletState } from "@forecourt/durable-objects/wallet/state";
import { wallet } from "@forecourt/durable-objects/wallet/wallet";
import type { Bug } from "../kit/faults.ts";
import { current } from "./control.ts";

/** Bugs to be found: with one of them switched on, the checker has to say so. */

const has = (bug: Bug): boolean => current().bug === bug;

/** Puts the bugs in their places, where they do nothing until they are switched on. */
export function seedBugs(): void {
  const { deliveries: walletDeliveries } = wallet;
  const { deliveries: stationDeliveries } = station;
  Object.assign(wallet, {
    decide: decideBadly,
    evolve: evolveBadly,
    deliveries: (state: WalletState) => walletDeliveries(state).filter(({ id }) => !(has("lost refund") && id.startsWith("return/"))),
  } satisfies Partial<typeof wallet>);
  const { evolve: evolveAccount } = account;
  Object.assign(account, {
    evolve: (state, event, at) =>
      evolveAccount(
        state,
        has("lost belongings") && event.type === "AccountTakenOver"
          ? { ...event, belongings: { ...event.belongings, vehicles: [] } }
          : event,
        at,
      ),
  } satisfies Partial<typeof account>);
  const { decide: decideStock } = stock;
  Object.assign(stock, {
    decide: (state, command, context) =>
      decideStock(has("oversold stock") && command.type === "HoldStock" ? { ...state, holds: [] } : state, command, context),
  } satisfies Partial<typeof stock>);
  Object.assign(station, {
    deliveries: (state) =>
      stationDeliveries(state)
        .filter(({ id }) => !(has("lost outbox row") && id.startsWith("capture/")))
        .map((delivery) => {
          const { message } = delivery;
          if (!has("wrong rounding") || message.to !== "wallet" || message.command.type !== "CaptureFunds") return delivery;
          const { fueling } = message.command;
          const amountMinor = Math.floor((fueling.volumeMl * fueling.unitPriceMilli) / 10_000);
          return { ...delivery, message: { ...message, command: { ...message.command, fueling: { ...fueling, amountMinor } } } };
        }),
  } satisfies Partial<typeof station>);
}

function decideBadly(state: WalletState, command: WalletCommand, context: DecisionContext): ReturnType<typeof decideWallet> {
  if (command.type === "ReserveFunds" && has("reused code")) return decideWallet({ ...state, codesUsed: [] }, command, context);
  const decision = decideWallet(state, command, context);
  if (command.type !== "CaptureFunds" || !decision.ok || decision.events.length === 0) return decision;
  const isHeld = state.reservations.some(({ fuelingId }) => fuelingId === command.fueling.fuelingId);
  if (!(has("double capture") || (has("expired hold captured twice") && !isHeld))) return decision;
  const once = decision.events.reduce((folded, event) => evolveWallet(folded, event, { atMs: context.nowMs }), state);
  const again = decideWallet({ ...once, settled: [] }, command, context);
  return again.ok ? accepted([...decision.events, ...again.events], decision.reply) : decision;
}

function evolveBadly(state: WalletState, event: WalletEvent, at: { readonly atMs: number }): WalletState {
  const next = evolveWallet(state, event, at);
  if (!has("broken chain") || !("movement" in event)) return next;
  return { ...next, movements: { ...next.movements, hash: state.movements.hash } };
}
