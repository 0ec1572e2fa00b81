import { Link } from "react-router";
import type { Station } from "../../api/types.ts";
import { count } from "../../format/money.ts";
import { plural } from "../../i18n/plural.ts";
import { useWords } from "../../i18n/words.ts";
import type { Standing } from "../health.ts";
import type { Point } from "./projection.ts";

/** A station and where it is on the screen. */
export interface Marked {
  readonly station: Station;
  readonly standing: Standing;
  readonly at: Point;
}

/** What asks the most decides how a group of stations looks. */
const urgency = ["risk", "attention", "unknown", "watching", "nothing"] as const;

/** A station on the map: its free pumps, in the colour of what it asks; leads to its page. `isLeft`: its name stands to the left of it. */
export function StationMark({ marked, isNamed, isLeft }: { readonly marked: Marked; readonly isNamed: boolean; readonly isLeft: boolean }) {
  const { t, nameOf } = useWords();
  const { station, standing, at } = marked;
  const { asks, pumps } = standing;
  const told =
    pumps === null ? t("stations.noAnswer") : plural(t, "stations.map.free", pumps.all, { free: count(pumps.free), all: count(pumps.all) });
  return (
    <li className="map-mark" style={{ left: at.x, top: at.y }}>
      <Link to={`/stations/${station.stationId}`} className={`map-pin map-${asks} ${isLeft ? "map-pin-left" : ""}`} draggable={false}>
        <span className="map-dot" aria-hidden>
          {pumps === null ? "?" : pumps.free}
        </span>
        <span className={isNamed ? "map-name" : "map-name map-name-rests"}>
          {nameOf(station.names)}
          <span className="map-told">{told}</span>
        </span>
      </Link>
    </li>
  );
}

/** Several stations that lie upon each other; opens them. */
export function GroupMark({ group, open }: { readonly group: readonly Marked[]; readonly open: () => void }) {
  const { t } = useWords();
  const worst = urgency.find((asks) => group.some(({ standing }) => standing.asks === asks)) ?? "nothing";
  return (
    <li className="map-mark" style={{ left: group[0]?.at.x, top: group[0]?.at.y }}>
      <button type="button" className={`map-pin map-group map-${worst}`} onClick={open}>
        <span className="map-dot" aria-hidden>
          {group.length}
        </span>
        <span className="map-name map-name-rests">{plural(t, "stations.map.together", group.length)}</span>
      </button>
    </li>
  );
}
