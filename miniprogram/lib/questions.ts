import type { QuestionId } from "@forecourt/contract/confirmations";
import { messages } from "../i18n/index.ts";
import type { Question } from "./api/self.ts";

/** A question of ours in the language in use. */
export const questionWords = (id: QuestionId): string => messages().questionTexts[id];

/** A question as it is asked: ours in the language in use, the driver's own as they wrote it. */
export const questionText = ({ questionId, text }: Question): string => (questionId === null ? (text ?? "") : questionWords(questionId));
