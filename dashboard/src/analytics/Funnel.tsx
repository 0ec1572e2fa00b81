import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { DriverFigures } from "../api/figures.ts";
import { saveCsv, toCsv } from "../format/csv.ts";
import { count } from "../format/money.ts";
import { percent, plainPercent, shareOf } from "../format/rate.ts";
import { useWords } from "../i18n/words.ts";
import { Section } from "../ui/Page.tsx";

const steps = ["registered", "toppedUp", "fueled"] as const;

/** From signing up to the first top-up to the first fill: how many get there. */
export function Funnel({ funnel, file }: { readonly funnel: DriverFigures["funnel"]; readonly file: string }) {
  const { t } = useWords();
  const rows = steps.map((step) => ({
    step,
    name: t(`analytics.steps.${step}`),
    drivers: funnel[step],
    share: shareOf(funnel[step], funnel.registered),
  }));
  const save = () =>
    saveCsv(
      file,
      toCsv(
        [t("analytics.step"), t("analytics.drivers"), "%"],
        rows.map(({ name, drivers, share }) => [name, drivers, share === null ? null : plainPercent(share)]),
      ),
    );
  return (
    <Section
      title={t("analytics.funnel")}
      extra={
        <Button size="small" icon={<DownloadOutlined />} aria-label={t("charts.export", { title: t("analytics.funnel") })} onClick={save} />
      }
    >
      <p className="chart-note">{t("analytics.funnelNote")}</p>
      <ol className="funnel">
        {rows.map(({ step, name, drivers, share }) => (
          <li key={step}>
            <div className="funnel-line">
              <span>{name}</span>
              <span className="num">
                <span className="strong">{count(drivers)}</span> {share === null ? "" : percent(share)}
              </span>
            </div>
            <div className="funnel-bar" aria-hidden>
              <span style={{ width: `${(share ?? 0) / 100}%` }} />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
