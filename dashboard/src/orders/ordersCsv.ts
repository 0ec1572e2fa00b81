import type { TFunction } from "i18next";
import type { Order } from "../api/types.ts";
import { toCsv } from "../format/csv.ts";
import { plainLitres, plainMoney, unitPrice } from "../format/money.ts";
import type { Words } from "../i18n/words.ts";

/** The orders that are shown, as a table for a spreadsheet. Times are ISO 8601 in UTC; a column names the zone of the place. */
export function ordersCsv(
  orders: readonly Order[],
  t: TFunction,
  wordOf: Words["wordOf"],
  zoneOf: (stationId: string | undefined) => string,
): string {
  const head = [
    t("orders.order"),
    t("orders.what"),
    t("common.state"),
    `${t("common.time")} (UTC)`,
    t("orders.zone"),
    t("common.currency"),
    t("common.amount"),
    t("common.principal"),
    t("common.bonus"),
    t("common.debt"),
    t("common.station"),
    t("common.pump"),
    t("common.gradeHead"),
    `${t("common.volume")} (${t("common.litre")})`,
    t("common.price"),
    t("orders.transaction"),
    t("orders.provider"),
  ];
  return toCsv(
    head,
    orders.map(({ orderId, kind, state, createdAt, currency, amountMinor, fueling, topup }) => [
      orderId,
      t(`orders.kinds.${kind}`),
      wordOf("states", state),
      createdAt,
      zoneOf(fueling?.stationId),
      currency,
      plainMoney(amountMinor),
      plainMoney((fueling ?? topup)?.principalMinor ?? 0),
      plainMoney((fueling ?? topup)?.bonusMinor ?? 0),
      plainMoney(fueling?.debtMinor ?? 0),
      fueling?.stationId ?? null,
      fueling?.pump ?? null,
      fueling?.grade ?? null,
      fueling === undefined ? null : plainLitres(fueling.volumeMl),
      fueling === undefined ? null : unitPrice(fueling.unitPriceMilli),
      fueling?.transactionId ?? null,
      topup?.provider ?? null,
    ]),
  );
}
