import { Input, Segmented, Select } from "antd";
import { dayText } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { periodsFor, type RangeKey, rangeKeys } from "./range.ts";
import type { RangeFilter } from "./useRange.ts";

/** Chooses the region, the range, and into what it is cut; two days of one's own when that is wanted. */
export function RangePicker({ chosen }: { readonly chosen: RangeFilter }) {
  const { t, nameOf } = useWords();
  const { key, filters, range, timeZone } = chosen;
  const { region, regions } = useRegion(filters.get("region"));
  const today = dayText(Date.now(), timeZone);
  const cuts = periodsFor(range, timeZone);
  const choose = (next: RangeKey) =>
    filters.set(
      next === "custom"
        ? { range: next, from: filters.get("from") ?? today, to: filters.get("to") ?? today, by: undefined }
        : { range: next === "today" ? undefined : next, from: undefined, to: undefined, by: undefined },
    );
  return (
    <div className="range">
      {regions.length > 1 && (
        <Select
          aria-label={t("catalog.region")}
          {...(region === undefined ? {} : { value: region.regionId })}
          options={regions.map(({ regionId, names }) => ({ value: regionId, label: nameOf(names) }))}
          onChange={(regionId: string) => filters.set({ region: regionId })}
        />
      )}
      {key === "custom" && (
        <span className="range-days">
          <Input
            type="date"
            aria-label={t("filters.since")}
            max={today}
            value={filters.get("from") ?? today}
            onChange={({ target }) => filters.set({ from: target.value })}
          />
          <span aria-hidden>–</span>
          <Input
            type="date"
            aria-label={t("filters.until")}
            max={today}
            value={filters.get("to") ?? today}
            onChange={({ target }) => filters.set({ to: target.value })}
          />
        </span>
      )}
      <Segmented<RangeKey>
        aria-label={t("ranges.label")}
        value={key}
        onChange={choose}
        options={rangeKeys.map((value) => ({ value, label: t(`ranges.keys.${value}`) }))}
      />
      {cuts.length > 1 && (
        <Select
          aria-label={t("ranges.by")}
          value={range.by}
          options={cuts.map((value) => ({ value, label: t(`ranges.periods.${value}`) }))}
          onChange={(by: string) => filters.set({ by })}
        />
      )}
    </div>
  );
}
