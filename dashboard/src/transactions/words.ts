import { codes } from "@forecourt/contract/codes";
import type { TFunction } from "i18next";

/** Why something was refused, in the reader's words where there are some. */
export function codeText(t: TFunction, code: string): string {
  return t(`transactionCodes.${code}`, { defaultValue: codes[code as keyof typeof codes]?.title ?? code });
}
