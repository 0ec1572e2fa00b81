import { Segmented } from "antd";
import { useState } from "react";
import type { DriverFigures } from "../api/figures.ts";
import { ChartCard } from "../charts/ChartCard.tsx";
import { count } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion, useStations } from "../ui/home.ts";

interface PlacesProps {
  readonly places: DriverFigures["places"];
  readonly file: string;
}

const counted = { text: count, plain: (value: number) => value };

/** Where drivers fill, where they did so first, and how often; by station or by region. */
export function Places({ places, file }: PlacesProps) {
  const { t, nameOf } = useWords();
  const [by, setBy] = useState<"station" | "region">("station");
  const stations = useStations();
  const { regions } = useRegion(undefined);
  const regionNames = new Map(regions.map(({ regionId, names }) => [regionId, nameOf(names)]));
  const groups =
    by === "station"
      ? places.map((place) => {
          const station = stations.get(place.stationId);
          return { ...place, name: station === undefined ? place.stationId : nameOf(station.names) };
        })
      : [...Map.groupBy(places, ({ stationId }) => stations.get(stationId)?.regionId ?? "")].map(([regionId, group]) => ({
          name: regionNames.get(regionId) ?? regionId,
          newcomers: group.reduce((sum, { newcomers }) => sum + newcomers, 0),
          // A driver of two stations would count twice.
          active: null,
          fuelings: group.reduce((sum, { fuelings }) => sum + fuelings, 0),
        }));
  const rows = groups.toSorted((a, b) => b.fuelings - a.fuelings);
  const knowsActive = rows.some(({ active }) => active !== null);
  return (
    <ChartCard
      title={t("analytics.places")}
      note={t(by === "station" && !knowsActive && rows.length > 0 ? "analytics.placesLong" : "analytics.placesNote")}
      form="bar"
      file={file}
      extra={
        <Segmented
          size="small"
          aria-label={t("analytics.placesBy")}
          value={by}
          onChange={(value) => setBy(value === "region" ? "region" : "station")}
          options={[
            { value: "station", label: t("common.station") },
            { value: "region", label: t("catalog.region") },
          ]}
        />
      }
      data={{
        head: t(by === "station" ? "common.station" : "catalog.region"),
        labels: rows.map(({ name }) => name),
        series: [
          { name: t("overview.fillCount"), values: rows.map(({ fuelings }) => fuelings), ...counted },
          ...(knowsActive ? [{ name: t("kpis.active"), values: rows.map(({ active }) => active), ...counted }] : []),
          { name: t("analytics.newcomers"), values: rows.map(({ newcomers }) => newcomers), ...counted },
        ],
      }}
    />
  );
}
