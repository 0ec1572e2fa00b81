import { refundChannels, refundStates } from "@forecourt/contract/refunds";
import { Button, Select } from "antd";
import { Link } from "react-router";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page } from "../ui/Page.tsx";
import { RefundList, useRefunds } from "./RefundList.tsx";

/** Refunds that wait for a decision, or all of them; filters and the one that is open stand in the address. */
export function RefundsPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const chosen = filters.get("state") ?? "review";
  const state = chosen === "all" ? undefined : chosen;
  const list = useRefunds(state, filters.get("channel"));
  return (
    <Page
      title={t("menu.refunds")}
      note={<Freshness at={list.query.data?.pages[0]?.asOf} timeZone={timeZone} isStale={list.query.isRefetchError} />}
      actions={<Link to="/refunds/transfers">{t("refunds.toTransfers")}</Link>}
    >
      <RefundList
        {...list}
        timeZone={timeZone}
        filters={
          <>
            <Select
              className="filter"
              aria-label={t("common.state")}
              value={chosen}
              options={["all", ...refundStates].map((value) => ({
                value,
                label: value === "all" ? t("refunds.all") : t(`refunds.states.${value}`),
              }))}
              onChange={(value) => filters.set({ state: value === "review" ? undefined : value })}
            />
            <Select
              allowClear
              className="filter"
              aria-label={t("refunds.way")}
              placeholder={t("refunds.anyWay")}
              value={filters.get("channel") ?? null}
              options={refundChannels.map((value) => ({ value, label: t(`refunds.channels.${value}`) }))}
              onChange={(value: string | null | undefined) => filters.set({ channel: value ?? undefined })}
            />
          </>
        }
        nothing={
          <Nothing
            title={t(state === "review" ? "refunds.noneWaiting" : "refunds.none")}
            hint={t("refunds.noneHint")}
            {...(state === undefined ? {} : { action: <Button onClick={() => filters.set({ state: "all" })}>{t("refunds.all")}</Button> })}
          />
        }
      />
    </Page>
  );
}
