import { money } from "../format/money.ts";
import { placeText } from "../format/place.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { OutcomeMark } from "./OutcomeMark.tsx";
import type { TransactionListProps } from "./TransactionTable.tsx";
import { codeText } from "./words.ts";

/** The log where a table would not fit: a few lines each. */
export function TransactionLines({ entries, open, timeZone }: TransactionListProps) {
  const { t, language } = useWords();
  return (
    <ul className="cards">
      {entries.map(({ entryId, at, kind, outcome, code, driver, caller, operator, amountMinor, currency, origin, terminal }) => {
        const place = origin.place ?? terminal?.place ?? null;
        return (
          <li key={entryId}>
            <button type="button" className="card-link" onClick={() => open(entryId)}>
              <span className="card-row">
                <span className="strong">
                  {t(`transactions.kinds.${kind}`)} · {driver?.name ?? operator ?? t(`transactions.callers.${caller}`)}
                </span>
                {amountMinor !== null && <span className="num strong">{money(amountMinor, currency ?? "CNY")}</span>}
              </span>
              <span className="card-row faint">
                <span className="card-facts">
                  <span className="num">
                    {time(at, timeZone, language, "minute")} {zone(timeZone, at)}
                  </span>
                  {origin.ip !== null && <span className="num">{origin.ip}</span>}
                  {place !== null && <span>{placeText(place, language)}</span>}
                  {code !== null && <span>{codeText(t, code)}</span>}
                </span>
                <OutcomeMark outcome={outcome} />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
