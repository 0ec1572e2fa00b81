import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { kept } from "../ui/kept.ts";
import { en } from "./en.ts";
import { isLanguage, type Language, languageFor } from "./languages.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

const store = kept<Language | null>("forecourt.language", null, (value) => (isLanguage(value) ? value : undefined));

/** Starts with the language that was chosen, else the browser's. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { "zh-CN": { translation: zhCN }, "zh-TW": { translation: zhTW }, en: { translation: en } },
    lng: store.read() ?? languageFor(navigator.languages),
    fallbackLng: "en",
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = i18next.language;
}

/** Changes the language and keeps it. */
export async function chooseLanguage(language: Language): Promise<void> {
  store.write(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
