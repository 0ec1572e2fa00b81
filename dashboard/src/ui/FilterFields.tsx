import { Button, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { useWords } from "../i18n/words.ts";
import type { Filters } from "./filters.ts";

/** Fields that narrow a list; what is chosen in them stands in the address under their name. */

interface FieldProps {
  readonly filters: Filters;
  readonly name: string;
  readonly label: string;
}

interface TextProps extends FieldProps {
  readonly type?: "date";
  readonly isWide?: boolean;
  /** The names of filters that can't be meant: they are marked. */
  readonly wrong?: readonly string[];
}

/** What is typed; asked for on Enter, or once it is left. */
export function FilterText({ filters, name, label, type, isWide = true, wrong = [] }: TextProps) {
  const value = filters.get(name);
  const take = (text: string) => filters.set({ [name]: text.trim() });
  return (
    <Input
      key={`${name}/${value ?? ""}`}
      allowClear
      className={isWide ? "filter-wide" : "filter"}
      aria-label={label}
      title={label}
      placeholder={label}
      defaultValue={value}
      {...(type === undefined ? {} : { type, prefix: <span className="faint">{label}</span> })}
      {...(wrong.includes(name) ? { status: "error" as const } : {})}
      onPressEnter={({ currentTarget }) => take(currentTarget.value)}
      onBlur={({ currentTarget }) => take(currentTarget.value)}
      onClear={() => take("")}
    />
  );
}

interface ChoiceProps extends FieldProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly isWide?: boolean;
  /** Where nothing is chosen; else the label stands there too. */
  readonly any?: string;
}

/** One of some. */
export function FilterChoice({ filters, name, label, any = label, options, isWide = false }: ChoiceProps) {
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      className={isWide ? "filter-wide" : "filter"}
      aria-label={label}
      placeholder={any}
      value={filters.get(name) ?? null}
      options={[...options]}
      onChange={(value: string | null | undefined) => filters.set({ [name]: value ?? undefined })}
    />
  );
}

/** From which day to which, and from how much to how much. */
export function SpanFilters({ filters, wrong }: { readonly filters: Filters; readonly wrong: readonly string[] }) {
  const { t } = useWords();
  return (
    <>
      <FilterText filters={filters} wrong={wrong} name="from" label={t("filters.since")} type="date" />
      <FilterText filters={filters} wrong={wrong} name="to" label={t("filters.until")} type="date" />
      <FilterText filters={filters} wrong={wrong} name="min" label={t("filters.min")} isWide={false} />
      <FilterText filters={filters} wrong={wrong} name="max" label={t("filters.max")} isWide={false} />
    </>
  );
}

interface MoreFiltersProps {
  readonly filters: Filters;
  /** The filters behind the fold; it stands open when the page begins with one of them. */
  readonly names: readonly string[];
  readonly children: ReactNode;
}

/** Filters that are needed now and then, behind a fold. */
export function MoreFilters({ filters, names, children }: MoreFiltersProps) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(names.some((name) => filters.get(name) !== undefined));
  return (
    <>
      <Button type="text" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? "filters.fewer" : "filters.more")}
      </Button>
      {isOpen && <div className="filters filters-more">{children}</div>}
    </>
  );
}
