import { messages } from "../i18n/index.ts";
import { knownStation } from "./api/driver.ts";
import type { Order } from "./api/types.ts";
import { dateTime, litres, money, parseTime } from "./format.ts";
import { currentLanguage } from "./settings.ts";
import { gradeText, nameOf } from "./words.ts";

/** Amber needs the driver, teal went well, grey is over. */
export function orderTone(state: Order["state"]): "good" | "wait" | "" {
  if (
    state === "refund_requested" ||
    state === "refunding" ||
    state === "awaiting_payment" ||
    state === "authorised" ||
    state === "fueling" ||
    state === "completed" ||
    state === "requested"
  )
    return "wait";
  return state === "paid" || state === "settled" ? "good" : "";
}

/** Refunds to which nothing more happens. */
export const refundOver: readonly string[] = ["succeeded", "declined", "failed", "rejected"];

/** One line of a list of orders. */
export interface OrderLine {
  readonly id: string;
  readonly icon: string;
  readonly title: string;
  readonly detail: string;
  readonly amount: string;
  readonly state: string;
  readonly tone: string;
}

export function orderLine(order: Order): OrderLine {
  const words = messages();
  const isTopup = order.kind === "topup";
  const about = order.fueling ? `${gradeText(order.fueling.grade)} · ${litres(order.fueling.volumeMl)} ${words.common.litre} · ` : "";
  // A sign says that money moved; an order that was never paid shows its amount plain.
  const moved = order.state === "paid" || order.state === "settled";
  return {
    id: order.orderId,
    icon: isTopup ? "plus" : "pump",
    title: (order.fueling && nameOf(knownStation(order.fueling.stationId)?.names)) || words.orders[order.kind],
    detail: about + dateTime(parseTime(order.createdAt), currentLanguage()),
    amount: money(moved && !isTopup ? -order.amountMinor : order.amountMinor, order.currency, { signed: moved }),
    state: words.states[order.state],
    tone: orderTone(order.state),
  };
}
