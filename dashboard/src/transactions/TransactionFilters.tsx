import { transactionCallers, transactionKinds, transactionOutcomes } from "@forecourt/contract/transactions";
import { Button, Input, Segmented, Select } from "antd";
import { useState } from "react";
import type { Station } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import type { Filters } from "../ui/filters.ts";
import { type FilterName, wrongFilters } from "./filter.ts";

const rare: readonly FilterName[] = ["caller", "station", "subject", "device", "place", "from", "to", "min", "max"];

interface TransactionFiltersProps {
  readonly filters: Filters;
  readonly stations: ReadonlyMap<string, Station>;
  readonly timeZone: string;
}

/** Narrows the log by whatever a column shows; each choice is in the address. */
export function TransactionFilters({ filters, stations, timeZone }: TransactionFiltersProps) {
  const { t, nameOf } = useWords();
  const [isOpen, setOpen] = useState(rare.some((name) => filters.get(name) !== undefined));
  const wrong = wrongFilters(filters, timeZone);
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
      showSearch={{ optionFilterProp: "label" }}
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
        value={filters.get("outcome") ?? "all"}
        options={(["all", ...transactionOutcomes] as const).map((value) => ({ value, label: t(`transactions.outcomes.${value}`) }))}
        onChange={(value) => filters.set({ outcome: value === "all" ? undefined : value })}
      />
      {choice(
        "kind",
        t("transactions.anyKind"),
        transactionKinds.map((value) => ({ value, label: t(`transactions.kinds.${value}`) })),
      )}
      {text("driver", t("transactions.driverFilter"), "filter-wide")}
      {text("ip", t("transactions.ipFilter"), "filter-wide")}
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
            "caller",
            t("transactions.caller"),
            transactionCallers.map((value) => ({ value, label: t(`transactions.callers.${value}`) })),
          )}
          {choice(
            "station",
            t("common.station"),
            [...stations.values()].map(({ stationId, names }) => ({ value: stationId, label: nameOf(names) })),
          )}
          {text("place", t("transactions.placeFilter"), "filter-wide")}
          {text("device", t("transactions.deviceFilter"), "filter-wide")}
          {text("subject", t("transactions.subjectFilter"), "filter-wide")}
        </div>
      )}
    </search>
  );
}
