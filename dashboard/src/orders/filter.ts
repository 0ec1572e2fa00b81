import { orderParts } from "@forecourt/contract/http/orders";
import { amount, as, type FilterRules, since, unitPrice, until, volume } from "../ui/filterRules.ts";

/** The filters of the orders that stand in the address. */
export const orderFilters = {
  kind: as("kind"),
  state: as("state"),
  station: as("stationId"),
  wallet: as("walletId", /^wal_[0-9a-z]{6,40}$/),
  driver: as("driverId", /^drv_[0-9a-z]{6,40}$/),
  provider: as("provider"),
  grade: as("grade"),
  pump: as("pump"),
  terminal: as("terminalId", /^[a-z0-9][a-z0-9-]{0,31}\.[a-z0-9-]{1,16}$/),
  from: since("from"),
  to: until("to"),
  min: amount("minMinor"),
  max: amount("maxMinor"),
  minLitres: volume("minMl"),
  maxLitres: volume("maxMl"),
  price: unitPrice("unitPriceMilli"),
  with: as("with", new RegExp(`^(${orderParts.join("|")})$`)),
} as const satisfies FilterRules;
export type OrderFilterName = keyof typeof orderFilters;
