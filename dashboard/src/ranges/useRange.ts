import { type Filters, useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { type Range, type RangeKey, rangeKeys, rangeOf } from "./range.ts";

/** The range that the address names. */
export interface RangeFilter {
  readonly key: RangeKey;
  readonly range: Range;
  /** Asked anew for every call, as a range that ends now moves on. */
  now(): Range;
  /** What tells one range from another, for the cache. */
  readonly name: string;
  readonly regionId: string | undefined;
  readonly timeZone: string;
  readonly filters: Filters;
}

/** @param usual what is shown when the address names none */
export function useRange(usual: RangeKey = "today"): RangeFilter {
  const filters = useFilters();
  const { region, timeZone } = useRegion(filters.get("region"));
  const key = rangeKeys.find((one) => one === filters.get("range")) ?? usual;
  const days = [filters.get("from"), filters.get("to")] as const;
  const by = filters.get("by");
  const now = () => rangeOf(key, Date.now(), timeZone, days, by);
  return { key, range: now(), now, name: [key, ...days, by, timeZone].join("/"), regionId: region?.regionId, timeZone, filters };
}
