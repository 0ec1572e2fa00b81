import { adjustmentStates } from "@forecourt/contract/adjustments";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { Link } from "react-router";
import { adjustmentsQuery } from "../api/people.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { AdjustmentLine } from "./AdjustmentLine.tsx";

/** Corrections of balances that wait for a second pair of eyes, or all of them. */
export function AdjustmentsPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const chosen = filters.get("state") ?? "proposed";
  const state = chosen === "all" ? undefined : chosen;
  const query = useInfiniteQuery(adjustmentsQuery(state));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t("adjustments.title")}
      note={
        <>
          <Link to="/drivers" className="back">
            {`‹ ${t("driver.back")}`}
          </Link>
          <Freshness at={query.data?.pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />
        </>
      }
      actions={
        <>
          <Select
            className="filter"
            aria-label={t("common.state")}
            value={chosen}
            options={["all", ...adjustmentStates].map((value) => ({
              value,
              label: value === "all" ? t("adjustments.all") : t(`adjustments.states.${value}`),
            }))}
            onChange={(value) => filters.set({ state: value === "proposed" ? undefined : value })}
          />
          <ExportButton subject="adjustments" filter={state === undefined ? {} : { state }} timeZone={timeZone} />
        </>
      }
    >
      <Section flush>
        <PagedList
          query={query}
          length={items.length}
          empty={
            <Nothing title={t(state === "proposed" ? "adjustments.noneWaiting" : "adjustments.none")} hint={t("adjustments.noneHint")} />
          }
        >
          <ul className="lines lines-pad" aria-label={t("adjustments.title")}>
            {items.map(({ driverId, walletId: _, driverName, currency, ...adjustment }) => (
              <AdjustmentLine
                key={adjustment.adjustmentId}
                adjustment={adjustment}
                driver={{ driverId, name: driverName ?? driverId }}
                currency={currency}
                timeZone={timeZone}
              />
            ))}
          </ul>
        </PagedList>
      </Section>
    </Page>
  );
}
