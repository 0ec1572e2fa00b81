import { Input, Segmented } from "antd";
import { dayText } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import type { Filters } from "../ui/filters.ts";
import { type RangeKey, rangeKeys } from "./range.ts";

interface RangePickerProps {
  readonly range: RangeKey;
  readonly filters: Filters;
  readonly timeZone: string;
}

/** Chooses a range; two days of one's own when that is wanted. */
export function RangePicker({ range, filters, timeZone }: RangePickerProps) {
  const { t } = useWords();
  const today = dayText(Date.now(), timeZone);
  const choose = (key: RangeKey) =>
    filters.set(
      key === "custom"
        ? { range: key, from: filters.get("from") ?? today, to: filters.get("to") ?? today }
        : { range: key === "today" ? undefined : key, from: undefined, to: undefined },
    );
  return (
    <div className="range">
      {range === "custom" && (
        <span className="range-days">
          <Input
            type="date"
            aria-label={t("overview.from")}
            max={today}
            value={filters.get("from") ?? today}
            onChange={({ target }) => filters.set({ from: target.value })}
          />
          <span aria-hidden>–</span>
          <Input
            type="date"
            aria-label={t("overview.to")}
            max={today}
            value={filters.get("to") ?? today}
            onChange={({ target }) => filters.set({ to: target.value })}
          />
        </span>
      )}
      <Segmented<RangeKey>
        value={range}
        onChange={choose}
        options={rangeKeys.map((key) => ({ value: key, label: t(`overview.ranges.${key}`) }))}
      />
    </div>
  );
}
