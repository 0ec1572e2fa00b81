import type { TopupPackage } from "@forecourt/contract/catalog";
import { Segmented } from "antd";
import { useState } from "react";
import { count, money } from "../format/money.ts";
import { type Language, languages } from "../i18n/languages.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Section } from "../ui/Page.tsx";
import { Window } from "./state.tsx";
import { offerOf, paidAndGot } from "./terms.ts";

interface PreviewProps {
  readonly terms: TopupPackage;
  readonly currency: string;
  readonly timeZone: string;
}

/** A package as a driver's phone shows it, with the name in each language. */
export function Preview({ terms, currency, timeZone }: PreviewProps) {
  const words = useWords();
  const { t } = words;
  const [language, setLanguage] = useState<Language>(words.language);
  const { paidMinor, gotMinor } = paidAndGot(terms);
  const { limits, coupons = [], bonusValidDays, pictureId, tiers = [] } = terms;
  const notes = [
    ...(gotMinor > paidMinor && bonusValidDays !== undefined ? [plural(t, "packages.bonusDays", bonusValidDays)] : []),
    ...(limits.perDriver === undefined ? [] : [t("packages.perDriverNote", { n: count(limits.perDriver) })]),
    ...(limits.perDay === undefined ? [] : [t("packages.perDayNote", { n: count(limits.perDay) })]),
    ...(tiers.length === 0 ? [] : [t("packages.tiersNote", { tiers: tiers.map((tier) => t(`packages.tiers.${tier}`)).join(" · ") })]),
  ];
  return (
    <Section
      title={t("packages.preview")}
      extra={
        <Segmented
          size="small"
          aria-label={t("shell.language")}
          value={language}
          options={Object.entries(languages).map(([value, label]) => ({ value: value as Language, label }))}
          onChange={setLanguage}
        />
      }
    >
      <div className="phone-card" lang={language}>
        {pictureId !== undefined && <img className="phone-card-picture" src={`/v1/pictures/${pictureId}`} alt="" />}
        <div className="phone-card-name">{terms.names[language] || "…"}</div>
        <div className="phone-card-pay num">{money(paidMinor, currency)}</div>
        <div className="phone-card-offer num">{offerOf(terms, currency, words)}</div>
        <div className="phone-card-get num">{t("packages.get", { amount: money(gotMinor, currency) })}</div>
        {coupons.map((coupon, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two coupons may be the same
          <div key={index} className="phone-card-coupon num">
            {`${coupon.count} × ${coupon.names[language] || "…"} · ${money(coupon.valueMinor, currency)}`}
          </div>
        ))}
        {notes.map((note) => (
          <div key={note} className="faint">
            {note}
          </div>
        ))}
      </div>
      <p className="faint preview-window">
        {`${t("packages.window")}: `}
        <Window terms={terms} timeZone={timeZone} />
      </p>
    </Section>
  );
}
