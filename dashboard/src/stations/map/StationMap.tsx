import { AimOutlined, MinusOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { useWords } from "../../i18n/words.ts";
import { useSize } from "../../ui/size.ts";
import { useDrag, useWheel } from "./hand.ts";
import { MapGround } from "./MapGround.tsx";
import { GroupMark, type Marked, StationMark } from "./marks.tsx";
import { grouped, moved, onScreen, type Point, toPoint, type View, viewAfterKey, viewOf, ZOOM, zoomed } from "./projection.ts";

/** Marks nearer to each other than this become one that says how many they are. */
const GROUP_PX = 26;
/** With more in sight, names are shown for the one that is pointed at. */
const NAMES_MAX = 24;
/** A mark just outside the frame may reach into it. */
const EDGE_PX = 40;

/** Stations where they are, drawn by ourselves: lines of latitude and longitude, a measure, and a mark that says how each stands. */
export function StationMap({ stations }: { readonly stations: readonly Omit<Marked, "at">[] }) {
  const { t } = useWords();
  const frame = useRef<HTMLElement>(null);
  const size = useSize(frame);
  const points = useMemo(() => stations.map(({ station }) => toPoint(station.location)), [stations]);
  const [chosen, choose] = useState<View | null>(null);
  const view = chosen ?? viewOf(points, size);
  const zoom = (factor: number, anchor: Point = { x: size.width / 2, y: size.height / 2 }) => choose(zoomed(view, factor, anchor, size));
  const drag = useDrag((byX, byY) => choose((now) => moved(now ?? view, byX, byY)));
  useWheel(frame, zoom);
  const press = (event: KeyboardEvent) => {
    const next = event.target === event.currentTarget ? viewAfterKey(event.key, view, size) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  };
  const groups = grouped(inSight(stations, points, view, size), GROUP_PX);
  const openGroup = (group: readonly Marked[]) => {
    const inside = viewOf(
      group.map(({ station }) => toPoint(station.location)),
      size,
    );
    choose(inside.scale > view.scale ? inside : zoomed(view, 2, group[0]?.at ?? { x: 0, y: 0 }, size));
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the map
    <section ref={frame} className="map" aria-label={t("stations.map.label")} tabIndex={0} onKeyDown={press} {...drag}>
      {size.width > 0 && <MapGround view={view} size={size} />}
      {size.width > 0 && (
        <ul>
          {groups.map((group) => {
            const [first] = group;
            if (first === undefined) return null;
            const key = first.station.stationId;
            return group.length === 1 ? (
              <StationMark key={key} marked={first} isNamed={groups.length <= NAMES_MAX} isLeft={first.at.x > size.width / 2} />
            ) : (
              <GroupMark key={key} group={group} open={() => openGroup(group)} />
            );
          })}
        </ul>
      )}
      <div className="map-tools">
        <Tool icon={<PlusOutlined />} word={t("stations.map.nearer")} act={() => zoom(ZOOM)} />
        <Tool icon={<MinusOutlined />} word={t("stations.map.farther")} act={() => zoom(1 / ZOOM)} />
        <Tool icon={<AimOutlined />} word={t("stations.map.all")} act={() => choose(null)} />
      </div>
    </section>
  );
}

function Tool({ icon, word, act }: { readonly icon: ReactNode; readonly word: string; readonly act: () => void }) {
  return <Button icon={icon} aria-label={word} title={word} onClick={act} />;
}

function inSight(
  stations: readonly Omit<Marked, "at">[],
  points: readonly Point[],
  view: View,
  size: { readonly width: number; readonly height: number },
): readonly Marked[] {
  return stations
    .map((one, index) => ({ ...one, at: onScreen(points[index] ?? { x: 0, y: 0 }, view, size) }))
    .filter(({ at }) => at.x > -EDGE_PX && at.y > -EDGE_PX && at.x < size.width + EDGE_PX && at.y < size.height + EDGE_PX);
}
