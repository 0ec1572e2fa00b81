import { type ThemeConfig, theme } from "antd";
import { prefersStillness } from "../ui/media.ts";
import { dark, fontFamily, grades, light, type Palette, radius, touch, type } from "./tokens.ts";

/** Light or dark, as it is shown. */
export type Mode = "light" | "dark";

/** The colours of a mode. */
export function paletteOf(mode: Mode): Palette {
  return mode === "dark" ? dark : light;
}

/** A grade's colour, the same on a pump, in a table and in a chart. */
export function gradeColour(grade: string, mode: Mode): string {
  return (grades[grade] ?? grades.other ?? { light: light.inkSoft, dark: dark.inkSoft })[mode];
}

/**
 * antd's theme, made of our tokens. antd derives a palette from its seeds and would shift our colours in dark mode: the last algorithm
 * puts the exact ones back.
 */
export function antdTheme(mode: Mode, isTouch: boolean): ThemeConfig {
  const p = paletteOf(mode);
  const exact: NonNullable<ThemeConfig["token"]> = {
    colorPrimary: p.accent,
    colorPrimaryHover: p.accentPressed,
    colorPrimaryActive: p.accentPressed,
    colorPrimaryBg: p.accentSoft,
    colorPrimaryBgHover: p.accentSoft,
    colorPrimaryBorder: p.accent,
    colorPrimaryText: p.accent,
    colorInfo: p.accent,
    colorInfoBg: p.accentSoft,
    colorInfoBorder: p.accentSoft,
    colorSuccess: p.accent,
    colorSuccessBg: p.accentSoft,
    colorSuccessBorder: p.accentSoft,
    colorWarning: p.amber,
    colorWarningText: p.amber,
    colorWarningBg: p.amberSoft,
    colorWarningBorder: p.amberSoft,
    colorError: p.red,
    colorErrorText: p.red,
    colorErrorHover: p.red,
    colorErrorActive: p.red,
    colorErrorBg: p.redSoft,
    colorErrorBorder: p.redSoft,
    colorLink: p.accent,
    colorLinkHover: p.accentPressed,
    colorLinkActive: p.accentPressed,
    colorBgLayout: p.page,
    colorBgContainer: p.surface,
    colorBgElevated: p.surface,
    colorBgContainerDisabled: p.sunken,
    colorBorder: p.line,
    colorBorderSecondary: p.line,
    colorText: p.ink,
    colorTextSecondary: p.inkSoft,
    colorTextTertiary: p.inkFaint,
    colorTextDescription: p.inkFaint,
    colorTextPlaceholder: p.inkFaint,
    colorFillTertiary: p.sunken,
    colorFillQuaternary: p.sunken,
    colorFillAlter: p.sunken,
    colorSplit: p.line,
  };
  return {
    algorithm: [
      mode === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
      (_, map) => ({ ...map, ...exact }) as ReturnType<typeof theme.defaultAlgorithm>,
    ],
    token: {
      ...exact,
      fontFamily,
      fontSize: type.body,
      borderRadius: radius.small,
      borderRadiusLG: radius.card,
      controlHeight: isTouch ? touch : 34,
      controlHeightSM: isTouch ? 36 : 26,
      motionDurationMid: "0.16s",
      motionDurationSlow: "0.2s",
      motion: !prefersStillness(),
    },
    components: {
      Button: {
        primaryColor: p.onAccent,
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
        dangerColor: mode === "dark" ? "#3a0d0a" : "#ffffff",
        fontWeight: 500,
      },
      Table: {
        headerBg: p.surface,
        headerColor: p.inkFaint,
        headerSplitColor: "transparent",
        rowHoverBg: p.sunken,
        cellPaddingBlockSM: 7,
        cellPaddingInlineSM: 10,
        cellFontSizeSM: type.body,
      },
      Menu: {
        itemSelectedBg: p.accentSoft,
        itemSelectedColor: p.accent,
        itemHeight: isTouch ? touch : 34,
        itemBorderRadius: radius.small,
        activeBarBorderWidth: 0,
      },
      Segmented: {
        itemSelectedBg: mode === "dark" ? p.line : p.surface,
        itemSelectedColor: p.accent,
        trackBg: p.sunken,
        itemColor: p.inkSoft,
      },
      Card: { headerFontSize: 15, headerHeight: 48 },
      Layout: { headerBg: p.surface, siderBg: p.surface, bodyBg: p.page },
      Tag: { defaultBg: p.sunken, defaultColor: p.inkSoft },
    },
  };
}

/** Our own CSS reads the same colours as variables on the root element. */
export function applyPalette(mode: Mode): void {
  const root = document.documentElement;
  for (const [name, value] of Object.entries(paletteOf(mode)))
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
  root.style.setProperty("--font", fontFamily);
  root.dataset.mode = mode;
  root.style.colorScheme = mode;
}
