import { useInfiniteQuery } from "@tanstack/react-query";
import { Input } from "antd";
import type { AuditItem } from "../api/types.ts";
import { auditActions } from "../i18n/audit/actions.ts";
import { useWords } from "../i18n/words.ts";
import { operatorsQuery } from "../staff/queries.ts";
import { FilterChoice, FilterText } from "../ui/FilterFields.tsx";
import { useFilters } from "../ui/filters.ts";
import { useMay } from "../ui/Permit.tsx";
import { subjectFor } from "./subject.ts";

/** Who, what, to what, and when; they stand in the address. */
export function Filters({ entries }: { readonly entries: readonly AuditItem[] }) {
  const { t, language } = useWords();
  const filters = useFilters();
  const mayList = useMay("operators.read");
  const { data } = useInfiniteQuery({ ...operatorsQuery, enabled: mayList });
  const listed = (data?.pages ?? []).flatMap(({ items }) => items).map(({ operatorId, email }) => [operatorId, email] as const);
  const people = new Map([...listed, ...entries.map(({ operatorId, email }) => [operatorId, email] as const)]);
  const action = filters.get("action");
  // Also what this version has no word for, once it was seen.
  const actions = [...new Set([...auditActions, ...entries.map((entry) => entry.action), ...(action === undefined ? [] : [action])])]
    .map((value) => ({ value, label: t(`auditActions.${value}`, { defaultValue: value }) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  return (
    <search className="filters">
      <FilterChoice
        filters={filters}
        name="operator"
        label={t("audit.who")}
        any={t("audit.anybody")}
        options={[...people].map(([value, label]) => ({ value, label: value === "command-line" ? t("audit.commandLine") : label }))}
        isWide
      />
      <FilterChoice filters={filters} name="action" label={t("audit.action")} any={t("audit.anyAction")} options={actions} isWide />
      <Input.Search
        key={filters.get("subject") ?? ""}
        allowClear
        className="filter-wide"
        aria-label={t("audit.subject")}
        placeholder={t("audit.subjectFilter")}
        defaultValue={filters.get("subject")}
        onSearch={(value) => filters.set({ subject: subjectFor(value) })}
      />
      <FilterText filters={filters} name="from" label={t("filters.since")} type="date" />
      <FilterText filters={filters} name="to" label={t("filters.until")} type="date" />
    </search>
  );
}
