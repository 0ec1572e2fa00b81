import { element } from "../dom.ts";
import type { Builtin } from "./builtin.ts";

interface Marker {
  readonly id: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly title?: string;
  readonly callout?: { readonly content: string };
}

const METRES_PER_DEGREE = 111_320;
const METRES_PER_PIXEL = 156_543;
/** Rings around the middle, in pixels, each with its distance. */
const RINGS_PX = [60, 120, 180] as const;

/** A map service is far away; the preview shows where the markers stand on plain ground, with rings that say how far that is. */
export const map: Builtin = {
  properties: {
    latitude: Number,
    longitude: Number,
    scale: { type: Number, value: 14 },
    markers: { type: Array, value: [] },
    showLocation: Boolean,
  },
  setup({ host, data, emit }) {
    const ground = element("div", "preview-map");
    host.prepend(ground);
    const draw = () => {
      const metresPerPixel = METRES_PER_PIXEL / 2 ** Number(data.scale);
      const rings = RINGS_PX.map((radius) => {
        const ring = element("i", "preview-ring", { "aria-hidden": "true" }, distance(radius * metresPerPixel));
        ring.style.setProperty("--radius", `${radius}px`);
        return ring;
      });
      const here = data.showLocation === true ? element("i", "preview-here", { "aria-hidden": "true" }) : null;
      const pins = ((data.markers ?? []) as readonly Marker[]).map((marker) => {
        const label = marker.callout?.content ?? "";
        const pin = element(
          "button",
          "preview-pin",
          { type: "button", "aria-label": `${marker.title ?? ""} ${label}`.trim() },
          element("i"),
        );
        if (label !== "") pin.append(element("span", "", {}, label));
        const east = (marker.longitude - Number(data.longitude)) * METRES_PER_DEGREE * Math.cos((marker.latitude * Math.PI) / 180);
        const north = (marker.latitude - Number(data.latitude)) * METRES_PER_DEGREE;
        pin.style.left = `calc(50% + ${Math.round(east / metresPerPixel)}px)`;
        pin.style.top = `calc(50% - ${Math.round(north / metresPerPixel)}px)`;
        pin.addEventListener("click", () => emit("markertap", { markerId: marker.id }));
        return pin;
      });
      ground.replaceChildren(...rings, ...(here ? [here] : []), ...pins);
    };
    return draw;
  },
};

function distance(metres: number): string {
  return metres < 1_000 ? `${Math.round(metres / 50) * 50} m` : `${(metres / 1_000).toFixed(metres < 10_000 ? 1 : 0)} km`;
}
