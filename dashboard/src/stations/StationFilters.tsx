import { SearchOutlined } from "@ant-design/icons";
import { Button, Input, Segmented, Select } from "antd";
import { useEffect, useState } from "react";
import type { Station } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { type StationFilter, shows } from "./narrow.ts";
import { services } from "./services.ts";

/** What the address says of which stations are looked for. */
export function useStationFilter(): StationFilter {
  const filters = useFilters();
  return {
    text: filters.get("q") ?? "",
    show: shows.find((one) => one === filters.get("show")) ?? "all",
    regionId: filters.get("region"),
    service: filters.get("service"),
    grade: filters.get("grade"),
  };
}

/** Narrows the stations by name, by how they stand, region, service and grade. */
export function StationFilters({ stations }: { readonly stations: readonly Station[] }) {
  const { t, nameOf, gradeOf } = useWords();
  const filters = useFilters();
  const filter = useStationFilter();
  const { regions } = useRegion(undefined);
  const [text, setText] = useState(filter.text);
  // The address may change under the field: back, a link, the filters cleared.
  useEffect(() => setText(filter.text), [filter.text]);
  const grades = [...new Set(stations.flatMap(({ pumps }) => pumps.flatMap((pump) => pump.grades)))].sort();
  const isNarrowed = filter.text !== "" || filter.show !== "all" || [filter.regionId, filter.service, filter.grade].some(Boolean);
  return (
    <search className="filters filters-page" aria-label={t("stations.filters")}>
      <Input
        allowClear
        className="search"
        prefix={<SearchOutlined aria-hidden />}
        aria-label={t("stations.search")}
        placeholder={t("stations.search")}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          filters.set({ q: target.value });
        }}
      />
      <Segmented
        aria-label={t("common.state")}
        value={filter.show}
        onChange={(value) => filters.set({ show: value === "all" ? undefined : value })}
        options={shows.map((value) => ({ value, label: t(`stations.shows.${value}`) }))}
      />
      {regions.length > 1 && (
        <Choice
          name="region"
          label={t("catalog.region")}
          any={t("stations.anyRegion")}
          value={filter.regionId}
          options={regions.map(({ regionId, names }) => ({ value: regionId, label: nameOf(names) }))}
        />
      )}
      <Choice
        name="service"
        label={t("stations.service")}
        any={t("stations.anyService")}
        value={filter.service}
        options={services.map((value) => ({ value, label: t(`services.${value}`) }))}
      />
      <Choice
        name="grade"
        label={t("common.gradeHead")}
        any={t("stations.anyGrade")}
        value={filter.grade}
        options={grades.map((value) => ({ value, label: gradeOf(value) }))}
      />
      {isNarrowed && (
        <Button
          type="text"
          onClick={() => filters.set({ q: undefined, show: undefined, region: undefined, service: undefined, grade: undefined })}
        >
          {t("filters.clear")}
        </Button>
      )}
    </search>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly any: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

function Choice({ name, label, any, value, options }: ChoiceProps) {
  const filters = useFilters();
  return (
    <Select
      allowClear
      className="filter"
      aria-label={label}
      placeholder={any}
      value={value ?? null}
      options={[...options]}
      onChange={(chosen: string | null | undefined) => filters.set({ [name]: chosen ?? undefined })}
    />
  );
}
