/**
 * What Forecourt looks like. The values are those of the driver's app, so that both front ends look made by one hand; a test compares
 * the two. Every text colour has a contrast of at least 4.5 : 1 on the surfaces it stands on.
 */

/** Colour with meaning: teal acts, amber needs somebody, red puts money or safety at risk. */
export interface Palette {
  readonly page: string;
  readonly surface: string;
  readonly sunken: string;
  readonly line: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly inkFaint: string;
  readonly accent: string;
  readonly accentPressed: string;
  readonly accentSoft: string;
  readonly onAccent: string;
  /** The second row of columns in a chart, and nothing else: too light for text. */
  readonly accentFaint: string;
  readonly amber: string;
  readonly amberSoft: string;
  readonly red: string;
  readonly redSoft: string;
  readonly hero: string;
  readonly onHero: string;
  readonly onHeroSoft: string;
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
  accentFaint: "#4a9f97",
  amber: "#875200",
  amberSoft: "#fff2d9",
  red: "#b3261e",
  redSoft: "#fdeae8",
  hero: "#0b4a46",
  onHero: "#ffffff",
  onHeroSoft: "#b9d9d5",
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
  accentFaint: "#338078",
  amber: "#f2b75a",
  amberSoft: "#33260d",
  red: "#ff8a80",
  redSoft: "#3a1715",
  hero: "#0f3633",
  onHero: "#f2faf9",
  onHeroSoft: "#a6ccc7",
};

/** A fuel grade keeps its colour everywhere. Grades not named here take `other`. */
export const grades: Readonly<Record<string, { readonly light: string; readonly dark: string }>> = {
  "92": { light: "#1f7a3d", dark: "#6fcf8b" },
  "95": { light: "#1a5fb4", dark: "#7db4f5" },
  "98": { light: "#7b3fa0", dark: "#c99be6" },
  "diesel-0": { light: "#7a5410", dark: "#d9b46a" },
  other: { light: "#465654", dark: "#b6c4c2" },
};

/** Denser than on the phone: people read tables for eight hours here. */
export const type = { caption: 12, small: 14, body: 14, title: 20, figure: 28, hero: 40 } as const;

export const radius = { small: 8, card: 12 } as const;

/** The least that a thumb can hit; used where the pointer is a finger. */
export const touch = 44;

export const fontFamily =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "PingFang TC", "Microsoft YaHei", "Microsoft JhengHei", "Noto Sans CJK SC", "Noto Sans SC", Roboto, sans-serif';
