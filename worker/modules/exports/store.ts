import { CSV_BOM, csvLines } from "@forecourt/contract/csv";
import type { ExportTerms } from "@forecourt/contract/exports";
import { rejected } from "@forecourt/contract/result";
import type { ExportStore } from "@forecourt/durable-objects/export/ExportActor";
import type { Env } from "../../env.ts";
import { subjectOf } from "./subjects.ts";

/** Rows in a part: what fits well within one call's time and memory. */
export const PART_ROWS = 2_000;
/** Objects that the store erases in one call. */
const ERASE_MAX = 1_000;

/** A part of an export, as text; the first has the head. Null when the list is none of ours. */
export async function partText(
  env: Env,
  { subject: name, filter, language, timeZone, stations }: Omit<ExportTerms, "operatorId">,
  part: number,
  cursor: string | null,
): Promise<{ readonly text: string; readonly rows: number; readonly cursor: string | null } | null> {
  const subject = subjectOf(name);
  if (subject === null) return null;
  const style = { language, timeZone };
  const { rows, nextCursor } = await subject.read(env, filter, { cursor, limit: PART_ROWS, stations }, style);
  const head = part === 0 ? CSV_BOM + csvLines([subject.head(style)]) : "";
  return { text: head + csvLines(rows), rows: rows.length, cursor: nextCursor };
}

/** Parts of exports in the object store. A part that is written again takes the place of the first. */
export function exportStore(env: Env): ExportStore {
  return {
    async write({ exportId, terms, part, cursor }) {
      const made = await partText(env, terms, part, cursor);
      if (made === null) return rejected("not_found");
      const bytes = new TextEncoder().encode(made.text);
      await env.FILES.put(keyOf(exportId, part), bytes, { httpMetadata: { contentType: "text/csv; charset=utf-8" } });
      return { ok: true, seq: 0, reply: { part, rows: made.rows, bytes: bytes.byteLength, cursor: made.cursor } };
    },
    async erase({ exportId, parts }) {
      const keys = Array.from({ length: parts }, (_, part) => keyOf(exportId, part));
      for (let first = 0; first < keys.length; first += ERASE_MAX) await env.FILES.delete(keys.slice(first, first + ERASE_MAX));
    },
  };
}

/** All parts one after the other, each read as the one before has gone out. */
export function exportedFile(env: Pick<Env, "FILES">, exportId: string, parts: number): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void (async () => {
    try {
      for (let part = 0; part < parts; part++) {
        const object = await env.FILES.get(keyOf(exportId, part));
        if (object === null) throw new Error(`part ${part} of ${exportId} is missing`);
        await object.body.pipeTo(writable, { preventClose: true });
      }
      await writable.close();
    } catch (error) {
      // Whoever reads sees the file break off, rather than end early as if it were whole.
      await writable.abort(error).catch(() => undefined);
    }
  })();
  return readable;
}

function keyOf(exportId: string, part: number): string {
  return `exports/${exportId}/${String(part).padStart(6, "0")}.csv`;
}
