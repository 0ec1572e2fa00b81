import type { TopupPackage } from "@forecourt/contract/catalog";
import { Progress } from "antd";
import type { PackageSummary } from "../api/payments.ts";
import { count } from "../format/money.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Mark, type Tone } from "../ui/State.tsx";

const tones: Readonly<Record<PackageSummary["state"], Tone>> = {
  on_sale: "done",
  scheduled: "running",
  ended: "quiet",
  sold_out: "attention",
  withdrawn: "quiet",
};

export function PackageState({ state }: { readonly state: PackageSummary["state"] }) {
  const { t } = useWords();
  return <Mark tone={tones[state]}>{t(`packages.states.${state}`)}</Mark>;
}

/** When a package is on sale, by the clocks of its region. */
export function Window({ terms: { saleFromMs, saleUntilMs }, timeZone }: { readonly terms: TopupPackage; readonly timeZone: string }) {
  const { t, language } = useWords();
  if (saleFromMs === undefined && saleUntilMs === undefined) return <span className="faint">{t("packages.always")}</span>;
  const at = (atMs: number | undefined) => (atMs === undefined ? "…" : time(atMs, timeZone, language, "minute"));
  return <>{`${at(saleFromMs)} – ${at(saleUntilMs)}`}</>;
}

/** How much of its stock is gone, live: sold, and held for orders that wait for payment. */
export function Stock({ item: { package: terms, sold, held } }: { readonly item: PackageSummary }) {
  const { t } = useWords();
  const { stock } = terms.limits;
  if (stock === undefined || sold === null) return <span className="faint">{t("packages.noStock")}</span>;
  const text = t("packages.soldOf", { sold: count(sold), stock: count(stock) });
  return (
    <span className="two-lines">
      <span>{held === 0 ? text : `${text} · ${t("packages.held", { n: count(held) })}`}</span>
      <Progress
        aria-label={text}
        percent={stock === 0 ? 100 : Math.min(100, Math.round(((sold + held) / stock) * 100))}
        showInfo={false}
        size="small"
        status={sold >= stock ? "exception" : "normal"}
      />
    </span>
  );
}
