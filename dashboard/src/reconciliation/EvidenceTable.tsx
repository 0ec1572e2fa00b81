import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Case } from "../api/payments.ts";
import { orderQuery } from "../api/people.ts";
import { money } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import { OrderState } from "../ui/State.tsx";
import { evidenceOf } from "./evidence.ts";

/** Measures whose values are words of ours. */
const worded: ReadonlySet<string> = new Set(["reason", "why", "said", "recordedAs"]);
const ORDER = /^(top|fue)_[0-9a-z]+$/;

/** What each book says, side by side; where they differ it is marked. */
export function EvidenceTable({ found }: { readonly found: Case }) {
  const { t } = useWords();
  const { sides, rows, facts } = evidenceOf(found);
  const currency = found.currency ?? "";
  const show = (measure: string, value: unknown): ReactNode =>
    typeof value === "string" && worded.has(measure)
      ? t(`cases.values.${measure}.${value}`, { defaultValue: value })
      : textOf(t("common.yes"), t("common.no"), currency, measure, value);
  return (
    <>
      {rows.length > 0 && (
        <section className="facts" aria-label={t("cases.evidence")}>
          <h3>{t("cases.evidence")}</h3>
          <div className="evidence-scroll">
            <table className="difference evidence">
              <thead>
                <tr>
                  <td />
                  {sides.map((side) => (
                    <th key={side} scope="col">
                      {t(`cases.sides.${side}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ measure, values }) => {
                  const said = Object.values(values);
                  const differs = said.length > 1 && new Set(said).size > 1;
                  return (
                    <tr key={measure} className={differs ? "evidence-differs" : ""}>
                      <th scope="row">{t(`cases.measures.${measure}`, { defaultValue: measure })}</th>
                      {sides.map((side) => (
                        <td key={side} className="num">
                          {values[side] === undefined ? <span className="faint">–</span> : show(measure, values[side])}
                        </td>
                      ))}
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </section>
      )}
      {facts.length > 0 && (
        <Facts title={t("cases.facts")}>
          {facts.map(([name, value]) => (
            <Fact key={name} name={t(`cases.measures.${name}`, { defaultValue: name })} value={show(name, value)} />
          ))}
        </Facts>
      )}
      {typeof found.evidence.orderId === "string" && <Listed orderId={found.evidence.orderId} />}
    </>
  );
}

/** What the list of orders says of it. */
function Listed({ orderId }: { readonly orderId: string }) {
  const { t } = useWords();
  const { data, isError } = useQuery(orderQuery(orderId));
  return (
    <Facts title={t("cases.listed")}>
      {isError && <Fact name={t("orders.order")} value={t("cases.notListed")} />}
      {data !== undefined && (
        <>
          <Fact name={t("orders.order")} value={<Link to={`/orders?order=${orderId}`}>{orderId}</Link>} />
          <Fact name={t("common.amount")} value={money(data.amountMinor, data.currency)} />
          <Fact name={t("common.state")} value={<OrderState state={data.state} />} />
          {data.driver !== null && <Fact name={t("orderFilters.driver")} value={data.driver.name} />}
        </>
      )}
    </Facts>
  );
}

function textOf(yes: string, no: string, currency: string, measure: string, value: unknown): ReactNode {
  if (value === null || value === undefined) return <span className="faint">–</span>;
  if (typeof value === "boolean") return value ? yes : no;
  if (typeof value === "number") return /minor$/i.test(measure) ? money(value, currency).trim() : String(value);
  const text = String(value);
  return measure === "orderId" && ORDER.test(text) ? <Link to={`/orders?order=${text}`}>{text}</Link> : text;
}
