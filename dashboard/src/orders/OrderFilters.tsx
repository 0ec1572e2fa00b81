import { orderParts } from "@forecourt/contract/http/orders";
import { Segmented } from "antd";
import type { Station } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { FilterChoice, FilterText, MoreFilters, SpanFilters } from "../ui/FilterFields.tsx";
import type { Filters } from "../ui/filters.ts";
import type { OrderFilterName } from "./filter.ts";

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
const PUMPS = 24;
const rare: readonly OrderFilterName[] = [
  "provider",
  "grade",
  "pump",
  "terminal",
  "driver",
  "from",
  "to",
  "min",
  "max",
  "minLitres",
  "maxLitres",
  "price",
  "with",
];

interface OrderFiltersProps {
  readonly filters: Filters;
  readonly stations: ReadonlyMap<string, Station>;
  readonly wrong: readonly OrderFilterName[];
}

/** Narrows the list by whatever a column shows; each choice is in the address. */
export function OrderFilters({ filters, stations, wrong }: OrderFiltersProps) {
  const { t, nameOf, wordOf, gradeOf } = useWords();
  const grades = [...new Set([...stations.values()].flatMap((station) => station.pumps.flatMap((pump) => pump.grades)))].sort();
  return (
    <search className="filters">
      <Segmented
        value={filters.get("kind") ?? "all"}
        options={(["all", "fueling", "topup"] as const).map((value) => ({ value, label: t(`orders.kinds.${value}`) }))}
        onChange={(value) => filters.set({ kind: value === "all" ? undefined : value })}
      />
      <FilterChoice
        filters={filters}
        name="state"
        label={t("common.state")}
        any={t("orders.anyState")}
        options={states.map((value) => ({ value, label: wordOf("states", value) }))}
      />
      <FilterChoice
        filters={filters}
        name="station"
        label={t("common.station")}
        any={t("orders.anyStation")}
        options={[...stations.values()].map(({ stationId, names }) => ({ value: stationId, label: nameOf(names) }))}
      />
      <FilterText filters={filters} wrong={wrong} name="wallet" label={t("orders.wallet")} />
      <MoreFilters filters={filters} names={rare}>
        <SpanFilters filters={filters} wrong={wrong} />
        <FilterChoice
          filters={filters}
          name="grade"
          label={t("orderFilters.grade")}
          options={grades.map((value) => ({ value, label: gradeOf(value) }))}
        />
        <FilterChoice
          filters={filters}
          name="pump"
          label={t("orderFilters.pump")}
          options={Array.from({ length: PUMPS }, (_, at) => ({ value: String(at + 1), label: t("common.pumpN", { n: at + 1 }) }))}
        />
        <FilterChoice
          filters={filters}
          name="provider"
          label={t("orderFilters.provider")}
          options={providers.map((value) => ({ value, label: wordOf("providers", value) }))}
        />
        <FilterText filters={filters} wrong={wrong} name="minLitres" label={t("orderFilters.minLitres")} isWide={false} />
        <FilterText filters={filters} wrong={wrong} name="maxLitres" label={t("orderFilters.maxLitres")} isWide={false} />
        <FilterText filters={filters} wrong={wrong} name="price" label={t("orderFilters.price")} isWide={false} />
        <FilterChoice
          filters={filters}
          name="with"
          label={t("orderFilters.with")}
          options={orderParts.map((value) => ({ value, label: t(`orderFilters.parts.${value}`) }))}
        />
        <FilterText filters={filters} wrong={wrong} name="terminal" label={t("orderFilters.terminal")} />
        <FilterText filters={filters} wrong={wrong} name="driver" label={t("orderFilters.driver")} />
      </MoreFilters>
    </search>
  );
}
