import { parseMoney } from "../format/money.ts";
import { parseZoned } from "../format/time.ts";
import type { Filters } from "../ui/filters.ts";

/** The filters that stand in the address. */
export const filterNames = [
  ...(["kind", "outcome", "caller", "station", "driver", "subject"] as const),
  ...(["device", "ip", "address", "place", "from", "to", "min", "max"] as const),
] as const;
export type FilterName = (typeof filterNames)[number];

const shapes: Partial<Record<FilterName, RegExp>> = {
  driver: /^drv_[0-9a-z]{6,40}$/,
  subject: /^[a-z]{3}_[0-9a-z]{6,40}$/,
  device: /^[\w-]{16}$/,
  address: /^[\w-]{16}$/,
  ip: /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i,
  place: /^.{2,60}$/,
};

/** Filters that were typed and can't be meant: those are not asked for. */
export function wrongFilters(filters: Filters, timeZone: string): readonly FilterName[] {
  const isRight = (name: FilterName, text: string): boolean => {
    if (name === "from" || name === "to") return parseZoned(text, timeZone) !== null;
    if (name === "min" || name === "max") return signedMoney(text) !== null;
    return shapes[name]?.test(text) ?? true;
  };
  return filterNames.filter((name) => {
    const text = filters.get(name);
    return text !== undefined && !isRight(name, text);
  });
}

/** The filters as the API takes them; days and times are meant in the region's zone. */
export function transactionQueryOf(filters: Filters, timeZone: string): Readonly<Record<string, string | number>> {
  const instant = (name: FilterName) => {
    const atMs = parseZoned(filters.get(name) ?? "", timeZone);
    return atMs === null ? undefined : new Date(atMs).toISOString();
  };
  const asked = {
    kind: filters.get("kind"),
    outcome: filters.get("outcome"),
    caller: filters.get("caller"),
    stationId: filters.get("station"),
    driverId: filters.get("driver"),
    subjectId: filters.get("subject"),
    device: filters.get("device"),
    ip: filters.get("ip"),
    ipKey: filters.get("address"),
    place: filters.get("place"),
    from: instant("from"),
    to: instant("to"),
    minMinor: signedMoney(filters.get("min") ?? "") ?? undefined,
    maxMinor: signedMoney(filters.get("max") ?? "") ?? undefined,
  };
  return Object.fromEntries(Object.entries(asked).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
}

/** What is taken from a driver is negative in the log. */
function signedMoney(text: string): number | null {
  const isNegative = /^[-−]/.test(text);
  const amount = parseMoney(isNegative ? text.slice(1) : text);
  return amount === null || !isNegative ? amount : -amount;
}
