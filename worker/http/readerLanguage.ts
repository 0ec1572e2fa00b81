/** The languages that pages of the Worker itself are written in. */
export const readerLanguages = ["zh-CN", "zh-TW", "en"] as const;
export type ReaderLanguage = (typeof readerLanguages)[number];

/** The first of the reader's languages that we have (`Accept-Language`); Chinese of whatever place is Chinese. */
export function readerLanguage(accepted: string): ReaderLanguage {
  for (const part of accepted.toLowerCase().split(",")) {
    const tag = part.split(";")[0]?.trim() ?? "";
    if (/^zh-(tw|hk|mo|hant)/.test(tag)) return "zh-TW";
    if (tag.startsWith("zh")) return "zh-CN";
    if (tag.startsWith("en")) return "en";
  }
  return "zh-CN";
}
