import type { Commit, JournalPage, RuntimeEvent } from "@forecourt/contract/commit";
import type { EventShape } from "./definition.ts";
import type { Journal, JournalRow } from "./journal.ts";

/** Rows read for one page, at most. */
export const PAGE_MAX = 200;

const runtimeEvents: ReadonlySet<string> = new Set<RuntimeEvent["type"]>([
  "DeliveryParked",
  "DeliveryReplayed",
  "DeliverySettled",
  "CommandOriginated",
  "OperatorActed",
]);

/** Whether the runtime wrote it, rather than the actor. */
export function isRuntimeEvent(event: EventShape): boolean {
  return runtimeEvents.has(event.type);
}

/** What reading the journal takes of an actor's definition. */
interface EventReader<Event> {
  publish(event: Event): EventShape | null;
  upcast(stored: EventShape): Event;
}

/** The journal as others may read it, a bounded page at a time. */
export class Pages<Event extends EventShape> {
  readonly #journal: Journal;
  readonly #reader: EventReader<Event>;

  constructor(journal: Journal, reader: EventReader<Event>) {
    this.#journal = journal;
    this.#reader = reader;
  }

  /** As it is stored, oldest first. */
  stored(afterSeq: number, limit: number): JournalPage<EventShape> {
    const rows = pageSize(limit);
    const commits = [...this.#journal.after(afterSeq, rows)].map(toCommit);
    return { commits, nextAfterSeq: commits.length < rows ? null : (commits.at(-1)?.seq ?? null) };
  }

  /** The actor's own events, newest first. */
  history(beforeSeq: number, limit: number): readonly Commit<Event>[] {
    return [...this.#journal.before(beforeSeq, pageSize(limit))].map((row) => {
      const commit = toCommit(row);
      return { ...commit, events: commit.events.filter((event) => !isRuntimeEvent(event)).map((event) => this.#reader.upcast(event)) };
    });
  }

  /** As the read models may see it, oldest first; what they need not see is left out. */
  publications(afterSeq: number, limit: number): JournalPage {
    const page = this.stored(afterSeq, limit);
    const commits = page.commits
      .filter((commit) => commit.afterSeq !== null)
      .map((commit) => ({
        ...commit,
        events: this.published(commit.events.map((event) => (isRuntimeEvent(event) ? event : this.#reader.upcast(event)))),
      }));
    return { commits, nextAfterSeq: page.nextAfterSeq };
  }

  /** Published commits after a seq, however many others lie between, oldest first. */
  publishedAfter(afterSeq: number, limit: number): readonly Commit[] {
    const commits: Commit[] = [];
    let from: number | null = afterSeq;
    while (from !== null && commits.length < limit) {
      const page: JournalPage = this.publications(from, limit);
      commits.push(...page.commits);
      from = page.nextAfterSeq;
    }
    return commits.slice(0, limit);
  }

  /** Events of today's shape, as the read models may see them. */
  published(events: readonly EventShape[]): readonly EventShape[] {
    return events.flatMap((event) => (isRuntimeEvent(event) ? event : (this.#reader.publish(event as Event) ?? [])));
  }
}

export function toCommit(row: JournalRow): Commit<EventShape> {
  return { seq: row.seq, afterSeq: row.afterSeq, atMs: row.atMs, events: JSON.parse(row.events) as EventShape[] };
}

/** At least one row, or paging would not move on; and SQLite takes a negative limit for none at all. */
function pageSize(limit: number): number {
  return Math.max(1, Math.min(Math.trunc(limit), PAGE_MAX));
}
