import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Progress, Skeleton } from "antd";
import { useCommand } from "../api/commands.ts";
import { rebuildQuery } from "../api/operations.ts";
import type { Rebuild } from "../api/types.ts";
import { count } from "../format/money.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";

/** Makes the read models anew from the journals, and shows how far it is; the page may be left meanwhile. */
export function RebuildCard() {
  const { t } = useWords();
  const { modal } = App.useApp();
  const client = useQueryClient();
  const { data, error, isError, refetch } = useQuery(rebuildQuery);
  const start = useCommand<Rebuild>([]);
  const ask = () =>
    modal.confirm({
      title: t("rebuild.ask"),
      content: t("rebuild.askHint"),
      okText: t("rebuild.start"),
      onOk: () =>
        start.mutateAsync({ method: "POST", path: "/v1/operator/rebuilds" }).then(
          (progress) => client.setQueryData(rebuildQuery.queryKey, progress),
          () => undefined,
        ),
    });
  const left = data?.left ?? 0;
  const done = (data?.actors ?? 0) - left;
  return (
    <Section
      title={t("rebuild.title")}
      extra={
        <Permit to="operations.write">
          <Button size="small" onClick={ask} disabled={left > 0} loading={start.isPending}>
            {t("rebuild.start")}
          </Button>
        </Permit>
      }
    >
      <p className="soft">{t("rebuild.about")}</p>
      {start.isError && <Failure error={start.error} />}
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 1 }} title={false} />)}
      {data !== undefined && (
        <div aria-live="polite">
          <Progress
            percent={data.actors === 0 ? 100 : Math.floor((done / data.actors) * 100)}
            status={left > 0 ? "active" : "normal"}
            aria-label={t("rebuild.title")}
          />
          <p className="faint num">
            {left > 0 ? plural(t, "rebuild.running", data.actors, { done: count(done), all: count(data.actors) }) : t("rebuild.rests")}
          </p>
        </div>
      )}
    </Section>
  );
}
