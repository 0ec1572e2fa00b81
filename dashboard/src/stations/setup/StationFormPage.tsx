import { ArrowLeftOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link, useParams } from "react-router";
import { setupQuery } from "../../api/queries.ts";
import { useWords } from "../../i18n/words.ts";
import { useRegion, useStations } from "../../ui/home.ts";
import { Failure, Nothing } from "../../ui/Notices.tsx";
import { Page, Section } from "../../ui/Page.tsx";
import { draftOf, emptyDraft } from "./draft.ts";
import { StationForm } from "./StationForm.tsx";

const USUAL_GRADES = ["92", "95", "98", "diesel-0"] as const;

/** Grades that are sold anywhere, else the usual ones: what a new pump may have. */
function useGrades(): readonly string[] {
  const sold = [...useStations().values()].flatMap(({ pumps }) => pumps.flatMap(({ grades }) => grades));
  return [...new Set([...sold, ...USUAL_GRADES])].sort();
}

/** A new station, of a region that there is. */
export function NewStationPage() {
  const { t } = useWords();
  const { region, regions } = useRegion(undefined);
  const grades = useGrades();
  return (
    <Page title={t("setup.new")} note={<Back to="/stations" word={t("menu.stations")} />}>
      {region === undefined ? (
        <Section>
          <Nothing title={t("catalog.noRegions")} hint={t("catalog.noRegionsHint")} />
        </Section>
      ) : (
        <StationForm isNew initial={emptyDraft(region, grades)} revision={0} regions={regions} grades={grades} reload={() => undefined} />
      )}
    </Page>
  );
}

/** A station as it stands, to be changed. */
export function EditStationPage() {
  const { t, nameOf } = useWords();
  const { stationId = "" } = useParams();
  const { regions } = useRegion(undefined);
  const grades = useGrades();
  const { data, error, isError, refetch } = useQuery(setupQuery(stationId));
  const name = data === undefined ? stationId : nameOf(data.config.names);
  return (
    <Page title={t("setup.editing", { name })} note={<Back to={`/stations/${stationId}`} word={name} />}>
      {data === undefined && isError && <Failure error={error} retry={() => void refetch()} />}
      {data === undefined && !isError && (
        <Section>
          <Skeleton active paragraph={{ rows: 12 }} />
        </Section>
      )}
      {data !== undefined && (
        <StationForm
          key={data.revision}
          isNew={false}
          initial={draftOf(data)}
          revision={data.revision}
          regions={regions}
          grades={grades}
          reload={() => void refetch()}
        />
      )}
    </Page>
  );
}

function Back({ to, word }: { readonly to: string; readonly word: string }) {
  return (
    <Link to={to} className="back">
      <ArrowLeftOutlined aria-hidden /> {word}
    </Link>
  );
}
