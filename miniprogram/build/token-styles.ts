import {
  contentWidth,
  dark,
  fontFamily,
  grades,
  light,
  motion,
  type Palette,
  radius,
  shadow,
  space,
  textScales,
  touch,
  type,
} from "../tokens/tokens.ts";

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function paletteVariables(palette: Palette, mode: "light" | "dark"): string[] {
  const lines = Object.entries(palette).map(([name, value]) => `--${kebab(name)}: ${value};`);
  for (const [grade, colour] of Object.entries(grades)) lines.push(`--grade-${grade}: ${colour[mode]};`);
  lines.push(`color-scheme: ${mode};`);
  return [...lines, ...tdesignPalette(palette)];
}

/** TDesign reads its colours from variables of its own; the same palette stands behind them. */
function tdesignPalette(palette: Palette): string[] {
  const map: Record<string, string> = {
    "brand-color": palette.accent,
    "brand-color-active": palette.accentPressed,
    "brand-color-focus": palette.accentSoft,
    "brand-color-light": palette.accentSoft,
    "brand-color-light-active": palette.accentSoft,
    "brand-color-disabled": palette.line,
    "error-color": palette.red,
    "error-color-active": palette.red,
    "warning-color": palette.amber,
    "success-color": palette.accent,
    "text-color-primary": palette.ink,
    "text-color-secondary": palette.inkSoft,
    "text-color-placeholder": palette.inkFaint,
    "text-color-disabled": palette.inkFaint,
    "text-color-anti": palette.onAccent,
    "text-color-brand": palette.accent,
    "bg-color-page": palette.page,
    "bg-color-container": palette.surface,
    "bg-color-container-active": palette.sunken,
    "bg-color-secondarycontainer": palette.sunken,
    "bg-color-component": palette.sunken,
    "bg-color-component-active": palette.line,
    "bg-color-component-disabled": palette.sunken,
    "component-stroke": palette.line,
    "component-border": palette.line,
    "gray-color-4": palette.line,
    "button-default-bg-color": palette.sunken,
    "button-default-border-color": palette.sunken,
    "button-default-active-bg-color": palette.line,
    "button-default-active-border-color": palette.line,
    "button-default-color": palette.ink,
    "switch-unchecked-color": palette.inkFaint,
    "popup-bg-color": palette.surface,
    "popup-border-radius": `${radius.card}px`,
    "button-border-radius": "12px",
    "button-large-height": "52px",
    "button-medium-height": `${touch}px`,
    "tab-item-color": palette.inkSoft,
    "tab-item-active-color": palette.accent,
    "tab-track-color": palette.accent,
    "tab-border-color": palette.line,
    "tab-nav-bg-color": "transparent",
  };
  return Object.entries(map).map(([name, value]) => `--td-${name}: ${value};`);
}

function typeVariables(scale: number): string[] {
  const grow = (size: number) => Math.round(size * (size >= type.figure ? 1 + (scale - 1) / 3 : scale) * 10) / 10;
  const small = grow(type.small);
  const body = grow(type.body);
  return [
    ...Object.entries(type).map(([name, size]) => `--text-${name}: ${grow(size)}px;`),
    // TDesign's own, from the same scale.
    `--td-font-body-medium: ${small}px / 1.5 ${fontFamily};`,
    `--td-font-body-large: ${body}px / 1.5 ${fontFamily};`,
    `--td-font-mark-medium: 600 ${small}px / 1.5 ${fontFamily};`,
    `--td-font-mark-large: 600 ${body}px / 1.5 ${fontFamily};`,
    `--td-font-size-m: ${body}px;`,
    "--td-cell-right-icon-size: 20px;",
  ];
}

function fixedVariables(): string[] {
  return [
    ...Object.entries(space).map(([name, size]) => `--space-${name}: ${size}px;`),
    ...Object.entries(radius).map(([name, size]) => `--radius-${name}: ${size}px;`),
    ...Object.entries(shadow).map(([name, value]) => `--shadow-${name}: ${value};`),
    `--motion-quick: ${motion.quickMs}ms;`,
    `--motion-calm: ${motion.calmMs}ms;`,
    `--motion-easing: ${motion.easing};`,
    `--touch: ${touch}px;`,
    `--content-width: ${contentWidth}px;`,
    `--font-family: ${fontFamily};`,
  ];
}

const rule = (selector: string, lines: readonly string[]) => `${selector} {\n  ${lines.join("\n  ")}\n}\n`;

/** `styles/tokens.wxss`: the variables for light and dark, and for the three text sizes. A class on a page's root overrides the phone's setting. */
export function tokenStyles(): string {
  return [
    "/* Made from tokens/tokens.ts. */\n",
    rule("page", [...fixedVariables(), ...typeVariables(textScales.normal), ...paletteVariables(light, "light")]),
    `@media (prefers-color-scheme: dark) {\n${rule("page", paletteVariables(dark, "dark"))}}\n`,
    rule(".theme-light", paletteVariables(light, "light")),
    rule(".theme-dark", paletteVariables(dark, "dark")),
    rule(".text-large", typeVariables(textScales.large)),
    rule(".text-largest", typeVariables(textScales.largest)),
  ].join("");
}
