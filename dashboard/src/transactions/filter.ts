import { as, type FilterRules, signedAmount, since, until } from "../ui/filterRules.ts";

/** The filters of the log that stand in the address. What is taken from a driver is negative in it. */
export const transactionFilters = {
  kind: as("kind"),
  outcome: as("outcome"),
  caller: as("caller"),
  station: as("stationId"),
  driver: as("driverId", /^drv_[0-9a-z]{6,40}$/),
  subject: as("subjectId", /^[a-z]{3}_[0-9a-z]{6,40}$/),
  device: as("device", /^[\w-]{16}$/),
  ip: as("ip", /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i),
  address: as("ipKey", /^[\w-]{16}$/),
  place: as("place", /^.{2,60}$/),
  from: since("from"),
  to: until("to"),
  min: signedAmount("minMinor"),
  max: signedAmount("maxMinor"),
} as const satisfies FilterRules;
export type TransactionFilterName = keyof typeof transactionFilters;
