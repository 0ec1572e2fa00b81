import { parseMoney } from "../format/money.ts";
import { parseZoned } from "../format/time.ts";
import type { Filters } from "../ui/filters.ts";

/** The filters that stand in the address. */
export const filterNames = [
  "kind",
  "state",
  "station",
  "wallet",
  "driver",
  "provider",
  "grade",
  "pump",
  "terminal",
  "from",
  "to",
  "min",
  "max",
] as const;
export type FilterName = (typeof filterNames)[number];

const WALLET = /^wal_[0-9a-z]{6,40}$/;
const DRIVER = /^drv_[0-9a-z]{6,40}$/;
const TERMINAL = /^[a-z0-9][a-z0-9-]{0,31}\.[a-z0-9-]{1,16}$/;

/** Filters that were typed and can't be meant: those are not asked for. */
export function wrongFilters(filters: Filters, timeZone: string): readonly FilterName[] {
  const isRight: Partial<Record<FilterName, (text: string) => boolean>> = {
    wallet: (text) => WALLET.test(text),
    driver: (text) => DRIVER.test(text),
    terminal: (text) => TERMINAL.test(text),
    from: (text) => parseZoned(text, timeZone) !== null,
    to: (text) => parseZoned(text, timeZone) !== null,
    min: (text) => parseMoney(text) !== null,
    max: (text) => parseMoney(text) !== null,
  };
  return filterNames.filter((name) => {
    const text = filters.get(name);
    return text !== undefined && isRight[name]?.(text) === false;
  });
}

/** The filters as the API takes them; days and times are meant in the region's zone. */
export function orderQueryOf(filters: Filters, timeZone: string): Readonly<Record<string, string | number>> {
  const instant = (name: FilterName) => {
    const atMs = parseZoned(filters.get(name) ?? "", timeZone);
    return atMs === null ? undefined : new Date(atMs).toISOString();
  };
  const asked = {
    kind: filters.get("kind"),
    state: filters.get("state"),
    stationId: filters.get("station"),
    walletId: filters.get("wallet"),
    driverId: filters.get("driver"),
    provider: filters.get("provider"),
    grade: filters.get("grade"),
    pump: filters.get("pump"),
    terminalId: filters.get("terminal"),
    from: instant("from"),
    to: instant("to"),
    minMinor: parseMoney(filters.get("min") ?? "") ?? undefined,
    maxMinor: parseMoney(filters.get("max") ?? "") ?? undefined,
  };
  return Object.fromEntries(Object.entries(asked).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
}
