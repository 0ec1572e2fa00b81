import { Table, type TableColumnType } from "antd";
import { Link } from "react-router";
import type { RiskAlert } from "../api/risk.ts";
import { litres, money } from "../format/money.ts";
import { placeText } from "../format/place.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import { Section } from "../ui/Page.tsx";
import { scrolledByKeys } from "../ui/ScrollTable.tsx";
import { countedText, spanText } from "./facts.ts";

type Counted = RiskAlert["evidence"]["commands"][number];

/** Why an alert was raised: what the rule counted, from which device and place, and what was counted one by one. */
export function Evidence({ alert, timeZone }: { readonly alert: RiskAlert; readonly timeZone: string }) {
  const words = useWords();
  const { t, language } = words;
  const { evidence, currency, windowMs } = alert;
  const { counted, commands, amountMinor, device, place, addressKey } = evidence;
  return (
    <Section title={t("risk.evidence")}>
      <Facts title={t("risk.judged")}>
        {amountMinor !== null && <Fact name={t("risk.amount")} value={money(amountMinor, currency)} />}
        {Object.entries(counted).map(([name, value]) => (
          <Fact key={name} name={t(`risk.counted.${name}`, { defaultValue: name })} value={countedText(name, value, currency, words)} />
        ))}
        {windowMs !== null && <Fact name={t("risk.window")} value={spanText(windowMs, words)} />}
        {device !== null && (device.name !== "" || device.key !== null) && (
          <Fact
            name={t("risk.device")}
            value={
              <>
                {device.name} {device.key !== null && <code>{device.key}</code>}
              </>
            }
          />
        )}
        {place !== null && <Fact name={t("risk.place")} value={placeText(`${place.country}/${place.region}/${place.city}`, language)} />}
        {addressKey !== null && <Fact name={t("risk.address")} value={<code>{addressKey}</code>} />}
      </Facts>
      {addressKey !== null && <p className="faint">{t("risk.addressHint")}</p>}
      <h3 className="risk-head">{t("risk.commands")}</h3>
      {commands.length === 0 ? (
        <p className="faint">{t("risk.noCommands")}</p>
      ) : (
        <CountedTable commands={commands} currency={currency} timeZone={timeZone} />
      )}
    </Section>
  );
}

interface CountedTableProps {
  readonly commands: readonly Counted[];
  readonly currency: string;
  readonly timeZone: string;
}

function CountedTable({ commands, currency, timeZone }: CountedTableProps) {
  const { t, language } = useWords();
  const whose: TableColumnType<Counted> = {
    title: t("risk.driver"),
    key: "driver",
    render: (_, { driverId }) =>
      driverId === null ? <span className="faint">–</span> : <Link to={`/drivers/${driverId}`}>{driverId}</Link>,
  };
  const isOthers = commands.some(({ driverId }) => driverId !== null);
  return (
    <Table<Counted>
      size="small"
      rowKey={({ at, id, what }) => `${at} ${id} ${what}`}
      pagination={false}
      dataSource={commands}
      scroll={{ x: isOthers ? 560 : 300 }}
      components={scrolledByKeys}
      columns={[
        {
          title: `${t("risk.raised")} (${zone(timeZone)})`,
          key: "at",
          className: "num nowrap",
          render: (_, { at }) => time(at, timeZone, language, "full"),
        },
        {
          title: t("risk.judged"),
          key: "what",
          render: (_, { what, id }) =>
            id === null ? t(`risk.subjects.${what}`) : <Link to={`/orders?order=${id}`}>{t(`risk.subjects.${what}`)}</Link>,
        },
        ...(isOthers ? [whose] : []),
        {
          title: t("risk.amount"),
          key: "amount",
          align: "right",
          width: 120,
          className: "num strong",
          render: (_, { amountMinor, volumeMl }) => {
            if (amountMinor !== null) return money(amountMinor, currency);
            return volumeMl === null ? <span className="faint">–</span> : t("risk.litres", { n: litres(volumeMl) });
          },
        },
      ]}
    />
  );
}
