import { describe, expect, it } from "vitest";
import { atScreen, gridLines, grouped, moved, onScreen, scaleBar, toPlace, toPoint, viewOf, zoomed } from "./projection.ts";

const SIZE = { width: 800, height: 500 };
const places = [
  { lat: 31.2397, lng: 121.4998 },
  { lat: 31.1946, lng: 121.3197 },
  { lat: 22.54, lng: 114.06 },
];
const points = places.map(toPoint);

describe("the map", () => {
  it("finds a place again", () => {
    for (const place of places) {
      const { lat, lng } = toPlace(toPoint(place));
      expect(lat).toBeCloseTo(place.lat, 9);
      expect(lng).toBeCloseTo(place.lng, 9);
    }
    expect(toPoint({ lat: 90, lng: 0 }).y).toBeGreaterThan(0);
  });

  it("shows all stations, with room at the edges, north above and east on the right", () => {
    const view = viewOf(points, SIZE);
    const [pudong, hongqiao, shenzhen] = points.map((point) => onScreen(point, view, SIZE));
    for (const { x, y } of [pudong, hongqiao, shenzhen].flatMap((one) => one ?? [])) {
      expect(x).toBeGreaterThanOrEqual(55);
      expect(x).toBeLessThanOrEqual(SIZE.width - 55);
      expect(y).toBeGreaterThanOrEqual(55);
      expect(y).toBeLessThanOrEqual(SIZE.height - 55);
    }
    expect(pudong?.x).toBeGreaterThan(hongqiao?.x ?? 0);
    expect(pudong?.y).toBeLessThan(shenzhen?.y ?? 0);
  });

  it("shows a single station from near, and the world where there is none", () => {
    expect(viewOf(points.slice(0, 1), SIZE).middle).toEqual(points[0]);
    expect(scaleBar(viewOf(points.slice(0, 1), SIZE), 120).metres).toBeLessThan(10_000);
    expect(viewOf([], SIZE).middle).toEqual({ x: 0.5, y: 0.5 });
  });

  it("zooms about the place under the pointer, within bounds, and moves with the hand", () => {
    const view = viewOf(points, SIZE);
    const anchor = { x: 200, y: 100 };
    const [before, after] = [atScreen(anchor, view, SIZE), atScreen(anchor, zoomed(view, 2, anchor, SIZE), SIZE)];
    expect(after.x).toBeCloseTo(before.x, 12);
    expect(after.y).toBeCloseTo(before.y, 12);
    expect(zoomed(view, 1e9, anchor, SIZE).scale).toBe(2 ** 25);
    const point = toPoint({ lat: 31, lng: 121 });
    const [still, shifted] = [onScreen(point, view, SIZE), onScreen(point, moved(view, 30, -10), SIZE)];
    expect(shifted.x - still.x).toBeCloseTo(30, 6);
    expect(shifted.y - still.y).toBeCloseTo(-10, 6);
  });

  it("measures in round numbers", () => {
    const { metres, px } = scaleBar(viewOf(points, SIZE), 120);
    expect(String(metres)).toMatch(/^[125]0*$/);
    expect(px).toBeLessThanOrEqual(120);
    const { lats, lngs } = gridLines(viewOf(points, SIZE), SIZE);
    for (const lines of [lats, lngs]) {
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.length).toBeLessThan(12);
    }
  });

  it("puts those together that would lie upon each other, and loses none", () => {
    const things = [0, 5, 100, 104, 300].map((x) => ({ at: { x, y: 0 } }));
    expect(grouped(things, 20).map((group) => group.length)).toEqual([2, 2, 1]);
  });
});
