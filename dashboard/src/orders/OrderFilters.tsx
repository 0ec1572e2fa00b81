import { Button, Input, Segmented, Select } from "antd";
import { useState } from "react";
import type { Station } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import type { Filters } from "../ui/filters.ts";
import { type FilterName, wrongFilters } from "./filter.ts";

const states = [
  "requested",
  "awaiting_payment",
  "paid",
  "cancelled",
  "expired",
  "refund_requested",
  "refunding",
  "refunded",
  "refund_failed",
  "settled",
] as const;
const providers = ["sandbox", "wechat", "alipay", "unionpay", "stripe", "paypal"] as const;
const rare: readonly FilterName[] = ["provider", "grade", "pump", "terminal", "driver", "from", "to", "min", "max"];

interface OrderFiltersProps {
  readonly filters: Filters;
  readonly stations: ReadonlyMap<string, Station>;
  readonly timeZone: string;
}

/** Narrows the list by whatever a column shows; each choice is in the address. */
export function OrderFilters({ filters, stations, timeZone }: OrderFiltersProps) {
  const { t, nameOf, wordOf, gradeOf } = useWords();
  const [isOpen, setOpen] = useState(rare.some((name) => filters.get(name) !== undefined));
  const kind = filters.get("kind") ?? "all";
  const wrong = wrongFilters(filters, timeZone);
  const grades = [...new Set([...stations.values()].flatMap((station) => station.pumps.flatMap((pump) => pump.grades)))].sort();
  const text = (name: FilterName, label: string, className: string, type?: string) => (
    <Input
      key={`${name}/${filters.get(name) ?? ""}`}
      allowClear
      className={className}
      aria-label={label}
      title={label}
      placeholder={label}
      defaultValue={filters.get(name)}
      {...(type === undefined ? {} : { type, prefix: <span className="faint">{label}</span> })}
      {...(wrong.includes(name) ? { status: "error" as const } : {})}
      onPressEnter={({ currentTarget }) => filters.set({ [name]: currentTarget.value.trim() })}
      onBlur={({ currentTarget }) => filters.set({ [name]: currentTarget.value.trim() })}
      onClear={() => filters.set({ [name]: undefined })}
    />
  );
  const choice = (name: FilterName, label: string, options: readonly { readonly value: string; readonly label: string }[]) => (
    <Select
      allowClear
      className="filter"
      aria-label={label}
      placeholder={label}
      value={filters.get(name) ?? null}
      options={[...options]}
      onChange={(value: string | null | undefined) => filters.set({ [name]: value ?? undefined })}
    />
  );
  return (
    <search className="filters">
      <Segmented
        value={kind}
        options={(["all", "fueling", "topup"] as const).map((value) => ({ value, label: t(`orders.kinds.${value}`) }))}
        onChange={(value) => filters.set({ kind: value === "all" ? undefined : value })}
      />
      {choice(
        "state",
        t("orders.anyState"),
        states.map((value) => ({ value, label: wordOf("states", value) })),
      )}
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        className="filter"
        aria-label={t("common.station")}
        placeholder={t("orders.anyStation")}
        value={filters.get("station") ?? null}
        options={[...stations.values()].map(({ stationId, names }) => ({ value: stationId, label: nameOf(names) }))}
        onChange={(station: string | null | undefined) => filters.set({ station: station ?? undefined })}
      />
      {text("wallet", t("orders.wallet"), "filter-wide")}
      <Button type="text" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? "orderFilters.fewer" : "orderFilters.more")}
      </Button>
      {isOpen && (
        <div className="filters filters-more">
          {text("from", t("orderFilters.from"), "filter-wide", "date")}
          {text("to", t("orderFilters.to"), "filter-wide", "date")}
          {text("min", t("orderFilters.min"), "filter")}
          {text("max", t("orderFilters.max"), "filter")}
          {choice(
            "grade",
            t("orderFilters.grade"),
            grades.map((value) => ({ value, label: gradeOf(value) })),
          )}
          {choice(
            "pump",
            t("orderFilters.pump"),
            Array.from({ length: 24 }, (_, at) => ({ value: String(at + 1), label: t("common.pumpN", { n: at + 1 }) })),
          )}
          {choice(
            "provider",
            t("orderFilters.provider"),
            providers.map((value) => ({ value, label: wordOf("providers", value) })),
          )}
          {text("terminal", t("orderFilters.terminal"), "filter-wide")}
          {text("driver", t("orderFilters.driver"), "filter-wide")}
        </div>
      )}
    </search>
  );
}
