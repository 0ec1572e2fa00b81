import { useQuery } from "@tanstack/react-query";
import { App, Button, Skeleton } from "antd";
import { useCommand } from "../api/commands.ts";
import { deadLettersQuery } from "../api/queries.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";

/** Publications that the read models could not take; once the cause is mended, they are applied again. */
export function DeadLetters({ timeZone }: { readonly timeZone: string }) {
  const { t, language, problemOf } = useWords();
  const { message } = App.useApp();
  const mayReplay = useMay("operations.write");
  const { data, error, isError, refetch } = useQuery(deadLettersQuery);
  const replay = useCommand<null>([deadLettersQuery.queryKey]);
  return (
    <Section title={t("dead.title")} flush>
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 2 }} className="pad" />)}
      {data?.items.length === 0 && <Nothing title={t("dead.empty")} hint={t("dead.emptyHint")} />}
      <ul className="lines lines-pad">
        {data?.items.map(({ messageId, actor, arrivedAt }) => (
          <li key={messageId} className="line">
            <div className="line-main">
              <div className="line-title">
                <code>{actor}</code>
                <span className="faint num">{`${time(arrivedAt, timeZone, language, "minute")} ${zone(timeZone, arrivedAt)}`}</span>
              </div>
              <div className="line-facts">
                <code>{messageId}</code>
              </div>
            </div>
            {mayReplay && (
              <div className="line-actions">
                <Button
                  size="small"
                  loading={replay.isPending}
                  onClick={() =>
                    replay.mutate(
                      { method: "POST", path: `/v1/operator/dead-letters/${encodeURIComponent(messageId)}/replay` },
                      {
                        onSuccess: () => void message.success(t("dead.replayed")),
                        onError: (problem) => void message.error(problemOf(problem)),
                      },
                    )
                  }
                >
                  {t("dead.replay")}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
