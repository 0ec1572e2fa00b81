import { type GradeTerms, gradeFamilies } from "@forecourt/contract/catalog";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select, Switch } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { gradesQuery } from "../api/catalog.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { EntryPage } from "./EntryPage.tsx";
import { History } from "./History.tsx";
import { NameFields } from "./NameFields.tsx";
import { Review } from "./Review.tsx";

const fresh = { names: { "zh-CN": "", "zh-TW": "", en: "" }, family: "petrol", onSale: true } as const;

/** A grade: its names and kind, what a new version would change, and every version there was. */
export function GradePage() {
  const { grade = "" } = useParams();
  const isNew = grade === "new";
  const { t } = useWords();
  const { region, timeZone } = useRegion(undefined);
  const mayWrite = useMay("catalog.write");
  const query = useQuery({
    ...gradesQuery,
    // One that was just defined is listed a moment later.
    refetchInterval: ({ state }) => (isNew || state.data?.items.some((item) => item.grade === grade) === true ? false : 1_000),
  });
  const known = query.data?.items.find((item) => item.grade === grade)?.terms;
  return (
    <EntryPage
      title={isNew ? t("grades.add") : t("grades.heading", { id: grade })}
      query={query}
      isNew={isNew}
      isKnown={known !== undefined}
      none={t("grades.none")}
      editor={mayWrite && <GradeEditor known={known} />}
      history={<History kind="grade" id={grade} currency={region?.currency ?? "CNY"} timeZone={timeZone} />}
    />
  );
}

function GradeEditor({ known }: { readonly known: GradeTerms | undefined }) {
  const { t } = useWords();
  const navigate = useNavigate();
  // Holds what was typed while its changes are looked at.
  const [form] = Form.useForm<GradeTerms>();
  const [wanted, setWanted] = useState<GradeTerms | null>(null);
  const { grade: _, ...before } = known ?? { grade: "", ...fresh };
  if (wanted !== null) {
    const { grade, ...after } = wanted;
    return (
      <Review
        id={grade}
        path={`/v1/operator/grades/${encodeURIComponent(grade)}`}
        before={known === undefined ? {} : before}
        after={after}
        currency="CNY"
        refreshes={[["grades"], ["catalog"]]}
        back={() => setWanted(null)}
        saved={() => {
          setWanted(null);
          void navigate(`/catalog/grades/${grade}`);
        }}
      />
    );
  }
  return (
    <Section title={t("regions.edit")}>
      <Form<GradeTerms>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="package-form"
        initialValues={known ?? fresh}
        onFinish={(fields) => setWanted({ ...before, ...fields, grade: known?.grade ?? fields.grade })}
      >
        {known === undefined && (
          <Form.Item
            name="grade"
            label={t("grades.gradeId")}
            rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,15}$/, message: t("grades.idRule") }]}
          >
            <Input autoComplete="off" placeholder="95" />
          </Form.Item>
        )}
        <NameFields />
        <div className="form-row">
          <Form.Item name="family" label={t("grades.family")}>
            <Select options={gradeFamilies.map((value) => ({ value, label: t(`grades.families.${value}`) }))} />
          </Form.Item>
          <Form.Item name="onSale" label={t("grades.onSale")} valuePropName="checked">
            <Switch />
          </Form.Item>
        </div>
        <div className="form-actions">
          <Button type="primary" htmlType="submit">
            {t("regions.review")}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
