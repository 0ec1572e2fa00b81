import { useInfiniteQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import type { AuditItem } from "../api/types.ts";
import { dayText } from "../format/time.ts";
import { auditActions } from "../i18n/audit/actions.ts";
import { useWords } from "../i18n/words.ts";
import { operatorsQuery } from "../staff/queries.ts";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { useMay } from "../ui/Permit.tsx";
import { subjectFor } from "./subject.ts";

/** Who, what, to what, and when; they stand in the address. */
export function Filters({ entries }: { readonly entries: readonly AuditItem[] }) {
  const { t, language } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const mayList = useMay("operators.read");
  const { data } = useInfiniteQuery({ ...operatorsQuery, enabled: mayList });
  const listed = (data?.pages ?? []).flatMap(({ items }) => items).map(({ operatorId, email }) => [operatorId, email] as const);
  const people = new Map([...listed, ...entries.map(({ operatorId, email }) => [operatorId, email] as const)]);
  const action = filters.get("action");
  // Also what this version has no word for, once it was seen.
  const actions = [...new Set([...auditActions, ...entries.map((entry) => entry.action), ...(action === undefined ? [] : [action])])]
    .map((value) => ({ value, label: t(`auditActions.${value}`, { defaultValue: value }) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  const today = dayText(Date.now(), timeZone);
  return (
    <search className="filters">
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        className="filter-wide"
        aria-label={t("audit.who")}
        placeholder={t("audit.anybody")}
        value={filters.get("operator") ?? null}
        options={[...people].map(([value, label]) => ({ value, label: value === "command-line" ? t("audit.commandLine") : label }))}
        onChange={(value: string | null | undefined) => filters.set({ operator: value ?? undefined })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        className="filter-wide"
        aria-label={t("audit.action")}
        placeholder={t("audit.anyAction")}
        value={action ?? null}
        options={actions}
        onChange={(value: string | null | undefined) => filters.set({ action: value ?? undefined })}
      />
      <Input.Search
        key={filters.get("subject") ?? ""}
        allowClear
        className="filter-wide"
        aria-label={t("audit.subject")}
        placeholder={t("audit.subjectFilter")}
        defaultValue={filters.get("subject")}
        onSearch={(value) => filters.set({ subject: subjectFor(value) })}
      />
      <Input
        type="date"
        className="filter"
        aria-label={t("overview.from")}
        max={today}
        value={filters.get("from") ?? ""}
        onChange={({ target }) => filters.set({ from: target.value })}
      />
      <Input
        type="date"
        className="filter"
        aria-label={t("overview.to")}
        max={today}
        value={filters.get("to") ?? ""}
        onChange={({ target }) => filters.set({ to: target.value })}
      />
    </search>
  );
}
