import { App, Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { type Command, useCommand } from "../api/commands.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { useMay } from "../ui/Permit.tsx";

/** Something that went no further by itself and waits for somebody to send it on: a dead letter, a parked delivery. */
export interface Stuck {
  readonly key: string;
  readonly title: ReactNode;
  readonly at: string;
  readonly facts: readonly ReactNode[];
  /** What sends it on. */
  readonly replay: Command;
}

interface StuckListProps {
  /** Undefined until they are known. */
  readonly items: readonly Stuck[] | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  readonly timeZone: string;
  /** Lists to read again once something was sent on. */
  readonly refreshes: readonly (readonly unknown[])[];
  readonly words: { readonly empty: string; readonly emptyHint: string; readonly replay: string; readonly replayed: string };
  readonly compact?: boolean;
}

/** What is stuck, newest first, each to be sent on. That is safe, as everything is carried out once. */
export function StuckList({ items, error, retry, timeZone, refreshes, words, compact = false }: StuckListProps) {
  const { language, problemOf } = useWords();
  const { message } = App.useApp();
  const mayReplay = useMay("operations.write");
  const replay = useCommand<null>(refreshes);
  if (items === undefined) {
    return error === null ? <Skeleton active paragraph={{ rows: 2 }} className="pad" /> : <Failure error={error} retry={retry} />;
  }
  if (items.length === 0) return <Nothing compact={compact} title={words.empty} hint={words.emptyHint} />;
  return (
    <ul className="lines lines-pad">
      {items.map(({ key, title, at, facts, replay: command }) => (
        <li key={key} className="line">
          <div className="line-main">
            <div className="line-title">
              {title}
              <span className="faint num">{`${time(at, timeZone, language, "minute")} ${zone(timeZone, at)}`}</span>
            </div>
            <div className="line-facts">{facts}</div>
          </div>
          {mayReplay && (
            <div className="line-actions">
              <Button
                size="small"
                loading={replay.isPending && replay.variables === command}
                onClick={() =>
                  replay.mutate(command, {
                    onSuccess: () => void message.success(words.replayed),
                    onError: (problem) => void message.error(problemOf(problem)),
                  })
                }
              >
                {words.replay}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
