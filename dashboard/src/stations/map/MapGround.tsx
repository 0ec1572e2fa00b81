import { useWords } from "../../i18n/words.ts";
import { gridLines, onScreen, type Size, scaleBar, toPoint, type View } from "./projection.ts";

/** Kept free of degrees of latitude, where those of longitude stand. */
const CORNER_PX = 32;

/** What lies under the marks: lines of latitude and longitude with their degrees, and a measure. */
export function MapGround({ view, size }: { readonly view: View; readonly size: Size }) {
  const { t } = useWords();
  const { lats, lngs } = gridLines(view, size);
  const y = (lat: number) => onScreen(toPoint({ lat, lng: 0 }), view, size).y;
  const x = (lng: number) => onScreen(toPoint({ lat: 0, lng }), view, size).x;
  const { metres, px } = scaleBar(view, 120);
  return (
    <svg className="map-ground" width={size.width} height={size.height} aria-hidden="true">
      {lats.map((lat) => (
        <g key={`lat ${lat}`}>
          <line x1={0} x2={size.width} y1={y(lat)} y2={y(lat)} />
          {y(lat) > CORNER_PX && <text x={6} y={y(lat) - 4}>{`${Math.abs(lat)}° ${lat < 0 ? "S" : "N"}`}</text>}
        </g>
      ))}
      {lngs.map((lng) => (
        <g key={`lng ${lng}`}>
          <line y1={0} y2={size.height} x1={x(lng)} x2={x(lng)} />
          <text x={x(lng) + 4} y={14}>{`${Math.abs(lng)}° ${lng < 0 ? "W" : "E"}`}</text>
        </g>
      ))}
      <g className="map-scale" transform={`translate(16 ${size.height - 18})`}>
        <path d={`M0 -5v5h${px}v-5`} />
        <text x={px + 8} y={1}>
          {metres >= 1_000 ? t("stations.map.kilometres", { n: metres / 1_000 }) : t("stations.map.metres", { n: metres })}
        </text>
      </g>
    </svg>
  );
}
