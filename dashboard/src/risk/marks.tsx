import type { RiskAlertState, RiskOutcome } from "@forecourt/contract/risk";
import { useWords } from "../i18n/words.ts";
import { Mark, type Tone } from "../ui/State.tsx";

const stateTones: Readonly<Record<RiskAlertState, Tone>> = { open: "risk", acknowledged: "running", closed: "quiet" };
const outcomeTones: Readonly<Record<RiskOutcome, Tone>> = { alert: "quiet", challenge: "attention", refuse: "risk" };

export function AlertState({ state }: { readonly state: RiskAlertState }) {
  const { t } = useWords();
  return <Mark tone={stateTones[state]}>{t(`risk.states.${state}`)}</Mark>;
}

/** What was done about a command, or is to be done. */
export function Outcome({ outcome }: { readonly outcome: RiskOutcome }) {
  const { t } = useWords();
  return <Mark tone={outcomeTones[outcome]}>{t(`risk.outcomes.${outcome}`)}</Mark>;
}
