import { useRef } from "react";
import { count, type FigureParts, litresParts, moneyParts } from "../format/money.ts";
import { percent } from "../format/rate.ts";
import { useWords } from "../i18n/words.ts";
import { useCounting } from "./counting.ts";

/** What a figure counts. */
export type FigureKind =
  | { readonly kind: "money"; readonly currency: string }
  | { readonly kind: "litres" }
  | { readonly kind: "count" }
  /** In ten-thousandths. */
  | { readonly kind: "share" };

interface FigureProps {
  readonly value: number;
  readonly of: FigureKind;
  readonly size?: "hero" | "figure" | "title" | "body";
  readonly tone?: "ink" | "red" | "soft";
  /** Time that the figure takes to its next value. */
  readonly durationMs?: number;
}

/** Money, litres or a count: whole part large, the rest small beside it, counting up to a new value. */
export function Figure({ value, of, size = "figure", tone = "ink", durationMs = 700 }: FigureProps) {
  const { t } = useWords();
  const symbol = useRef<HTMLSpanElement>(null);
  const whole = useRef<HTMLSpanElement>(null);
  const fraction = useRef<HTMLSpanElement>(null);
  useCounting(value, durationMs, (shown) => {
    const parts = partsOf(shown, of);
    set(symbol.current, parts.sign + parts.symbol);
    set(whole.current, parts.whole);
    set(fraction.current, parts.fraction);
  });
  return (
    <span className={`figure figure-${size} figure-${tone}`}>
      {of.kind === "money" && <span ref={symbol} className="figure-unit" />}
      <span ref={whole} />
      <span ref={fraction} className="figure-fraction" />
      {of.kind === "litres" && <span className="figure-unit figure-after">{t("common.litre")}</span>}
    </span>
  );
}

function partsOf(value: number, of: FigureKind): FigureParts {
  if (of.kind === "money") return moneyParts(value, of.currency);
  if (of.kind === "litres") return litresParts(value);
  if (of.kind === "share") return { sign: "", symbol: "", whole: percent(Math.round(value)), fraction: "" };
  return { sign: "", symbol: "", whole: count(value), fraction: "" };
}

function set(element: HTMLElement | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}
