import { drawings, iconSvg } from "../icons/drawings.ts";

type Name = keyof typeof drawings;

/** Drawings of ours for the icons that TDesign's components show; its own are a font on a far host. */
const tdesignIcons: Readonly<Record<string, Name>> = {
  close: "close",
  "chevron-right": "chevron-right",
  "close-circle-filled": "close",
  check: "check",
};

function mask(name: Name): string {
  const plain = encodeURIComponent(iconSvg(name))
    .replace(/%20/g, " ")
    .replace(/%3D/g, "=")
    .replace(/%22/g, "'")
    .replace(/%2F/g, "/")
    .replace(/%3A/g, ":");
  const url = `url("data:image/svg+xml,${plain}")`;
  return `-webkit-mask-image:${url};mask-image:${url};`;
}

/** `components/icon/icons.wxss`: one class for each drawing, in the colour of the text around it. */
export function iconStyles(): string {
  return (Object.keys(drawings) as Name[]).map((name) => `.icon-${name}{${mask(name)}}\n`).join("");
}

/** TDesign's icon sheet without its font and its 2 000 glyph rules. */
export function tdesignIconStyles(source: string): string {
  const kept = source
    .replace(/@font-face\{[^}]*\}/g, "")
    .replace(/\.t-icon-[\w-]+:before\{content:'\\E[0-9A-F]+';\}\s*/gi, "")
    .replace(/\.t-icon\{font-family:t!important;\}/, "");
  const base =
    ".t-icon-base:before{content:'';display:block;width:1em;height:1em;background:currentColor;-webkit-mask-size:100% 100%;mask-size:100% 100%;}\n";
  return (
    kept +
    base +
    Object.entries(tdesignIcons)
      .map(([theirs, ours]) => `.t-icon-${theirs}:before{${mask(ours)}}\n`)
      .join("")
  );
}
