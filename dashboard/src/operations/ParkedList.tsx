import { useQuery } from "@tanstack/react-query";
import { parkedQuery } from "../api/operations.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { parkedLine } from "./parkedLine.tsx";
import { StuckList } from "./StuckList.tsx";

interface ParkedListProps {
  /** `station/<id>` or `wallet/<id>` */
  readonly actor: string;
  readonly timeZone: string;
}

/** One actor's deliveries that were tried often enough and wait for somebody, as it has them itself. */
export function ParkedList({ actor, timeZone }: ParkedListProps) {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(parkedQuery(actor));
  return (
    <StuckList
      compact
      items={data?.items.map((delivery) => parkedLine(t, actor, delivery, plural(t, "parked.failures", delivery.failures)))}
      error={error}
      retry={() => void refetch()}
      timeZone={timeZone}
      refreshes={[["parked"], ["platform"]]}
      words={{ empty: t("parked.empty"), emptyHint: t("parked.emptyHint"), replay: t("parked.replay"), replayed: t("parked.replayed") }}
    />
  );
}
