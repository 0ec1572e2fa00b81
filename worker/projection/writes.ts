import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { figuresHourly } from "../modules/figures/schema.ts";

export type Database = DrizzleD1Database<Record<string, never>>;
export type Write = BatchItem<"sqlite">;

/** Figures that a commit adds to. */
export interface Figures {
  readonly toppedUpMinor?: number;
  readonly topups?: number;
  readonly bonusMinor?: number;
  readonly fueledMinor?: number;
  readonly fuelings?: number;
  readonly volumeMl?: number;
}

const figureNames = ["toppedUpMinor", "topups", "bonusMinor", "fueledMinor", "fuelings", "volumeMl"] as const;
const HOUR_MS = 3_600_000;

/**
 * What a batch will write. Figures of the same hour are added up first, so that a hundred fills write one row of figures.
 */
export class Writes {
  readonly db: Database;
  readonly #writes: Write[] = [];
  readonly #figures = new Map<string, Record<(typeof figureNames)[number], number>>();

  constructor(db: Database) {
    this.db = db;
  }

  add(write: Write): void {
    this.#writes.push(write);
  }

  /** @param stationId empty for what no station has part in */
  count(atMs: number, currency: string, stationId: string, figures: Figures): void {
    const key = [Math.floor(atMs / HOUR_MS) * HOUR_MS, currency, stationId].join("/");
    const sum = this.#figures.get(key) ?? { toppedUpMinor: 0, topups: 0, bonusMinor: 0, fueledMinor: 0, fuelings: 0, volumeMl: 0 };
    for (const name of figureNames) sum[name] += figures[name] ?? 0;
    this.#figures.set(key, sum);
  }

  all(): readonly Write[] {
    return [...this.#writes, ...[...this.#figures].map(([key, sum]) => this.#addFigures(key, sum))];
  }

  #addFigures(key: string, sum: Record<(typeof figureNames)[number], number>): Write {
    const [hourMs, currency = "", stationId = ""] = key.split("/");
    const added = Object.fromEntries(figureNames.map((name) => [name, sql`${figuresHourly[name]} + ${sum[name]}`]));
    return this.db
      .insert(figuresHourly)
      .values({ hourMs: Number(hourMs), currency, stationId, ...sum })
      .onConflictDoUpdate({ target: [figuresHourly.hourMs, figuresHourly.currency, figuresHourly.stationId], set: added });
  }
}
