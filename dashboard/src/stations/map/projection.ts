/** The map's geometry: Web Mercator, the projection that maps of the web are drawn in. Pure. */

/** A place, in degrees. */
export interface Place {
  readonly lat: number;
  readonly lng: number;
}
/** A place on the unit square: 0,0 is the north-west corner of the world. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
/** What is looked at: the middle, and how many pixels the whole world would be wide. */
export interface View {
  readonly middle: Point;
  readonly scale: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

const LAT_MAX = 85;
/** From a continent to a street. */
const SCALE_MIN = 512;
const SCALE_MAX = 2 ** 25;
/** Kept free at the edges, for marks and their names. */
const MARGIN_PX = 56;
/** One station alone is shown with its quarter of the town. */
const FIT_MAX = 2 ** 21;
/** One step of the zoom, and of an arrow key. */
export const ZOOM = 1.6;
const STEP_PX = 60;
const EARTH_ROUND_M = 40_075_017;

export function toPoint({ lat, lng }: Place): Point {
  const radians = (Math.max(-LAT_MAX, Math.min(LAT_MAX, lat)) * Math.PI) / 180;
  return { x: (lng + 180) / 360, y: 0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI) };
}

export function toPlace({ x, y }: Point): Place {
  return { lat: (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI, lng: x * 360 - 180 };
}

/** Where a point is on the screen. */
export function onScreen({ x, y }: Point, { middle, scale }: View, { width, height }: Size): Point {
  return { x: width / 2 + (x - middle.x) * scale, y: height / 2 + (y - middle.y) * scale };
}

/** The point that is at a place on the screen. */
export function atScreen({ x, y }: Point, { middle, scale }: View, { width, height }: Size): Point {
  return { x: middle.x + (x - width / 2) / scale, y: middle.y + (y - height / 2) / scale };
}

/** The view that shows all of them, as large as fits; the world when there are none. */
export function viewOf(points: readonly Point[], { width, height }: Size): View {
  if (points.length === 0) return { middle: { x: 0.5, y: 0.5 }, scale: SCALE_MIN };
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const fits = Math.min((width - 2 * MARGIN_PX) / Math.max(east - west, 1e-9), (height - 2 * MARGIN_PX) / Math.max(south - north, 1e-9));
  return { middle: { x: (west + east) / 2, y: (north + south) / 2 }, scale: bounded(Math.min(fits, FIT_MAX)) };
}

/** Nearer by a factor, or farther; what is at `anchor` on the screen stays where it is. */
export function zoomed(view: View, factor: number, anchor: Point, size: Size): View {
  const fixed = atScreen(anchor, view, size);
  const scale = bounded(view.scale * factor);
  return { scale, middle: { x: fixed.x - (anchor.x - size.width / 2) / scale, y: fixed.y - (anchor.y - size.height / 2) / scale } };
}

export function moved({ middle, scale }: View, byX: number, byY: number): View {
  return { scale, middle: { x: middle.x - byX / scale, y: middle.y - byY / scale } };
}

/** The view after a key: null for the one that shows all, undefined when the key means nothing here. */
export function viewAfterKey(key: string, view: View, size: Size): View | null | undefined {
  const middle = { x: size.width / 2, y: size.height / 2 };
  switch (key) {
    case "+":
    case "=":
      return zoomed(view, ZOOM, middle, size);
    case "-":
      return zoomed(view, 1 / ZOOM, middle, size);
    case "0":
      return null;
    case "ArrowLeft":
      return moved(view, STEP_PX, 0);
    case "ArrowRight":
      return moved(view, -STEP_PX, 0);
    case "ArrowUp":
      return moved(view, 0, STEP_PX);
    case "ArrowDown":
      return moved(view, 0, -STEP_PX);
    default:
      return undefined;
  }
}

/** A round distance and how long it is on the screen, at most `mostPx`. */
export function scaleBar({ middle, scale }: View, mostPx: number): { readonly metres: number; readonly px: number } {
  const metresPerPx = (EARTH_ROUND_M * Math.cos((toPlace(middle).lat * Math.PI) / 180)) / scale;
  const metres = roundDown(metresPerPx * mostPx);
  return { metres, px: metres / metresPerPx };
}

/** Lines of latitude and longitude in sight, a handful of each, at round degrees. */
export function gridLines(view: View, size: Size): { readonly lats: readonly number[]; readonly lngs: readonly number[] } {
  const from = toPlace(atScreen({ x: 0, y: size.height }, view, size));
  const to = toPlace(atScreen({ x: size.width, y: 0 }, view, size));
  return { lats: roundsBetween(from.lat, to.lat), lngs: roundsBetween(Math.max(-180, from.lng), Math.min(180, to.lng)) };
}

/** Things that would lie upon each other, together; each thing is in one group. */
export function grouped<Thing extends { readonly at: Point }>(things: readonly Thing[], withinPx: number): readonly (readonly Thing[])[] {
  const groups: Thing[][] = [];
  for (const thing of things) {
    const near = groups.find(([first]) => first !== undefined && Math.hypot(first.at.x - thing.at.x, first.at.y - thing.at.y) < withinPx);
    if (near === undefined) groups.push([thing]);
    else near.push(thing);
  }
  return groups;
}

function roundsBetween(from: number, to: number): readonly number[] {
  const step = roundDown(Math.max(to - from, 1e-6) / 4);
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** The largest of 1, 2, 5, 10, 20, 50 … that is not above. */
function roundDown(value: number): number {
  const ten = 10 ** Math.floor(Math.log10(value));
  return ([5, 2, 1].find((one) => one * ten <= value) ?? 1) * ten;
}

function bounded(scale: number): number {
  return Math.max(SCALE_MIN, Math.min(SCALE_MAX, scale));
}
