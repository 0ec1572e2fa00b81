import { Input, Select } from "antd";
import { useWords } from "../i18n/words.ts";
import { useFilters } from "../ui/filters.ts";
import { useRegion, useStations } from "../ui/home.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { DeadLetters } from "./DeadLetters.tsx";
import { ParkedList } from "./ParkedList.tsx";
import { RebuildCard } from "./RebuildCard.tsx";

const ACTOR = /^(station\/[a-z0-9-]{1,32}|wallet\/wal_[0-9a-z]{6,40})$/;

/** What keeps the product's own books in order: read models, dead letters, parked deliveries. */
export function OperationsPage() {
  const { t, nameOf } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const stations = useStations();
  const wanted = filters.get("actor");
  const actor = wanted !== undefined && ACTOR.test(wanted) ? wanted : undefined;
  return (
    <Page title={t("menu.operations")}>
      <div className="columns columns-even">
        <RebuildCard />
        <DeadLetters timeZone={timeZone} />
      </div>
      <Section title={t("parked.title")} flush>
        <search className="filters">
          <Select
            allowClear
            className="filter-wide"
            aria-label={t("common.station")}
            placeholder={t("parked.station")}
            value={actor?.startsWith("station/") === true ? actor : null}
            options={[...stations.values()].map(({ stationId, names }) => ({ value: `station/${stationId}`, label: nameOf(names) }))}
            onChange={(value: string | null | undefined) => filters.set({ actor: value ?? undefined })}
          />
          <Input.Search
            key={wanted}
            allowClear
            className="filter-wide"
            aria-label={t("common.wallet")}
            placeholder={t("parked.wallet")}
            defaultValue={wanted?.startsWith("wallet/") === true ? wanted.slice("wallet/".length) : ""}
            onSearch={(text) => filters.set({ actor: text.trim() === "" ? undefined : `wallet/${text.trim()}` })}
          />
        </search>
        {actor === undefined ? (
          <Nothing title={t(wanted === undefined ? "parked.choose" : "parked.unknown")} hint={t("parked.chooseHint")} />
        ) : (
          <ParkedList actor={actor} timeZone={timeZone} />
        )}
      </Section>
    </Page>
  );
}
