import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { fetchExport } from "../api/files.ts";
import { type ExportItem, exportsQuery } from "../api/people.ts";
import { count } from "../format/money.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useRegion } from "../ui/home.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { Mark, type Tone } from "../ui/State.tsx";

const tones: Readonly<Record<ExportItem["state"], Tone>> = {
  running: "running",
  stalled: "attention",
  ready: "done",
  failed: "risk",
  expired: "quiet",
};

/** One's own exports: how far each has come, and its file once it is ready. The page may be left meanwhile. */
export function ExportsPage() {
  const { t } = useWords();
  const { timeZone } = useRegion(undefined);
  const query = useInfiniteQuery(exportsQuery);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t("exports.title")}
      note={<Freshness at={query.data?.pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
    >
      <Section flush>
        <PagedList query={query} length={items.length} empty={<Nothing title={t("exports.empty")} hint={t("exports.emptyHint")} />}>
          <ul className="lines lines-pad" aria-label={t("exports.title")}>
            {items.map((item) => (
              <ExportLine key={item.exportId} item={item} timeZone={timeZone} />
            ))}
          </ul>
        </PagedList>
      </Section>
    </Page>
  );
}

function ExportLine({ item, timeZone }: { readonly item: ExportItem; readonly timeZone: string }) {
  const { t, language, problemOf } = useWords();
  const { message } = App.useApp();
  const { subject, state, rows, bytes, requestedAt, expiresAt } = item;
  const save = useMutation({ mutationFn: () => fetchExport(item), onError: (error) => void message.error(problemOf(error)) });
  const at = (instant: string) => time(instant, timeZone, language, "minute");
  return (
    <li className="line">
      <div className="line-main">
        <div className="line-title">
          <span className="strong">{t(`exports.subjects.${subject}`, { defaultValue: subject })}</span>
          <Mark tone={tones[state]}>{t(`exports.states.${state}`)}</Mark>
        </div>
        <div className="line-facts num">
          <span>{`${t("exports.rows")} ${count(rows)}`}</span>
          <span>{`${t("exports.size")} ${(bytes / 1_024).toFixed(0)} KB`}</span>
          <span>{`${t("exports.requested")} ${at(requestedAt)}`}</span>
          {expiresAt !== null && <span>{`${t("exports.expires")} ${at(expiresAt)}`}</span>}
        </div>
      </div>
      {state === "ready" && (
        <Button type="primary" onClick={() => save.mutate()} loading={save.isPending}>
          {t("exports.fetch")}
        </Button>
      )}
    </li>
  );
}
