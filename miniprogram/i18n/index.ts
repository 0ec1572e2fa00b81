import { currentLanguage } from "../lib/settings.ts";
import { en } from "./en.ts";
import type { Language } from "./languages.ts";
import { zhCN } from "./zh-CN.ts";
import { zhTW } from "./zh-TW.ts";

/** The shape of a language file: the keys of the first, any words. */
export type Messages = { readonly [Section in keyof typeof zhCN]: { readonly [Key in keyof (typeof zhCN)[Section]]: string } };
export type Section = keyof Messages;

export const all: Readonly<Record<Language, Messages>> = { "zh-CN": zhCN, "zh-TW": zhTW, en };

/** The messages of the language in use. */
export function messages(): Messages {
  return all[currentLanguage()];
}
