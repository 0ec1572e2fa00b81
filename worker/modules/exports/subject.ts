import type { Cell } from "@forecourt/contract/csv";
import type { ExportLanguage } from "@forecourt/contract/exports";
import type { Permission } from "@forecourt/contract/permissions";
import type { z } from "zod";
import type { Stations } from "../../auth/operators.ts";
import type { Env } from "../../env.ts";

/** In what words and whose time a file is written. */
export interface ExportStyle {
  readonly language: ExportLanguage;
  readonly timeZone: string;
}

/** Which rows: from where on, how many at most, and of which stations. */
export interface ExportRange {
  /** Where the part before ended; null for the first. */
  readonly cursor: string | null;
  readonly limit: number;
  readonly stations: Stations;
}

/** A part of a list. */
export interface ExportRows {
  readonly rows: readonly (readonly Cell[])[];
  /** Null: there are no more. */
  readonly nextCursor: string | null;
}

/**
 * A list that can be exported. A new one is a file beside its list that makes one of these, and a line in `subjects.ts`; the rest (background,
 * progress, store, expiry, permission, audit) is here.
 */
export interface ExportSubject {
  readonly name: string;
  /** What it takes to make the export, and to fetch it, beside `exports.make`. */
  readonly permission: Permission;
  /** Whether it keeps to the stations of an operator who is limited to some; without it, they can't export it. */
  readonly narrowed: boolean;
  /** Checks a filter; what it gives back is kept with the export as JSON. */
  readonly filter: z.ZodType;
  head(style: ExportStyle): readonly string[];
  /** The same again gives the same: a part that a crash interrupted is made once more. */
  read(env: Env, filter: unknown, range: ExportRange, style: ExportStyle): Promise<ExportRows>;
}

/** Defines one, with its filter's type. */
export function exportSubject<Filter extends z.ZodType>(
  subject: Omit<ExportSubject, "filter" | "read"> & {
    readonly filter: Filter;
    read(env: Env, filter: z.output<Filter>, range: ExportRange, style: ExportStyle): Promise<ExportRows>;
  },
): ExportSubject {
  return { ...subject, read: (env, filter, range, style) => subject.read(env, subject.filter.parse(filter), range, style) };
}

/** A time as a spreadsheet takes it, in the file's zone: `2026-11-26 08:15:00`. */
export function timeCell(atMs: number | null, { timeZone }: ExportStyle): string | null {
  return atMs === null ? null : formatOf(timeZone).format(atMs);
}

/** `1284.40`: all our currencies have two decimals. */
export function moneyCell(amountMinor: number): string {
  const value = Math.abs(amountMinor);
  return `${amountMinor < 0 ? "-" : ""}${Math.floor(value / 100)}.${String(value % 100).padStart(2, "0")}`;
}

/** `40.120` */
export function litreCell(volumeMl: number): string {
  return `${Math.floor(volumeMl / 1_000)}.${String(volumeMl % 1_000).padStart(3, "0")}`;
}

/** Making a format is slow, using one is quick. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  // Sweden writes times as ISO 8601 does.
  const made = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  formats.set(timeZone, made);
  return made;
}
