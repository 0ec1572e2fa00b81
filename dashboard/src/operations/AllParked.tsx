import { useInfiniteQuery } from "@tanstack/react-query";
import { allParkedQuery } from "../api/operations.ts";
import { useWords } from "../i18n/words.ts";
import { Nothing } from "../ui/Notices.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { parkedLine } from "./parkedLine.tsx";
import { StuckList } from "./StuckList.tsx";

/** What is parked anywhere. */
export function AllParked({ timeZone }: { readonly timeZone: string }) {
  const { t } = useWords();
  const query = useInfiniteQuery(allParkedQuery);
  const parked = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const words = { empty: t("parked.empty"), emptyHint: t("parked.emptyHint"), replay: t("parked.replay"), replayed: t("parked.replayed") };
  return (
    <PagedList query={query} length={parked.length} rows={2} empty={<Nothing title={words.empty} hint={words.emptyHint} />}>
      <StuckList
        items={parked.map((delivery) => parkedLine(t, delivery.actor, delivery, <code>{delivery.actor}</code>))}
        error={null}
        retry={() => void query.refetch()}
        timeZone={timeZone}
        refreshes={[["parked"], ["platform"]]}
        words={words}
      />
    </PagedList>
  );
}
