import { useWords } from "../i18n/words.ts";

/** What a state asks of whoever sees it. */
export type Tone = "quiet" | "running" | "done" | "attention" | "risk";

const orderTones: Readonly<Record<string, Tone>> = {
  requested: "running",
  awaiting_payment: "running",
  authorised: "running",
  fueling: "done",
  completed: "running",
  paid: "done",
  settled: "done",
  cancelled: "quiet",
  expired: "quiet",
  refund_requested: "attention",
  refunding: "running",
  refunded: "quiet",
  refund_failed: "attention",
};

const pumpTones: Readonly<Record<string, Tone>> = {
  idle: "quiet",
  calling: "running",
  authorised: "running",
  fueling: "done",
  suspended: "attention",
  payable: "running",
  closed: "quiet",
  offline: "attention",
  error: "risk",
};

/** What a pump's state asks for. */
export function pumpTone(state: string): Tone {
  return pumpTones[state] ?? "quiet";
}

/** A word with a dot: the colour only repeats what the word says. */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={`mark mark-${tone}`}>
      <span className="mark-dot" aria-hidden />
      {children}
    </span>
  );
}

export function OrderState({ state }: { readonly state: string }) {
  const { wordOf } = useWords();
  return <Mark tone={orderTones[state] ?? "quiet"}>{wordOf("states", state)}</Mark>;
}

export function PumpState({ state }: { readonly state: string }) {
  const { wordOf } = useWords();
  return <Mark tone={pumpTone(state)}>{wordOf("pumpStates", state)}</Mark>;
}
