import type { ShownState } from "@forecourt/contract/documents";
import { useWords } from "../i18n/words.ts";
import { Mark, type Tone } from "../ui/State.tsx";

/** What a document's state asks for. */
const tones: Readonly<Record<ShownState, Tone>> = {
  missing: "quiet",
  submitted: "attention",
  resubmitted: "attention",
  approved: "done",
  rejected: "quiet",
};

export function DocumentMark({ state }: { readonly state: ShownState }) {
  const { t } = useWords();
  return <Mark tone={tones[state]}>{t(`documents.states.${state}`)}</Mark>;
}
