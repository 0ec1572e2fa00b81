import { type Language, languages } from "../i18n/languages.ts";
import { defaultSettings, type Settings, store } from "./store.ts";

const KEY = "settings";

export function loadSettings(): void {
  store.set("settings", { ...defaultSettings, ...((wx.getStorageSync(KEY) as Partial<Settings> | "") || {}) });
}

export function changeSettings(change: Partial<Settings>): void {
  const settings = { ...store.get("settings"), ...change };
  store.set("settings", settings);
  wx.setStorageSync(KEY, settings);
}

/** Base libraries before 2.20.1 know only the older call. */
function appInfo(): { readonly language: string; readonly theme?: string } {
  return wx.getAppBaseInfo ? wx.getAppBaseInfo() : wx.getSystemInfoSync();
}

/** The language in use: the chosen one, else the phone's, else the first we have. */
export function currentLanguage(): Language {
  const chosen = store.get("settings").language;
  return chosen === "system" ? matchLanguage(appInfo().language) : chosen;
}

/** `zh_HK` and `zh_Hant` read Traditional Chinese, any other `zh` Simplified, all else English. */
export function matchLanguage(tag: string): Language {
  const name = tag.replace("_", "-").toLowerCase();
  const exact = languages.find((language) => language.toLowerCase() === name);
  if (exact) return exact;
  if (/^zh-(hk|mo|tw|hant)/.test(name)) return "zh-TW";
  return name.startsWith("zh") ? "zh-CN" : "en";
}

/** Whether the page is dark now. */
export function isDark(): boolean {
  const { theme } = store.get("settings");
  return theme === "system" ? appInfo().theme === "dark" : theme === "dark";
}

/** The classes on a page's root: a theme only where the driver chose one, since the phone's is followed by the style sheet. */
export function rootClasses(): string {
  const { theme, text } = store.get("settings");
  return `${theme === "system" ? "" : `theme-${theme}`} ${text === "normal" ? "" : `text-${text}`}`.trim();
}
