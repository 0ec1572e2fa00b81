import { balanceMaxMinor, custodyPerMyriad, refundAutomaticMaxMinor } from "@forecourt/contract/catalog";
import { currencies } from "@forecourt/contract/units";
import { spendingPolicies } from "@forecourt/contract/wallet";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { regionsQuery } from "../api/queries.ts";
import type { Region } from "../api/types.ts";
import { parseMoney, plainMoney } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { EntryPage } from "./EntryPage.tsx";
import { History } from "./History.tsx";
import { NameFields } from "./NameFields.tsx";
import { Review } from "./Review.tsx";

type Terms = Omit<Region, "regionId">;
/** Limits are typed as people write them; nothing typed leaves what holds by default. */
interface Limits {
  readonly balanceMax?: string;
  readonly refundMax?: string;
  readonly custody?: number | null;
}
type Fields = Terms & { readonly regionId: string };

const providers = ["sandbox", "wechat", "alipay", "unionpay", "stripe", "paypal"] as const;
const fresh: Terms = {
  names: { "zh-CN": "", "zh-TW": "", en: "" },
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  providers: [],
  spendingPolicy: "prorata",
};

/** A region: its terms, what a new version would change before it is saved, and every version there was. */
export function RegionPage() {
  const { regionId = "" } = useParams();
  const isNew = regionId === "new";
  const { t } = useWords();
  const mayWrite = useMay("catalog.write");
  const query = useQuery({
    ...regionsQuery,
    // One that was just defined is listed a moment later.
    refetchInterval: ({ state }) => (isNew || state.data?.items.some((item) => item.regionId === regionId) === true ? false : 1_000),
  });
  const known = query.data?.items.find((item) => item.regionId === regionId)?.region;
  return (
    <EntryPage
      title={isNew ? t("regions.newTitle") : t("regions.title", { id: regionId })}
      query={query}
      isNew={isNew}
      isKnown={known !== undefined}
      none={t("problems.region_not_found")}
      editor={mayWrite && <RegionEditor known={known} />}
      history={known !== undefined && <History kind="region" id={regionId} currency={known.currency} timeZone={known.timeZone} />}
    />
  );
}

function RegionEditor({ known }: { readonly known: Region | undefined }) {
  const { t, wordOf } = useWords();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields & Limits>();
  const currency = Form.useWatch("currency", form) ?? known?.currency ?? fresh.currency;
  const [wanted, setWanted] = useState<Fields | null>(null);
  const { regionId: _, ...before } = known ?? { regionId: "", ...fresh };
  if (wanted !== null) {
    const { regionId, ...after } = wanted;
    return (
      <Review
        id={regionId}
        path={`/v1/operator/regions/${encodeURIComponent(regionId)}`}
        before={known === undefined ? {} : before}
        after={after}
        currency={after.currency}
        refreshes={[["regions"], ["catalog"]]}
        back={() => setWanted(null)}
        saved={() => {
          setWanted(null);
          void navigate(`/catalog/regions/${regionId}`);
        }}
      />
    );
  }
  // What the form doesn't show stays as it is.
  const review = ({ balanceMax, refundMax, custody, ...fields }: Fields & Limits) => {
    const { services, ...rest } = { ...withoutLimits(before), ...fields, regionId: known?.regionId ?? fields.regionId };
    const [balanceMaxMinor, refundAutomaticMaxMinor] = [parseMoney(balanceMax ?? ""), parseMoney(refundMax ?? "")];
    setWanted({
      ...rest,
      ...(services === undefined || services.length === 0 ? {} : { services }),
      ...(balanceMaxMinor === null ? {} : { balanceMaxMinor }),
      ...(refundAutomaticMaxMinor === null ? {} : { refundAutomaticMaxMinor }),
      ...(typeof custody === "number" ? { custodyPerMyriad: Math.round(custody * 100) } : {}),
    });
  };
  const amountRule = (leastMinor: number) => ({
    async validator(_rule: unknown, text: string | undefined) {
      if ((text ?? "").trim() === "") return;
      const minor = parseMoney(text ?? "");
      if (minor === null || minor < leastMinor) throw new Error(t("regions.amountRule"));
    },
  });
  return (
    <Section title={t("regions.edit")}>
      <Form<Fields & Limits>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="package-form"
        initialValues={{ ...before, regionId: known?.regionId, ...limitsOf(before) }}
        onFinish={review}
      >
        {known === undefined && (
          <Form.Item
            name="regionId"
            label={t("catalog.id")}
            rules={[{ required: true, pattern: /^[a-z0-9-]{2,32}$/, message: t("catalog.idRule") }]}
          >
            <Input autoComplete="off" placeholder="cn-east" />
          </Form.Item>
        )}
        <NameFields />
        <div className="form-row">
          <Form.Item name="currency" label={t("common.currency")} extra={known === undefined ? undefined : t("regions.currencyRule")}>
            <Select options={currencies.map((value) => ({ value, label: value }))} />
          </Form.Item>
          <Form.Item
            name="timeZone"
            label={t("catalog.timeZone")}
            rules={[{ validator: (_rule, text) => checkZone(text, t("regions.zoneRule")) }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item name="spendingPolicy" label={t("catalog.policy")}>
            <Select options={spendingPolicies.map((value) => ({ value, label: t(`catalog.policies.${value}`) }))} />
          </Form.Item>
        </div>
        <div className="form-row">
          <Form.Item
            name="providers"
            label={t("regions.payments")}
            rules={[{ required: true, type: "array", min: 1, message: t("regions.payments") }]}
          >
            <Select mode="multiple" options={providers.map((value) => ({ value, label: wordOf("providers", value) }))} />
          </Form.Item>
          <Form.Item name="services" label={t("regions.services")}>
            <Select mode="tags" tokenSeparators={[","]} />
          </Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name="balanceMax" label={t("regions.balanceMax")} rules={[amountRule(1)]}>
            <Input inputMode="decimal" className="num" autoComplete="off" placeholder={plainMoney(balanceMaxMinor({ currency }))} />
          </Form.Item>
          <Form.Item name="refundMax" label={t("regions.refundMax")} rules={[amountRule(0)]}>
            <Input inputMode="decimal" className="num" autoComplete="off" placeholder={plainMoney(refundAutomaticMaxMinor(null))} />
          </Form.Item>
          <Form.Item
            name="custody"
            label={t("regions.custody")}
            rules={[{ type: "number", min: 0, max: 100, message: t("regions.percentRule") }]}
          >
            <InputNumber min={0} max={100} precision={2} placeholder={String(custodyPerMyriad({}) / 100)} />
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

function limitsOf({ balanceMaxMinor: balance, refundAutomaticMaxMinor: refund, custodyPerMyriad: custody }: Terms): Limits {
  return {
    ...(balance === undefined ? {} : { balanceMax: plainMoney(balance) }),
    ...(refund === undefined ? {} : { refundMax: plainMoney(refund) }),
    ...(custody === undefined ? {} : { custody: custody / 100 }),
  };
}

function withoutLimits({ balanceMaxMinor: _, refundAutomaticMaxMinor: __, custodyPerMyriad: ___, ...terms }: Terms): Terms {
  return terms;
}

async function checkZone(name: string | undefined, rule: string): Promise<void> {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name ?? "" });
  } catch {
    throw new Error(rule);
  }
}
