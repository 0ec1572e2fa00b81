import type { VehicleView } from "@forecourt/contract/account";
import type { driverDetail, driverItem, driverStatuses } from "@forecourt/contract/http/people";
import { toInstant } from "@forecourt/contract/scalars";
import { accountOf, again, walletOf } from "@forecourt/durable-objects/stubs";
import { and, asc, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { fromCursor, type Place, toPage } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { drivers } from "../sessions/schema.ts";
import { wallets } from "../wallets/schema.ts";

type Item = z.input<typeof driverItem>;
type Row = { readonly driver: typeof drivers.$inferSelect; readonly wallet: typeof wallets.$inferSelect | null };
export type DriverStatus = (typeof driverStatuses)[number];

interface Paging {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Past every name that begins so. */
const PAST_ALL = "\u{10FFFF}";

/** Drivers, each list along an index of its own, so that a deep page costs what the first one does. */
export async function listDrivers(env: Env, status: DriverStatus, { limit, cursor }: Paging) {
  const before = cursor === undefined ? null : fromCursor(cursor);
  const rows = status === "all" ? await newest(env, limit, before) : await ofWallets(env, status, limit, before);
  const place = ({ driver, wallet }: Row): Place => {
    if (status === "frozen") return { atMs: wallet?.frozenAtMs ?? 0, id: driver.walletId };
    if (status === "debt") return { atMs: wallet?.debtMinor ?? 0, id: driver.walletId };
    return { atMs: driver.registeredAtMs, id: driver.driverId };
  };
  return { ...toPage(rows, limit, place, toItem), asOf: await asOf(drizzle(env.DB)) };
}

/** Drivers by their id, their wallet's id, or how their name begins, in the order of names. */
export async function searchDrivers(env: Env, text: string, { limit, cursor }: Paging) {
  const db = drizzle(env.DB);
  const byName = sql`name COLLATE NOCASE`;
  const exact = text.startsWith("drv_") ? eq(drivers.driverId, text) : text.startsWith("wal_") ? eq(wallets.walletId, text) : null;
  const rows =
    exact === null
      ? await pairs(env)
          .where(
            and(
              cursor === undefined ? sql`${byName} >= ${text}` : afterDriver(byName, fromCursor(cursor).id),
              sql`${byName} < ${text + PAST_ALL}`,
            ),
          )
          .orderBy(asc(byName), asc(drivers.driverId))
          .limit(limit + 1)
      : await db
          .select({ driver: drivers, wallet: wallets })
          .from(wallets)
          .innerJoin(drivers, eq(drivers.driverId, wallets.driverId))
          .where(exact);
  return { ...toPage(rows, limit, ({ driver }) => ({ atMs: 0, id: driver.driverId }), toItem), asOf: await asOf(db) };
}

/** A driver whom the read models know. @throws Problem `not_found` */
export async function requireDriver(env: Env, driverId: string): Promise<typeof drivers.$inferSelect> {
  const [row] = await drizzle(env.DB).select().from(drivers).where(eq(drivers.driverId, driverId));
  if (row === undefined) throw new Problem("not_found", "No driver has this id, or they are so new that they are not listed yet.");
  return row;
}

/** All about a driver that is asked of their wallet and their account themselves. */
export async function driverOf(env: Env, driverId: string): Promise<z.input<typeof driverDetail>> {
  const { walletId, name, registeredAtMs } = await requireDriver(env, driverId);
  const [view, vehicles] = await Promise.all([
    again(async () => walletOf(env, walletId).view()),
    again(async () => accountOf(env, driverId).vehicles()),
  ]);
  const wallet = view && {
    ...view,
    reservations: view.reservations.map(({ expiresAtMs, ...held }) => ({ ...held, expiresAt: toInstant(expiresAtMs) })),
    freezes: view.freezes.map(({ atMs, ...freeze }) => ({ ...freeze, at: toInstant(atMs) })),
  };
  return { driverId, walletId, name, registeredAt: toInstant(registeredAtMs), wallet, vehicles: vehicles.map(masked) };
}

/** A plate without its middle: enough to tell two cars apart, not to find one. */
function masked({ plate, ...vehicle }: VehicleView) {
  const letters = [...plate];
  const shown = letters.length > 4 ? 2 : 1;
  return { ...vehicle, plate: letters.map((letter, at) => (at < shown || at >= letters.length - shown ? letter : "•")).join("") };
}

function pairs(env: Env) {
  return drizzle(env.DB)
    .select({ driver: drivers, wallet: wallets })
    .from(drivers)
    .leftJoin(wallets, eq(wallets.walletId, drivers.walletId));
}

function newest(env: Env, limit: number, before: Place | null): Promise<Row[]> {
  return pairs(env)
    .where(before === null ? undefined : sql`(${drivers.registeredAtMs}, ${drivers.driverId}) < (${before.atMs}, ${before.id})`)
    .orderBy(desc(drivers.registeredAtMs), desc(drivers.driverId))
    .limit(limit + 1);
}

/** From the wallets' partial indexes: the conditions are theirs, word for word. */
function ofWallets(env: Env, status: "frozen" | "debt", limit: number, before: Place | null): Promise<Row[]> {
  const by = status === "frozen" ? wallets.frozenAtMs : wallets.debtMinor;
  const listed = status === "frozen" ? isNotNull(wallets.frozenAtMs) : sql`${wallets.debtMinor} > 0`;
  return drizzle(env.DB)
    .select({ driver: drivers, wallet: wallets })
    .from(wallets)
    .innerJoin(drivers, eq(drivers.driverId, wallets.driverId))
    .where(and(listed, before === null ? undefined : sql`(${by}, ${wallets.walletId}) < (${before.atMs}, ${before.id})`))
    .orderBy(desc(by), desc(wallets.walletId))
    .limit(limit + 1);
}

/**
 * Names know no alphabet that a cursor could carry: it names the driver, and the data base looks the name up. The bound on the
 * name alone is what lets the index begin there.
 */
function afterDriver(byName: SQL, driverId: string): SQL {
  const last = sql`FROM drivers WHERE driver_id = ${driverId}`;
  return sql`${byName} >= (SELECT name ${last}) AND (${byName}, ${drivers.driverId}) > (SELECT name COLLATE NOCASE, driver_id ${last})`;
}

function toItem({ driver, wallet }: Row): Item {
  return {
    driverId: driver.driverId,
    walletId: driver.walletId,
    name: driver.name,
    registeredAt: toInstant(driver.registeredAtMs),
    currency: (wallet?.currency ?? null) as Item["currency"],
    principalMinor: wallet?.principalMinor ?? 0,
    bonusMinor: wallet?.bonusMinor ?? 0,
    debtMinor: wallet?.debtMinor ?? 0,
    frozenAt: wallet === null || wallet.frozenAtMs === null ? null : toInstant(wallet.frozenAtMs),
  };
}
