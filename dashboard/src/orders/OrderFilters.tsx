import { Input, Segmented, Select } from "antd";
import type { Station } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import type { Filters } from "../ui/filters.ts";

const states = ["requested", "awaiting_payment", "paid", "cancelled", "expired", "settled"] as const;
const WALLET = /^wal_[0-9a-z]{6,40}$/;

/** What was typed may be a wallet; anything else is not asked for. */
export function isWallet(text: string | undefined): boolean {
  return text === undefined || WALLET.test(text);
}

interface OrderFiltersProps {
  readonly filters: Filters;
  readonly stations: ReadonlyMap<string, Station>;
}

/** Narrows the list; each choice is in the address. */
export function OrderFilters({ filters, stations }: OrderFiltersProps) {
  const { t, nameOf, wordOf } = useWords();
  const kind = filters.get("kind") ?? "all";
  const wallet = filters.get("wallet");
  return (
    <search className="filters">
      <Segmented
        value={kind}
        options={(["all", "fueling", "topup"] as const).map((value) => ({ value, label: t(`orders.kinds.${value}`) }))}
        onChange={(value) => filters.set({ kind: value === "all" ? undefined : value })}
      />
      <Select
        allowClear
        className="filter"
        aria-label={t("common.state")}
        placeholder={t("orders.anyState")}
        value={filters.get("state") ?? null}
        options={states.map((value) => ({ value, label: wordOf("states", value) }))}
        onChange={(state: string | null | undefined) => filters.set({ state: state ?? undefined })}
      />
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
      <Input.Search
        key={wallet ?? ""}
        allowClear
        className="filter-wide"
        aria-label={t("common.wallet")}
        placeholder={t("orders.wallet")}
        defaultValue={wallet}
        {...(!isWallet(wallet) ? { status: "error" as const } : {})}
        onSearch={(text) => filters.set({ wallet: text.trim() })}
      />
    </search>
  );
}
