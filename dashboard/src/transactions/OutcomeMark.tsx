import type { TransactionOutcome } from "@forecourt/contract/transactions";
import { useWords } from "../i18n/words.ts";
import { Mark, type Tone } from "../ui/State.tsx";

const tones: Readonly<Record<TransactionOutcome, Tone>> = { accepted: "done", challenged: "running", refused: "attention" };

export function OutcomeMark({ outcome }: { readonly outcome: TransactionOutcome }) {
  const { t } = useWords();
  return <Mark tone={tones[outcome]}>{t(`transactions.outcomes.${outcome}`)}</Mark>;
}
