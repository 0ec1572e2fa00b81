import { again, stationOf, walletOf } from "@forecourt/durable-objects/stubs";
import { and, asc, count, eq, gt, gte, lt, sum } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { describeError, log } from "../../http/log.ts";
import { fuelings } from "../fuelings/schema.ts";
import { stations } from "../stations/schema.ts";
import { wallets } from "../wallets/schema.ts";
import { type Finding, mendCase, openCase } from "./cases.ts";
import { liabilityNow } from "./liability.ts";
import { stationCaptures, suspects } from "./schema.ts";

/** A difference has to stand so long before it is more than something on its way. */
const STANDS_MS = 20_000;
const STATIONS_PER_SWEEP = 50;
const WALLETS_PER_SWEEP = 5;
const HOUR_MS = 3_600_000;

/**
 * Compares what nobody else would: stations with wallets, wallets with the lists, all wallets with what was added up. A few of
 * each at a time, so that a sweep costs the same however many there are.
 */
export async function sweep(env: Env, nowMs: number): Promise<void> {
  const comparisons = [compareStations(env, nowMs), compareWallets(env, nowMs), ...(isHourly(nowMs) ? [compareLiability(env, nowMs)] : [])];
  for (const outcome of await Promise.allSettled(comparisons)) {
    if (outcome.status === "rejected") log("error", "a comparison failed", { error: describeError(outcome.reason) });
  }
}

const isHourly = (nowMs: number): boolean => nowMs % HOUR_MS < 60_000;

/** What stations have dispensed and had settled, with what wallets have paid for it. */
async function compareStations(env: Env, nowMs: number): Promise<void> {
  const all = await drizzle(env.DB).select({ stationId: stations.stationId }).from(stations).orderBy(asc(stations.stationId));
  const first = (Math.floor(nowMs / 60_000) * STATIONS_PER_SWEEP) % Math.max(1, all.length);
  const turn = all.length <= STATIONS_PER_SWEEP ? all : [...all, ...all].slice(first, first + STATIONS_PER_SWEEP);
  for (const { stationId } of turn) await compareStation(env, nowMs, stationId);
}

async function compareStation(env: Env, nowMs: number, stationId: string): Promise<void> {
  const settled = await again(async () => stationOf(env, stationId).settledTotals());
  const captured = await capturesOf(env, nowMs, stationId);
  const differs = settled.fuelings !== captured.fuelings || settled.amountMinor !== captured.amountMinor;
  const evidence = {
    ...{ stationFuelings: settled.fuelings, stationMinor: settled.amountMinor },
    ...{ walletFuelings: captured.fuelings, walletMinor: captured.amountMinor },
  };
  const amountMinor = settled.amountMinor - captured.amountMinor;
  const stands = await judge(env, nowMs, { kind: "captures_differ", subject: stationId, amountMinor, evidence }, differs);
  // Should a fill have been listed very late, in an hour that was added up already: the next comparison counts all of them anew.
  if (stands) await drizzle(env.DB).delete(stationCaptures).where(eq(stationCaptures.stationId, stationId));
}

/** A few wallets, another few each time, with their rows in the list. */
async function compareWallets(env: Env, nowMs: number): Promise<void> {
  const from = `wal_${Math.floor(Math.random() * 36 ** 4).toString(36)}`;
  const rows = await drizzle(env.DB)
    .select()
    .from(wallets)
    .where(gt(wallets.walletId, from))
    .orderBy(asc(wallets.walletId))
    .limit(WALLETS_PER_SWEEP);
  for (const row of rows) await compareWallet(env, nowMs, row);
}

/** One wallet with its row in the list. */
export async function compareWallet(env: Env, nowMs: number, row: typeof wallets.$inferSelect): Promise<void> {
  const { walletId, currency, principalMinor, bonusMinor, debtMinor } = row;
  const view = await again(async () => walletOf(env, walletId).view());
  const differs = view?.principalMinor !== principalMinor || view.bonusMinor !== bonusMinor || view.debtMinor !== debtMinor;
  const evidence = {
    walletPrincipalMinor: view?.principalMinor ?? null,
    walletBonusMinor: view?.bonusMinor ?? null,
    walletDebtMinor: view?.debtMinor ?? null,
    ...{ listPrincipalMinor: principalMinor, listBonusMinor: bonusMinor, listDebtMinor: debtMinor },
  };
  const amountMinor = (view?.principalMinor ?? 0) - principalMinor;
  await judge(env, nowMs, { kind: "balance_differs", subject: walletId, walletId, currency, amountMinor, evidence }, differs);
}

async function compareLiability(env: Env, nowMs: number): Promise<void> {
  for (const { currency, agrees, recount, ...rolled } of (await liabilityNow(env)).byCurrency) {
    const { wallets: _, ...counted } = recount;
    const evidence = {
      ...{ principalMinor: rolled.principalMinor, bonusMinor: rolled.bonusMinor, debtMinor: rolled.debtMinor },
      ...{ countedPrincipalMinor: counted.principalMinor, countedBonusMinor: counted.bonusMinor, countedDebtMinor: counted.debtMinor },
    };
    const amountMinor = rolled.principalMinor - counted.principalMinor;
    const finding: Finding = { kind: "liability_differs", subject: currency, currency, amountMinor, evidence };
    const db = drizzle(env.DB);
    // Both were read at once: nothing can be on its way between them.
    await (agrees ? mendCase(db, finding, nowMs) : openCase(db, finding, nowMs));
  }
}

interface Captures {
  readonly fuelings: number;
  readonly amountMinor: number;
}

/** What wallets have paid for fills at a station: what was added up before, and what was settled since, along the station's index. */
async function capturesOf(env: Env, nowMs: number, stationId: string): Promise<Captures> {
  const db = drizzle(env.DB);
  const [base] = await db.select().from(stationCaptures).where(eq(stationCaptures.stationId, stationId));
  const { untilMs, ...before } = base ?? { untilMs: 0, fuelings: 0, amountMinor: 0 };
  const untilNow = plus(before, await settledWithin(env, stationId, untilMs, Number.MAX_SAFE_INTEGER));
  // The last two hours stay open: what is listed late belongs to them.
  const closesMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - 2 * HOUR_MS;
  if (closesMs > untilMs) {
    const closed = { ...plus(before, await settledWithin(env, stationId, untilMs, closesMs)), untilMs: closesMs };
    await db
      .insert(stationCaptures)
      .values({ stationId, ...closed })
      .onConflictDoUpdate({ target: stationCaptures.stationId, set: closed });
  }
  return untilNow;
}

async function settledWithin(env: Env, stationId: string, fromMs: number, toMs: number): Promise<Captures> {
  const [row] = await drizzle(env.DB)
    .select({ fuelings: count(), amountMinor: sum(fuelings.amountMinor).mapWith(Number) })
    .from(fuelings)
    .where(and(eq(fuelings.stationId, stationId), gte(fuelings.settledAtMs, fromMs), lt(fuelings.settledAtMs, toMs)));
  return { fuelings: row?.fuelings ?? 0, amountMinor: row?.amountMinor ?? 0 };
}

const plus = (a: Captures, b: Captures): Captures => ({ fuelings: a.fuelings + b.fuelings, amountMinor: a.amountMinor + b.amountMinor });

/**
 * A difference that is the same as a while ago is a case; one that is gone mends it. Costs no row while all agree.
 * @returns whether it is a case
 */
async function judge(env: Env, nowMs: number, finding: Finding, differs: boolean): Promise<boolean> {
  const db = drizzle(env.DB);
  const key = `${finding.kind}/${finding.subject}`;
  const [suspect] = await db.select().from(suspects).where(eq(suspects.key, key));
  if (!differs) {
    if (suspect !== undefined) await db.batch([db.delete(suspects).where(eq(suspects.key, key)), mendCase(db, finding, nowMs)]);
    return false;
  }
  const difference = JSON.stringify(finding.amountMinor);
  if (suspect?.difference !== difference) {
    const seen = { difference, sinceMs: nowMs };
    await db
      .insert(suspects)
      .values({ key, ...seen })
      .onConflictDoUpdate({ target: suspects.key, set: seen });
    return false;
  }
  if (nowMs - suspect.sinceMs < STANDS_MS) return false;
  await openCase(db, finding, nowMs);
  return true;
}
