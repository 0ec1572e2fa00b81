import { startOf } from "@forecourt/contract/periods";
import { and, eq, inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { paymentProvider } from "../../providers/payments/providers.ts";
import { allRegions } from "../catalog/queries.ts";
import { dayAfter, zoneOf } from "./billDays.ts";
import { importBill } from "./bills.ts";
import { billImports } from "./schema.ts";

/** WeChat's bills are there around ten in the morning; nobody's are earlier than they need be. */
const READY_AFTER_MS = 10.25 * 3_600_000;
/** One that was not there, or failed, is tried again after this. */
const TRY_AGAIN_MS = 30 * 60_000;

/**
 * Imports yesterday's bill of every provider that a region offers, once it should be there. One that could not be had all day is tried for another
 * day: a provider may have been away, or have had nothing to tell.
 */
export async function importDueBills(env: Env, nowMs: number): Promise<void> {
  const names = new Set((await allRegions(env)).flatMap(({ region }) => region.providers));
  for (const name of names) {
    const provider = paymentProvider(env, name);
    const todayMs = startOf("day", nowMs, zoneOf(name));
    if (provider === null || nowMs < todayMs + READY_AFTER_MS) continue;
    const [yesterday, before] = [-1, -2].map((days) => dayAfter(dayIn(zoneOf(name), nowMs), days)) as [string, string];
    const rows = await drizzle(env.DB)
      .select()
      .from(billImports)
      .where(and(inArray(billImports.day, [yesterday, before]), eq(billImports.provider, name)));
    const isDue = ({ state, triedAtMs }: (typeof rows)[number]) => state !== "done" && triedAtMs <= nowMs - TRY_AGAIN_MS;
    const known = (day: string) => rows.find((row) => row.day === day);
    const [last, earlier] = [known(yesterday), known(before)];
    if (last === undefined || isDue(last)) await importBill(env, provider, yesterday, nowMs);
    if (earlier !== undefined && isDue(earlier)) await importBill(env, provider, before, nowMs);
  }
}

/** `YYYY-MM-DD` by the clocks of a zone. */
function dayIn(timeZone: string, atMs: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(atMs);
}
