import type { Region } from "@forecourt/contract/catalog";
import { regionId } from "@forecourt/contract/ids";
import { HOUR_MS, later, type Period, periods, type Span, startOf } from "@forecourt/contract/periods";
import { instant, toMs } from "@forecourt/contract/scalars";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";
import { firstRegion, regionOf } from "../catalog/queries.ts";
import { dayAfter, dayOf } from "./closing.ts";
import type { Counting } from "./sums.ts";

/** The query of everything that is counted over a range. */
export const rangeQuery = {
  /** Whose currency and time zone; absent: the first there is. */
  region: regionId.optional(),
  from: instant.optional(),
  to: instant.optional(),
  /** Into what the range is cut. */
  by: z.enum(periods).default("hour"),
};
export type RangeQuery = z.output<z.ZodObject<typeof rangeQuery>>;

/** What is asked, cut to whole hours, or to whole days where it is counted in days or more. */
export interface Range {
  readonly counting: Counting;
  readonly span: Span;
  readonly by: Period;
}

/** Hours are read one by one, days are added up beforehand. */
const DAYS_MAX = { hour: 32, day: 800, week: 1_900, month: 3_700, year: 3_700 } as const;

export async function rangeOf(env: Env, query: RangeQuery): Promise<Range> {
  const region: Region | null = query.region === undefined ? await firstRegion(env) : await regionOf(env, query.region);
  if (region === null) throw new Problem("region_not_found");
  const { currency, timeZone } = region;
  const nowMs = Date.now();
  const toAtMs = query.to === undefined ? nowMs : toMs(query.to);
  const fromAtMs = query.from === undefined ? toAtMs - 24 * HOUR_MS : toMs(query.from);
  const mostDays = DAYS_MAX[query.by];
  if (fromAtMs > toAtMs || toAtMs - fromAtMs > mostDays * 24 * HOUR_MS)
    throw new Problem("validation_failed", `query: from must be before to, by ${mostDays} days at most when counted by ${query.by}`);
  const counting = { currency, timeZone, nowMs };
  if (query.by === "hour") {
    const fromMs = startOf("hour", fromAtMs, timeZone);
    const toHourMs = startOf("hour", toAtMs, timeZone);
    return { counting, by: query.by, span: { fromMs, toMs: toHourMs === toAtMs ? toAtMs : later("hour", toHourMs, 1, timeZone) } };
  }
  const lastDayMs = dayOf(Math.max(fromAtMs, toAtMs - 1), timeZone);
  return { counting, by: query.by, span: { fromMs: dayOf(fromAtMs, timeZone), toMs: dayAfter(lastDayMs, timeZone) } };
}
