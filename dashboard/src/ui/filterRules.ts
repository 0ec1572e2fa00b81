import { parseLitres, parseMoney, parseUnitPrice } from "../format/money.ts";
import { addDaysMs, parseZoned } from "../format/time.ts";

/** What filters of an address ask the API for: one rule for each, by its name in the address. */

export interface FilterRule {
  /** The API's parameter. */
  readonly param: string;
  /** What stands in the address as the API takes it; null when it can't be meant. Days and times are meant in the zone. */
  readonly parse: (text: string, timeZone: string) => string | number | null;
}

export type FilterRules<Name extends string = string> = Readonly<Record<Name, FilterRule>>;

/** As it stands, if it has the shape. */
export const as = (param: string, shape = /^/): FilterRule => ({ param, parse: (text) => (shape.test(text) ? text : null) });

/** The day's beginning, or the time. */
export const since = (param: string): FilterRule => ({ param, parse: (text, timeZone) => toInstant(parseZoned(text, timeZone)) });

/** Up to and with that day; or before the time. */
export const until = (param: string): FilterRule => ({
  param,
  parse(text, timeZone) {
    const atMs = parseZoned(text, timeZone);
    return toInstant(atMs === null || text.includes("T") ? atMs : addDaysMs(atMs, 1, timeZone));
  },
});

/** An amount in minor units. */
export const amount = (param: string): FilterRule => ({ param, parse: parseMoney });

/** A volume in millilitres. */
export const volume = (param: string): FilterRule => ({ param, parse: parseLitres });

/** A price per litre in thousandths. */
export const unitPrice = (param: string): FilterRule => ({ param, parse: parseUnitPrice });

/** An amount that may be below zero. */
export const signedAmount = (param: string): FilterRule => ({
  param,
  parse(text) {
    const isNegative = /^[-−]/.test(text);
    const minor = parseMoney(isNegative ? text.slice(1) : text);
    return minor === null || !isNegative ? minor : -minor;
  },
});

/** What is asked for, and what of it can't be meant: nothing should be asked then. */
export interface ReadFilters<Name extends string> {
  readonly asked: Readonly<Record<string, string | number>>;
  readonly wrong: readonly Name[];
  /** Whether any filter stands in the address. */
  readonly isFiltered: boolean;
}

/** Reads the address by the rules. */
export function readFilters<Name extends string>(
  rules: FilterRules<Name>,
  get: (name: string) => string | undefined,
  timeZone: string,
): ReadFilters<Name> {
  const asked: Record<string, string | number> = {};
  const wrong: Name[] = [];
  let isFiltered = false;
  for (const name of Object.keys(rules) as Name[]) {
    const text = get(name);
    if (text === undefined) continue;
    isFiltered = true;
    const value = rules[name].parse(text, timeZone);
    if (value === null) wrong.push(name);
    else asked[rules[name].param] = value;
  }
  return { asked, wrong, isFiltered };
}

function toInstant(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
