import { useWords } from "../i18n/words.ts";
import { Mark, type Tone } from "../ui/State.tsx";

/** What a refund's state asks for. */
const tones: Readonly<Record<string, Tone>> = {
  review: "attention",
  sending: "running",
  processing: "running",
  bank_details: "running",
  bank_listed: "attention",
  bank_exported: "running",
  succeeded: "done",
  declined: "quiet",
  failed: "risk",
  rejected: "quiet",
};

/** Where a transfer can be, in the order in which it goes. */
export const transferStates = ["bank_details", "bank_listed", "bank_exported", "succeeded", "rejected"] as const;

export function RefundState({ state }: { readonly state: string }) {
  const { t } = useWords();
  return <Mark tone={tones[state] ?? "quiet"}>{t(`refunds.states.${state}`, { defaultValue: state })}</Mark>;
}
