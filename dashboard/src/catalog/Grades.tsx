import { useQuery } from "@tanstack/react-query";
import { Skeleton, Table } from "antd";
import { Link } from "react-router";
import { type GradeItem, gradesQuery } from "../api/catalog.ts";
import { useWords } from "../i18n/words.ts";
import { Grade } from "../ui/Grade.tsx";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";

/** What is sold by the litre. */
export function Grades() {
  const { t, nameOf } = useWords();
  const { data, isError, error, refetch } = useQuery(gradesQuery);
  return (
    <Section
      title={t("grades.title")}
      flush
      extra={
        <Permit to="catalog.write">
          <Link to="/catalog/grades/new">{t("grades.add")}</Link>
        </Permit>
      }
    >
      {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active className="pad" />)}
      {data?.items.length === 0 && <Nothing compact title={t("grades.none")} hint={t("grades.noneHint")} />}
      {data !== undefined && data.items.length > 0 && (
        <Table<GradeItem>
          size="small"
          rowKey="grade"
          pagination={false}
          dataSource={data.items}
          scroll={{ x: 520 }}
          columns={[
            {
              title: t("grades.name"),
              key: "name",
              render: (_, { grade, terms }) => (
                <Link to={`/catalog/grades/${grade}`} className="strong">
                  {nameOf(terms.names)}
                </Link>
              ),
            },
            { title: t("grades.gradeId"), key: "id", render: (_, { grade }) => <Grade grade={grade} /> },
            { title: t("grades.family"), key: "family", render: (_, { terms }) => t(`grades.families.${terms.family}`) },
            { title: t("grades.onSale"), key: "onSale", render: (_, { terms }) => (terms.onSale ? "✓" : "–") },
            { title: t("catalog.version"), dataIndex: "version", align: "right", className: "num", width: 80 },
          ]}
        />
      )}
    </Section>
  );
}
