/** The languages of the product, each in its own name. */
export const languages = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English" } as const;
export type Language = keyof typeof languages;

/** Messages of a language: the keys of all of them are those of `zh-CN.ts`. */
export type MessagesOf<T> = { readonly [K in keyof T]: T[K] extends string ? string : MessagesOf<T[K]> };

/** A language of ours for what a browser asks for; English when there is none. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^zh\b.*\b(TW|HK|MO|Hant)\b/i.test(tag)) return "zh-TW";
    if (/^zh\b/i.test(tag)) return "zh-CN";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && value in languages;
}
