import { codes } from "@forecourt/contract/codes";
import type { TFunction } from "i18next";

/** `CN/Shanghai/Pudong` as people say it; a country by its name in the language. */
export function placeText(place: string, language: string): string {
  const [country = "", region = "", city = ""] = place.split("/");
  return [...new Set([city, region].filter((name) => name !== "")), countryText(country, language)].join(", ");
}

function countryText(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code;
  } catch {
    // `T1` is what the network calls Tor; no country has that code.
    return code;
  }
}

/** Why something was refused, in the reader's words where there are some. */
export function codeText(t: TFunction, code: string): string {
  return t(`transactionCodes.${code}`, { defaultValue: codes[code as keyof typeof codes]?.title ?? code });
}
