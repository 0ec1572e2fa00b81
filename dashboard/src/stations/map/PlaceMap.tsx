import { type MouseEvent, useMemo, useRef, useState } from "react";
import type { Station } from "../../api/types.ts";
import { useWords } from "../../i18n/words.ts";
import { useSize } from "../../ui/size.ts";
import { useWheel } from "./hand.ts";
import { MapGround } from "./MapGround.tsx";
import { atScreen, onScreen, type Place, toPlace, toPoint, type View, viewOf, zoomed } from "./projection.ts";

interface PlaceMapProps {
  readonly place: Place | null;
  readonly others: readonly Station[];
  readonly choose: (place: Place) => void;
}

/** A point among the other stations, set with a click. The fields beside it say the same, for the keyboard. */
export function PlaceMap({ place, others, choose }: PlaceMapProps) {
  const { nameOf } = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const [chosen, setView] = useState<View | null>(null);
  const points = useMemo(() => others.map(({ location }) => toPoint(location)), [others]);
  const own = place === null ? null : toPoint(place);
  const view = chosen ?? viewOf(own === null ? points : [own, ...points], size);
  useWheel(frame, (factor, anchor) => setView(zoomed(view, factor, anchor, size)));
  const click = ({ clientX, clientY, currentTarget }: MouseEvent) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    // The map stays as it is under the hand, rather than fitting itself to the new point.
    setView(view);
    choose(toPlace(atScreen({ x: clientX - left, y: clientY - top }, view, size)));
  };
  const at = own === null ? null : onScreen(own, view, size);
  return (
    <div ref={frame} className="map map-place" aria-hidden="true" onClick={click}>
      {size.width > 0 && <MapGround view={view} size={size} />}
      {others.map(({ stationId, names }, index) => {
        const { x, y } = onScreen(points[index] ?? { x: 0, y: 0 }, view, size);
        return (
          <span key={stationId} className="map-mark map-other" style={{ left: x, top: y }}>
            <span>{nameOf(names)}</span>
          </span>
        );
      })}
      {at !== null && <span className="map-mark map-own" style={{ left: at.x, top: at.y }} />}
    </div>
  );
}
