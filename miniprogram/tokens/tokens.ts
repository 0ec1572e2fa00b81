/**
 * The one source of what Forecourt looks like. The mini-program's WXSS variables are made from it, and the dashboard may make its
 * theme from it. Sizes are px, times ms. Every text colour has a contrast of at least 4.5 : 1 on the surfaces it stands on.
 */

/** Colour with meaning: teal acts, amber needs the driver, red puts money or safety at risk. */
export interface Palette {
  /** Behind everything. */
  readonly page: string;
  /** Cards and sheets. */
  readonly surface: string;
  /** Quiet fills inside a card: fields, skeletons, pressed rows. */
  readonly sunken: string;
  readonly line: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly inkFaint: string;
  readonly accent: string;
  readonly accentPressed: string;
  readonly accentSoft: string;
  readonly onAccent: string;
  readonly amber: string;
  readonly amberSoft: string;
  readonly red: string;
  readonly redSoft: string;
  /** The hero card, dark in both modes. */
  readonly hero: string;
  readonly onHero: string;
  readonly onHeroSoft: string;
  readonly mask: string;
}

export const light: Palette = {
  page: "#f3f6f5",
  surface: "#ffffff",
  sunken: "#edf2f1",
  line: "#dde5e4",
  ink: "#0f1f1e",
  inkSoft: "#465654",
  inkFaint: "#5d6d6b",
  accent: "#0b6a64",
  accentPressed: "#08524d",
  accentSoft: "#e0f0ee",
  onAccent: "#ffffff",
  amber: "#875200",
  amberSoft: "#fff2d9",
  red: "#b3261e",
  redSoft: "#fdeae8",
  hero: "#0b4a46",
  onHero: "#ffffff",
  onHeroSoft: "#b9d9d5",
  mask: "rgba(6, 20, 19, 0.56)",
};

export const dark: Palette = {
  page: "#0b1312",
  surface: "#141f1e",
  sunken: "#1d2b2a",
  line: "#2b3a39",
  ink: "#e9f1f0",
  inkSoft: "#b6c4c2",
  inkFaint: "#94a5a3",
  accent: "#56c5ba",
  accentPressed: "#3fa99f",
  accentSoft: "#15332f",
  onAccent: "#04211f",
  amber: "#f2b75a",
  amberSoft: "#33260d",
  red: "#ff8a80",
  redSoft: "#3a1715",
  hero: "#0f3633",
  onHero: "#f2faf9",
  onHeroSoft: "#a6ccc7",
  mask: "rgba(0, 0, 0, 0.64)",
};

/** A fuel grade keeps its colour everywhere. Grades not named here take `other`. */
export const grades: Readonly<Record<string, { readonly light: string; readonly dark: string }>> = {
  "92": { light: "#1f7a3d", dark: "#6fcf8b" },
  "95": { light: "#1a5fb4", dark: "#7db4f5" },
  "98": { light: "#7b3fa0", dark: "#c99be6" },
  "diesel-0": { light: "#7a5410", dark: "#d9b46a" },
  other: { light: "#465654", dark: "#b6c4c2" },
};

/** Six sizes; a figure is money or litres, the hero is the one figure a page is about. */
export const type = { caption: 12, small: 14, body: 16, title: 20, figure: 28, hero: 48 } as const;

/** How much each size grows when the driver asks for large text; figures are large already and grow less. */
export const textScales = { normal: 1, large: 1.2, largest: 1.5 } as const;

/** Steps of four. */
export const space = { xs: 4, s: 8, m: 12, l: 16, xl: 24, xxl: 32 } as const;

export const radius = { small: 8, card: 16, round: 999 } as const;

export const shadow = {
  card: "0 1px 2px rgba(15, 31, 30, 0.06)",
  raised: "0 8px 24px rgba(15, 31, 30, 0.12)",
} as const;

export const motion = { quickMs: 120, calmMs: 240, easing: "cubic-bezier(0.2, 0, 0, 1)" } as const;

/** The least that a thumb can hit. */
export const touch = 44;

/** Content is never wider, so that lines stay readable on a tablet. */
export const contentWidth = 640;

export const fontFamily =
  '-apple-system, BlinkMacSystemFont, "PingFang SC", "PingFang TC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", Roboto, sans-serif';
