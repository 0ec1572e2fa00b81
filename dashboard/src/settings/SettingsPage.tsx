import { ADJUSTMENT_MINOR_MAX, ADJUSTMENTS_PER_DAY_MINOR_MAX } from "@forecourt/contract/adjustments";
import { useQuery } from "@tanstack/react-query";
import { Skeleton, Tag } from "antd";
import { Link } from "react-router";
import { healthQuery } from "../api/operations.ts";
import { paymentHealthQuery } from "../api/payments.ts";
import { regionsQuery } from "../api/queries.ts";
import { money } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Mark } from "../ui/State.tsx";
import { RegionLimits } from "./RegionLimits.tsx";
import "./settings.css";

/** What is set, in force and switched on, with the way to where each can be changed. */
export function SettingsPage() {
  const { t } = useWords();
  const regions = useQuery(regionsQuery);
  const home = regions.data?.items[0]?.region;
  return (
    <Page title={t("menu.settings")}>
      <div className="columns columns-even">
        <Installation />
        <Elsewhere />
      </div>
      <RegionLimits />
      <Section title={t("settings.byDesign")}>
        <dl className="settings">
          <dt>{t("settings.adjustment")}</dt>
          <dd className="num">{money(ADJUSTMENT_MINOR_MAX, home?.currency ?? "CNY")}</dd>
          <dt>{t("settings.adjustmentDay")}</dt>
          <dd className="num">{money(ADJUSTMENTS_PER_DAY_MINOR_MAX, home?.currency ?? "CNY")}</dd>
        </dl>
        <p className="faint">{t("settings.fourEyes")}</p>
      </Section>
    </Page>
  );
}

/** Version, mode, and what is switched on. */
function Installation() {
  const { t, wordOf } = useWords();
  const health = useQuery(healthQuery);
  const providers = useQuery(paymentHealthQuery);
  const failed = [health, providers].find(({ isError, data }) => isError && data === undefined);
  const on = providers.data?.items.filter(({ isOn }) => isOn) ?? [];
  return (
    <Section title={t("settings.installation")} extra={<Link to="/operations">{t("settings.health")}</Link>}>
      {failed !== undefined && <Failure error={failed.error} retry={() => void failed.refetch()} />}
      {failed === undefined && (health.data === undefined || providers.data === undefined) && <Skeleton active paragraph={{ rows: 3 }} />}
      {health.data !== undefined && providers.data !== undefined && (
        <>
          <dl className="settings">
            <dt>{t("settings.mode")}</dt>
            <dd>
              <Mark tone={health.data.mode === "live" ? "done" : "quiet"}>{t(`health.modes.${health.data.mode}`)}</Mark>
            </dd>
            <dt>{t("health.version")}</dt>
            <dd className="num">{health.data.version}</dd>
            <dt>{t("settings.switchedOn")}</dt>
            <dd>
              {on.length === 0 && t("settings.none")}
              {on.map(({ provider }) => (
                <Tag key={provider}>{wordOf("providers", provider)}</Tag>
              ))}
            </dd>
          </dl>
          <p className="faint">{t("settings.keys")}</p>
        </>
      )}
    </Section>
  );
}

/** Pages that set things; those that the role may open. */
function Elsewhere() {
  const { t } = useWords();
  const mayReadOperators = useMay("operators.read");
  return (
    <Section title={t("settings.more")}>
      <ul className="settings-links">
        <li>
          <Link to="/catalog">{t("settings.links.catalog")}</Link>
        </li>
        <li>
          <Link to="/stations?view=list">{t("settings.links.stations")}</Link>
        </li>
        {mayReadOperators && (
          <li>
            <Link to="/operators">{t("settings.links.operators")}</Link>
          </li>
        )}
        <li>
          <Link to="/security">{t("settings.links.security")}</Link>
        </li>
      </ul>
    </Section>
  );
}
