import { caseKinds } from "@forecourt/contract/http/reconciliation";
import { useInfiniteQuery } from "@tanstack/react-query";
import { App, Button, Segmented, Select } from "antd";
import { useCommand } from "../api/commands.ts";
import { casesQuery } from "../api/payments.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Bills } from "./Bills.tsx";
import { CaseDrawer } from "./CaseDrawer.tsx";
import { CaseTable } from "./CaseTable.tsx";

/** Where two books disagree, as it is found; and providers' bills, day by day. */
export function CasesPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const mayWrite = useMay("reconciliation.write");
  const state = filters.get("state") === "resolved" ? "resolved" : "open";
  const kind = caseKinds.find((one) => one === filters.get("kind"));
  const query = useInfiniteQuery(casesQuery(state, kind));
  const cases = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const opened = filters.get("case");
  return (
    <Page
      title={t("menu.reconciliation")}
      note={<Freshness at={query.data?.pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={mayWrite && <CompareNow />}
    >
      <Section title={t("cases.title")} flush>
        <search className="filters">
          <Segmented
            aria-label={t("common.state")}
            value={state}
            options={(["open", "resolved"] as const).map((value) => ({ value, label: t(`cases.states.${value}`) }))}
            onChange={(value) => filters.set({ state: value === "open" ? undefined : value })}
          />
          <Select
            allowClear
            className="filter-wide"
            aria-label={t("cases.kind")}
            placeholder={t("cases.anyKind")}
            value={kind ?? null}
            options={caseKinds.map((value) => ({ value, label: t(`cases.kinds.${value}`) }))}
            onChange={(value: string | null | undefined) => filters.set({ kind: value ?? undefined })}
          />
        </search>
        <PagedList
          query={query}
          length={cases.length}
          empty={<Nothing title={t(state === "open" ? "cases.none" : "cases.noneResolved")} hint={t("cases.noneHint")} />}
        >
          <CaseTable cases={cases} timeZone={timeZone} open={(found) => filters.set({ case: found }, { replace: false })} />
        </PagedList>
      </Section>
      <Bills timeZone={timeZone} />
      {opened !== undefined && (
        <CaseDrawer
          key={opened}
          caseId={opened}
          listed={cases.find(({ caseId }) => caseId === opened)}
          timeZone={timeZone}
          close={() => filters.set({ case: undefined })}
        />
      )}
    </Page>
  );
}

/** Has stations, wallets and lists compared now; by itself it happens each minute. */
function CompareNow() {
  const { t, problemOf } = useWords();
  const { message } = App.useApp();
  const sweep = useCommand([["cases"]]);
  return (
    <Button
      loading={sweep.isPending}
      onClick={() =>
        sweep.mutate(
          { method: "POST", path: "/v1/operator/reconciliation/sweep" },
          { onSuccess: () => void message.success(t("cases.compared")), onError: (error) => void message.error(problemOf(error)) },
        )
      }
    >
      {t("cases.compare")}
    </Button>
  );
}
