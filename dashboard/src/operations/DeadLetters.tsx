import { useQuery } from "@tanstack/react-query";
import { deadLettersQuery, healthQuery } from "../api/operations.ts";
import { useWords } from "../i18n/words.ts";
import { Section } from "../ui/Page.tsx";
import { StuckList } from "./StuckList.tsx";

/** Publications that the read models could not take; once the cause is mended, they are applied again. */
export function DeadLetters({ timeZone }: { readonly timeZone: string }) {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(deadLettersQuery);
  return (
    <Section title={t("dead.title")} flush>
      <StuckList
        items={data?.items.map(({ messageId, actor, arrivedAt }) => ({
          key: messageId,
          title: <code>{actor}</code>,
          at: arrivedAt,
          facts: [<code key="id">{messageId}</code>],
          replay: { method: "POST", path: `/v1/operator/dead-letters/${encodeURIComponent(messageId)}/replay` },
        }))}
        error={error}
        retry={() => void refetch()}
        timeZone={timeZone}
        refreshes={[deadLettersQuery.queryKey, healthQuery.queryKey]}
        words={{ empty: t("dead.empty"), emptyHint: t("dead.emptyHint"), replay: t("dead.replay"), replayed: t("dead.replayed") }}
      />
    </Section>
  );
}
