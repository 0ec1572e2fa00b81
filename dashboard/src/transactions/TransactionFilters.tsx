import { transactionCallers, transactionKinds, transactionOutcomes } from "@forecourt/contract/transactions";
import { Segmented } from "antd";
import type { Station } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { FilterChoice, FilterText, MoreFilters, SpanFilters } from "../ui/FilterFields.tsx";
import type { Filters } from "../ui/filters.ts";
import type { TransactionFilterName } from "./filter.ts";

const rare: readonly TransactionFilterName[] = ["caller", "station", "subject", "device", "place", "from", "to", "min", "max"];

interface TransactionFiltersProps {
  readonly filters: Filters;
  readonly stations: ReadonlyMap<string, Station>;
  readonly wrong: readonly TransactionFilterName[];
}

/** Narrows the log by whatever a column shows; each choice is in the address. */
export function TransactionFilters({ filters, stations, wrong }: TransactionFiltersProps) {
  const { t, nameOf } = useWords();
  return (
    <search className="filters">
      <Segmented
        value={filters.get("outcome") ?? "all"}
        options={(["all", ...transactionOutcomes] as const).map((value) => ({ value, label: t(`transactions.outcomes.${value}`) }))}
        onChange={(value) => filters.set({ outcome: value === "all" ? undefined : value })}
      />
      <FilterChoice
        filters={filters}
        name="kind"
        label={t("transactions.what")}
        any={t("transactions.anyKind")}
        options={transactionKinds.map((value) => ({ value, label: t(`transactions.kinds.${value}`) }))}
      />
      <FilterText filters={filters} wrong={wrong} name="driver" label={t("transactions.driverFilter")} isWide={false} />
      <FilterText filters={filters} wrong={wrong} name="ip" label={t("transactions.ipFilter")} isWide={false} />
      <MoreFilters filters={filters} names={rare}>
        <SpanFilters filters={filters} wrong={wrong} />
        <FilterChoice
          filters={filters}
          name="caller"
          label={t("transactions.caller")}
          options={transactionCallers.map((value) => ({ value, label: t(`transactions.callers.${value}`) }))}
        />
        <FilterChoice
          filters={filters}
          name="station"
          label={t("common.station")}
          options={[...stations.values()].map(({ stationId, names }) => ({ value: stationId, label: nameOf(names) }))}
        />
        <FilterText filters={filters} wrong={wrong} name="place" label={t("transactions.placeFilter")} />
        <FilterText filters={filters} wrong={wrong} name="device" label={t("transactions.deviceFilter")} />
        <FilterText filters={filters} wrong={wrong} name="subject" label={t("transactions.subjectFilter")} />
      </MoreFilters>
    </search>
  );
}
