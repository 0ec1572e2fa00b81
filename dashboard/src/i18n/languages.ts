/** The languages of the product, each in its own name. */
export const languages = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English" } as const;
export type Language = keyof typeof languages;

/** Plural categories beside `other` that a language may have a form for. */
type PluralCategory = Exclude<Intl.LDMLPluralRule, "other">;

/** Messages of a language: the keys of all of them are those of `zh-CN.ts`, and of what counts (`…_other`) the language's other forms. */
export type MessagesOf<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : MessagesOf<T[K]>;
} & {
  readonly [K in keyof T as K extends `${infer Name}_other` ? `${Name}_${PluralCategory}` : never]?: string;
};

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
