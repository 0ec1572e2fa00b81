import { riskAlertStates } from "@forecourt/contract/risk";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { Link } from "react-router";
import { riskAlertsQuery } from "../api/risk.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { useMedia } from "../ui/media.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { AlertLines, AlertTable } from "./AlertTable.tsx";

/** What the rules have found, live: those that wait for somebody, or all; of one driver where the address says so. */
export function RiskPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const isNarrow = useMedia("(max-width: 859px)");
  const chosen = [...riskAlertStates, "all" as const].find((one) => one === filters.get("state")) ?? "open";
  const state = chosen === "all" ? undefined : chosen;
  const driverId = filters.get("driver");
  const query = useInfiniteQuery(riskAlertsQuery(state, driverId));
  const alerts = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const List = isNarrow ? AlertLines : AlertTable;
  return (
    <Page
      title={t("risk.title")}
      note={<Freshness at={query.data?.pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={<Link to="/risk/rules">{t("risk.rulesTitle")}</Link>}
    >
      <Section flush>
        <search className="filters">
          <Segmented
            aria-label={t("common.state")}
            value={chosen}
            options={[...riskAlertStates, "all" as const].map((value) => ({
              value,
              label: value === "all" ? t("risk.allStates") : t(`risk.states.${value}`),
            }))}
            onChange={(value) => filters.set({ state: value === "open" ? undefined : value })}
          />
          {driverId !== undefined && (
            <Button onClick={() => filters.set({ driver: undefined })}>{`${t("risk.oneDriver")} · ${t("risk.anyDriver")}`}</Button>
          )}
        </search>
        <PagedList
          query={query}
          length={alerts.length}
          empty={<Nothing title={t(state === "open" ? "risk.noneOpen" : "risk.none")} hint={t("risk.noneHint")} />}
        >
          <List alerts={alerts} timeZone={timeZone} />
        </PagedList>
      </Section>
    </Page>
  );
}
