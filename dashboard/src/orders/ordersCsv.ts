import type { TFunction } from "i18next";
import type { Order } from "../api/types.ts";
import { type Cell, toCsv } from "../format/csv.ts";
import { plainLitres, plainMoney, unitPrice } from "../format/money.ts";
import type { Words } from "../i18n/words.ts";
import { listedAt } from "./listedAt.ts";

/** The orders that are shown, as a table for a spreadsheet. Times are ISO 8601 in UTC; a column names the zone of the place. */
export function ordersCsv(
  orders: readonly Order[],
  t: TFunction,
  wordOf: Words["wordOf"],
  zoneOf: (stationId: string | undefined) => string,
): string {
  const split = ({ fueling, topup }: Order) => fueling ?? topup ?? { principalMinor: 0, bonusMinor: 0 };
  const columns: readonly (readonly [string, (order: Order) => Cell])[] = [
    [t("orders.order"), ({ orderId }) => orderId],
    [t("orders.what"), ({ kind }) => t(`orders.kinds.${kind}`)],
    [t("common.state"), ({ state }) => wordOf("states", state)],
    [`${t("common.time")} (UTC)`, listedAt],
    [t("orders.zone"), ({ fueling }) => zoneOf(fueling?.stationId)],
    [t("common.currency"), ({ currency }) => currency],
    [t("common.amount"), ({ amountMinor }) => plainMoney(amountMinor)],
    [t("common.principal"), (order) => plainMoney(split(order).principalMinor)],
    [t("common.bonus"), (order) => plainMoney(split(order).bonusMinor)],
    [t("common.debt"), ({ fueling }) => plainMoney(fueling?.debtMinor ?? 0)],
    [t("common.station"), ({ fueling }) => fueling?.stationId ?? null],
    [t("common.pump"), ({ fueling }) => fueling?.pump ?? null],
    [t("common.gradeHead"), ({ fueling }) => fueling?.grade ?? null],
    [`${t("common.volume")} (${t("common.litre")})`, ({ fueling }) => (fueling === undefined ? null : plainLitres(fueling.volumeMl))],
    [t("common.price"), ({ fueling }) => (fueling === undefined ? null : unitPrice(fueling.unitPriceMilli))],
    [t("orders.transaction"), ({ fueling }) => fueling?.transactionId ?? null],
    [t("orders.provider"), ({ topup }) => topup?.provider ?? null],
  ];
  return toCsv(
    columns.map(([head]) => head),
    orders.map((order) => columns.map(([, cell]) => cell(order))),
  );
}
