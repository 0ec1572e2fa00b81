import type { RiskAmounts } from "@forecourt/contract/risk";
import { currencies } from "@forecourt/contract/units";
import { Button, InputNumber, Select, Space } from "antd";
import { type ReactNode, useState } from "react";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { useCurrencyOf } from "./regions.ts";
import { type SpanUnit, spanOf, spanUnits, withAmount } from "./rules.ts";

/** Fields of a rule. Each has its name above it, and for whoever hears the page the rule's name beside it. */

interface FieldProps<Value> {
  readonly name: string;
  readonly label: string;
  readonly value: Value;
  readonly change: (value: Value) => void;
}

export function Field({
  name,
  children,
  isWide = false,
}: {
  readonly name: string;
  readonly children: ReactNode;
  readonly isWide?: boolean;
}) {
  return (
    <div className={isWide ? "risk-field risk-field-wide" : "risk-field"}>
      <span className="faint">{name}</span>
      {children}
    </div>
  );
}

export function CountField({ name, label, value, change, placeholder }: FieldProps<number | null> & { readonly placeholder?: string }) {
  return (
    <Field name={name}>
      <InputNumber aria-label={label} min={0} value={value} onChange={change} {...(placeholder === undefined ? {} : { placeholder })} />
    </Field>
  );
}

/** A span of time, in the unit that it is thought of in. */
export function SpanField({ name, label, value, change }: FieldProps<number>) {
  const { t } = useWords();
  const [unit, setUnit] = useState<SpanUnit>(() => spanOf(value).unit);
  return (
    <Field name={name}>
      <Space.Compact>
        <InputNumber
          aria-label={label}
          min={0}
          value={value / spanUnits[unit]}
          onChange={(n) => change(Math.round((n ?? 0) * spanUnits[unit]))}
        />
        <Select
          aria-label={`${t("risk.unit")}, ${label}`}
          value={unit}
          options={(Object.keys(spanUnits) as SpanUnit[]).map((one) => ({ value: one, label: t(`risk.units.${one}`) }))}
          onChange={(next) => {
            // The number stays, its meaning changes: as it reads.
            change(Math.round((value / spanUnits[unit]) * spanUnits[next]));
            setUnit(next);
          }}
        />
      </Space.Compact>
    </Field>
  );
}

/** An amount for each currency, left empty where the rule says nothing of it, and for regions that have one of their own. */
export function AmountsField({
  name,
  label,
  value,
  change,
  optional = false,
}: FieldProps<RiskAmounts | null> & { readonly optional?: boolean }) {
  const { t, nameOf } = useWords();
  const { regions } = useRegion(undefined);
  const currencyOf = useCurrencyOf();
  const amounts = value ?? { byCurrency: {}, byRegion: {} };
  const set = (by: "byCurrency" | "byRegion", of: string, major: number | null) => {
    const next = withAmount(amounts, by, of, major === null ? null : Math.round(major * 100));
    const isEmpty = Object.keys(next.byCurrency).length + Object.keys(next.byRegion).length === 0;
    change(optional && isEmpty ? null : next);
  };
  const regionName = (regionId: string) => {
    const region = regions.find((one) => one.regionId === regionId);
    return region === undefined ? regionId : nameOf(region.names);
  };
  const others = regions.filter(({ regionId }) => amounts.byRegion[regionId] === undefined);
  const amount = (by: "byCurrency" | "byRegion", of: string, minor: number | undefined, code: string) => (
    <InputNumber
      key={of}
      aria-label={`${label}, ${of}`}
      prefix={<span className="faint">{code}</span>}
      min={0}
      precision={2}
      value={minor === undefined ? null : minor / 100}
      onChange={(major) => set(by, of, major)}
    />
  );
  return (
    <Field name={name} isWide>
      <div className="risk-amounts">{currencies.map((code) => amount("byCurrency", code, amounts.byCurrency[code], code))}</div>
      <div className="risk-regions">
        <span className="faint">{t("risk.byRegion")}</span>
        {Object.entries(amounts.byRegion).map(([regionId, minor]) => (
          <span key={regionId} className="risk-region">
            {regionName(regionId)} {amount("byRegion", regionId, minor, currencyOf(regionId))}
            <Button size="small" onClick={() => set("byRegion", regionId, null)}>
              {t("risk.remove")}
            </Button>
          </span>
        ))}
        {others.length > 0 && (
          <Select<string | null>
            aria-label={`${t("risk.addRegion")}, ${label}`}
            placeholder={t("risk.addRegion")}
            value={null}
            options={others.map(({ regionId }) => ({ value: regionId, label: regionName(regionId) }))}
            onChange={(regionId) => regionId !== null && set("byRegion", regionId, 1_000)}
          />
        )}
      </div>
    </Field>
  );
}
