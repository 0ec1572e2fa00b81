import type { LocalisedName } from "@forecourt/contract/catalog";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type Problem, toProblem } from "../api/problem.ts";
import { isLanguage, type Language } from "./languages.ts";

/** The words of the language in use. */
export interface Words {
  readonly t: TFunction;
  readonly language: Language;
  /** A name in this language. */
  nameOf(names: LocalisedName): string;
  /** `95 号`, `Diesel 0`. */
  gradeOf(grade: string): string;
  /** A word that may be unknown to this version: then it is shown as it came. */
  wordOf(family: "states" | "pumpStates" | "alertKinds" | "facts" | "providers" | "roles", word: string): string;
  /** A problem in a sentence that says the way on. */
  problemOf(error: unknown): string;
}

export function useWords(): Words {
  const { t, i18n } = useTranslation();
  const language = isLanguage(i18n.language) ? i18n.language : "en";
  return {
    t,
    language,
    nameOf: (names) => names[language] || names.en,
    gradeOf: (grade) => gradeText(t, grade),
    wordOf: (family, word) => t(`${family}.${word}`, { defaultValue: word }),
    problemOf: (error) => problemText(t, language, toProblem(error)),
  };
}

function gradeText(t: TFunction, grade: string): string {
  const diesel = /^diesel-?(.*)$/.exec(grade);
  return diesel === null ? t("common.grade", { n: grade }) : t("common.diesel", { n: diesel[1] ?? "" });
}

/** The server speaks English: its detail is only shown where it is the reader's language, or nothing of ours fits. */
function problemText(t: TFunction, language: Language, { code, message, detail }: Problem): string {
  const own = t(`problems.${code}`, { defaultValue: "" });
  if (own !== "" && (language !== "en" || detail === undefined)) return own;
  return detail ?? (own === "" ? message : own);
}
