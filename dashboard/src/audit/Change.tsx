import { useWords } from "../i18n/words.ts";
import { changedLeaves, isMembers } from "./leaves.ts";
import { fieldName, valueText } from "./value.ts";

/** As many are shown as are read at a glance; all of them are in the record. */
const SHOWN_MAX = 8;

interface ChangeProps {
  readonly before: unknown;
  readonly after: unknown;
  readonly timeZone: string;
}

/** What an action changed, field by field: what it was and what it became; of what was not there before, what it is. */
export function Change({ before, after, timeZone }: ChangeProps) {
  const words = useWords();
  const [was, is] = [isMembers(before) ? before : null, isMembers(after) ? after : null];
  const changes = changedLeaves(was ?? {}, is ?? {});
  if (changes.length === 0) return null;
  const more = changes.length - SHOWN_MAX;
  return (
    <dl className="audit-change">
      {changes.slice(0, SHOWN_MAX).map((change) => {
        const name = change.path.at(-1) ?? "";
        const text = (value: unknown) => valueText(name, value, words, timeZone);
        return (
          <div key={change.path.join("/")}>
            <dt>{change.path.map((member) => fieldName(member, words)).join(" · ")}</dt>
            <dd className="num">
              {was !== null && is !== null && (
                <>
                  {isNothing(change.before) ? <span className="faint">{text(change.before)}</span> : <del>{text(change.before)}</del>}
                  <span aria-hidden>{" → "}</span>
                </>
              )}
              {is === null ? <del>{text(change.before)}</del> : <ins>{text(change.after)}</ins>}
            </dd>
          </div>
        );
      })}
      {more > 0 && (
        <div>
          <dt className="faint">{words.t("audit.moreFields", { n: more })}</dt>
        </div>
      )}
    </dl>
  );
}

/** A dash that is struck out reads as another sign. */
const isNothing = (value: unknown): boolean => value === null || value === undefined || value === "";
