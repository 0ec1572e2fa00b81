import type { Place } from "./api/driver.ts";
import type { Station } from "./api/types.ts";

/** One station on the map; `id` is its place in the list. */
export interface Marker {
  readonly id: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly title: string;
  readonly iconPath: string;
  readonly width: number;
  readonly height: number;
  readonly callout: {
    readonly content: string;
    readonly display: "ALWAYS";
    readonly padding: number;
    readonly borderRadius: number;
    readonly fontSize: number;
    readonly color: string;
    readonly bgColor: string;
  };
}

export interface MapView extends Place {
  readonly scale: number;
  readonly markers: readonly Marker[];
}

const METRES_PER_DEGREE = 111_320;
/** Metres in a pixel at scale 0, on the equator, as all maps of the web have it. */
const METRES_PER_PIXEL = 156_543;
/** From the middle, so much of the map is sure to be in sight. */
const REACH_PX = 130;
const SCALE_MIN = 5;
const SCALE_MAX = 16;

/** Where to look so that all stations are in sight, with the driver in the middle when it is known where that is. */
export function mapView(
  stations: readonly Station[],
  place: Place | undefined,
  words: { readonly name: (station: Station) => string; readonly said: (station: Station) => string },
  colours: { readonly ink: string; readonly surface: string },
): MapView {
  const middle = place ?? middleOf(stations);
  const reach = Math.max(
    500,
    ...stations.map(({ location }) => metresBetween(middle, { latitude: location.lat, longitude: location.lng })),
  );
  const scale = Math.floor(Math.log((METRES_PER_PIXEL * REACH_PX) / reach) / Math.LN2);
  return {
    ...middle,
    scale: Math.min(SCALE_MAX, Math.max(SCALE_MIN, scale)),
    markers: stations.map((station, id) => ({
      id,
      latitude: station.location.lat,
      longitude: station.location.lng,
      title: words.name(station),
      iconPath: "/assets/tab/pump-on.png",
      width: 28,
      height: 28,
      callout: {
        content: words.said(station),
        display: "ALWAYS",
        padding: 6,
        borderRadius: 8,
        fontSize: 12,
        color: colours.ink,
        bgColor: colours.surface,
      },
    })),
  };
}

function middleOf(stations: readonly Station[]): Place {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { latitude: mean(stations.map(({ location }) => location.lat)), longitude: mean(stations.map(({ location }) => location.lng)) };
}

/** The longer of the two ways, along the meridian and across it: what a square map has to show. */
function metresBetween(one: Place, other: Place): number {
  const north = Math.abs(one.latitude - other.latitude) * METRES_PER_DEGREE;
  const east = Math.abs(one.longitude - other.longitude) * METRES_PER_DEGREE * Math.cos((one.latitude * Math.PI) / 180);
  return Math.max(north, east);
}
