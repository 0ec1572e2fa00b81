import type { Env } from "../../env.ts";
import { allRegions } from "../catalog/queries.ts";
import { closeDays } from "./closing.ts";

/** Days that one tick of the clock adds up at most: after a rebuild there may be years of them. */
const DAYS_PER_TICK = 93;

/** Has the days of every region added up as they end, so that whoever looks next does not wait for it. */
export async function closeEverywhere(env: Env): Promise<void> {
  const zones = new Set((await allRegions(env)).map(({ region }) => region.timeZone));
  for (const timeZone of zones) await closeDays(env, timeZone, Date.now(), undefined, DAYS_PER_TICK);
}
