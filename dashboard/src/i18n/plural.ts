import type { TFunction } from "i18next";
import { count } from "../format/money.ts";

/**
 * A message that counts, in the form that the language has for the number: `1 driver`, `2 drivers`.
 * @param key a message with a form for each of the language's plural categories (`<key>_one`, `<key>_other` …)
 * @param counted what decides the form; it is `{{n}}` too, unless `holes` has another
 */
export function plural(t: TFunction, key: string, counted: number, holes: Readonly<Record<string, string>> = {}): string {
  return t(key, { count: counted, n: count(counted), ...holes });
}
