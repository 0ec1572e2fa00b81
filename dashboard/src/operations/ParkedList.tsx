import { useQuery } from "@tanstack/react-query";
import { App, Button, Skeleton } from "antd";
import { useCommand } from "../api/commands.ts";
import { actorPath, parkedQuery } from "../api/queries.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Mark } from "../ui/State.tsx";

interface ParkedListProps {
  /** `station/<id>` or `wallet/<id>` */
  readonly actor: string;
  readonly timeZone: string;
}

/** Deliveries that were tried often enough and wait for somebody; sending them again is safe, as they are carried out once. */
export function ParkedList({ actor, timeZone }: ParkedListProps) {
  const { t, language, problemOf } = useWords();
  const { message } = App.useApp();
  const mayReplay = useMay("operations.write");
  const { data, error, isError, refetch } = useQuery(parkedQuery(actor));
  const replay = useCommand<null>([["parked", actor]]);
  if (data === undefined) {
    return isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 2 }} className="pad" />;
  }
  if (data.items.length === 0) return <Nothing compact title={t("parked.empty")} hint={t("parked.emptyHint")} />;
  return (
    <ul className="lines lines-pad">
      {data.items.map(({ deliveryId, destination, failures, parkedAt, error: reason }) => (
        <li key={deliveryId} className="line">
          <div className="line-main">
            <div className="line-title">
              <Mark tone="attention">{t("parked.to", { destination })}</Mark>
              <span className="faint num">{`${time(parkedAt, timeZone, language, "minute")} ${zone(timeZone, parkedAt)}`}</span>
            </div>
            <div className="line-facts">
              <code>{deliveryId}</code>
              <span>{t("parked.failures", { n: failures })}</span>
              <span className="ink">{reason}</span>
            </div>
          </div>
          {mayReplay && (
            <div className="line-actions">
              <Button
                size="small"
                loading={replay.isPending}
                onClick={() =>
                  replay.mutate(
                    { method: "POST", path: `/v1/operator/deliveries/${actorPath(actor)}/replay`, body: { deliveryId } },
                    {
                      onSuccess: () => void message.success(t("parked.replayed")),
                      onError: (problem) => void message.error(problemOf(problem)),
                    },
                  )
                }
              >
                {t("parked.replay")}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
