import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./graph.ts";

/** Drawings of ours for the icons that TDesign's components show; its own are a font on a far host. */
const tdesignIcons: Readonly<Record<string, string>> = {
  close: "close",
  "chevron-right": "chevron-right",
  "close-circle-filled": "close",
  check: "check",
};

function dataUri(name: string): string {
  const svg = readFileSync(join(root, "icons", `${name}.svg`), "utf8").trim().replace(/\s*\n\s*/g, "");
  return `data:image/svg+xml,${encodeURIComponent(svg).replace(/%20/g, " ").replace(/%3D/g, "=").replace(/%22/g, "'").replace(/%2F/g, "/").replace(/%3A/g, ":")}`;
}

const mask = (name: string) => {
  const url = `url("${dataUri(name)}")`;
  return `-webkit-mask-image:${url};mask-image:${url};`;
};

/** `components/icon/icons.wxss`: one class for each file in `icons/`, drawn in the colour of the text around it. */
export function iconStyles(): string {
  const names = readdirSync(join(root, "icons")).filter((file) => file.endsWith(".svg"));
  return names.map((file) => `.icon-${file.slice(0, -4)}{${mask(file.slice(0, -4))}}\n`).join("");
}

/** TDesign's icon sheet without its font and its 2 000 glyph rules. */
export function tdesignIconStyles(source: string): string {
  const kept = source
    .replace(/@font-face\{[^}]*\}/g, "")
    .replace(/\.t-icon-[\w-]+:before\{content:'\\E[0-9A-F]+';\}\s*/gi, "")
    .replace(/\.t-icon\{font-family:t!important;\}/, "");
  const base = ".t-icon-base:before{content:'';display:block;width:1em;height:1em;background:currentColor;-webkit-mask-size:100% 100%;mask-size:100% 100%;}\n";
  return kept + base + Object.entries(tdesignIcons).map(([theirs, ours]) => `.t-icon-${theirs}:before{${mask(ours)}}\n`).join("");
}
