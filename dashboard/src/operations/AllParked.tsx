import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { allParkedQuery } from "../api/operations.ts";
import { useWords } from "../i18n/words.ts";
import { parkedLine } from "./parkedLine.tsx";
import { StuckList } from "./StuckList.tsx";

/** What is parked anywhere. */
export function AllParked({ timeZone }: { readonly timeZone: string }) {
  const { t } = useWords();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(allParkedQuery);
  return (
    <>
      <StuckList
        items={data?.pages
          .flatMap(({ items }) => items)
          .map((delivery) => parkedLine(t, delivery.actor, delivery, <code>{delivery.actor}</code>))}
        error={error}
        retry={() => void refetch()}
        timeZone={timeZone}
        refreshes={[["parked"], ["platform"]]}
        words={{ empty: t("parked.empty"), emptyHint: t("parked.emptyHint"), replay: t("parked.replay"), replayed: t("parked.replayed") }}
      />
      {hasNextPage && (
        <div className="table-foot">
          <Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
            {t("common.more")}
          </Button>
        </div>
      )}
    </>
  );
}
