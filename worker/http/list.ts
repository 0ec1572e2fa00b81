import { z } from "zod";
import { Problem } from "./problem.ts";

/** The query of every list. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
});

/** The reply of every list: `asOf` says how fresh it is; `nextCursor` is null on the last page. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), asOf: z.string() });

/** A place in a list ordered by time and id, newest first. */
export interface Place {
  readonly atMs: number;
  readonly id: string;
}

/** Opaque to clients. */
export function toCursor({ atMs, id }: Place): string {
  return btoa(`${atMs}/${id}`).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function fromCursor(cursor: string): Place {
  try {
    const [, atMs, id] = /^(\d{1,15})\/(.{1,100})$/.exec(atob(cursor.replaceAll("-", "+").replaceAll("_", "/"))) ?? [];
    if (atMs !== undefined && id !== undefined) return { atMs: Number(atMs), id };
  } catch {
    // Not base64: falls through.
  }
  throw new Problem("validation_failed", "The cursor is not one of ours.");
}

/** The number that a list goes on before, where what it lists is numbered. @throws Problem `validation_failed` */
export function fromNumberCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw new Problem("validation_failed", "The cursor is not one of ours.");
  return Number(cursor);
}

/** A page of rows, of which one more than `limit` was read. */
export function toPage<Row, Item>(rows: readonly Row[], limit: number, place: (row: Row) => Place, item: (row: Row) => Item) {
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map(item),
    nextCursor: rows.length > limit && last !== undefined ? toCursor(place(last)) : null,
  };
}
