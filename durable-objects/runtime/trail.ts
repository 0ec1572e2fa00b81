import type { RuntimeEvent } from "@forecourt/contract/commit";
import type { EventShape } from "./definition.ts";
import type { Journal } from "./journal.ts";
import { isRuntimeEvent, toCommit } from "./pages.ts";

/** Rows looked through for one trail: what is about one thing lies close together. */
const TRAIL_ROWS = 5_000;
/** Steps shown of it. */
const TRAIL_STEPS = 100;

/** One commit that is about the thing that was asked for. */
export interface TrailStep {
  readonly seq: number;
  readonly atMs: number;
  /** Who or what gave the command: its name. */
  readonly commandId: string;
  /** Those of its events that are about it. */
  readonly events: readonly EventShape[];
  /** The operator whose command it was. */
  readonly operator: string | null;
}

export interface Trail {
  readonly steps: readonly TrailStep[];
  readonly more: boolean;
}

/**
 * What a journal says about one thing, oldest first: the events that name it, from a moment on. Found by halving the journal, not by
 * reading it, and never more than a bounded stretch of it.
 *
 * @param about an id; nothing else contains it
 */
export function trailOf(journal: Journal, headSeq: number, about: string, fromAtMs: number): Trail {
  const first = journal.firstAt(fromAtMs, headSeq);
  const rows = [...journal.about(about, first, first + TRAIL_ROWS, TRAIL_STEPS + 1)];
  const steps = rows.slice(0, TRAIL_STEPS).map((row): TrailStep => {
    const { seq, atMs, events } = toCommit(row);
    const acted = (events as readonly RuntimeEvent[]).find((event) => event.type === "OperatorActed");
    const own = events.filter((event) => !isRuntimeEvent(event) && JSON.stringify(event).includes(`"${about}"`));
    return { seq, atMs, commandId: row.commandId, events: own, operator: acted?.by.email ?? null };
  });
  return { steps: steps.filter(({ events }) => events.length > 0), more: rows.length > TRAIL_STEPS };
}
