import type { device, deviceDetail, driverSessions } from "@forecourt/contract/http/devices";
import { deviceNameOf, placeText } from "@forecourt/contract/origin";
import { toInstant } from "@forecourt/contract/scalars";
import { again, securityOf } from "@forecourt/durable-objects/stubs";
import { and, desc, eq, gt, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { fromCursor, toPage } from "../../http/list.ts";
import { asOf } from "../../projection/freshness.ts";
import { drivers } from "../sessions/schema.ts";
import { deviceDrivers, devices } from "./schema.ts";

type Device = z.input<typeof device>;
/** Of one device, or one driver. */
const SHOWN_MAX = 100;

/** Devices, the last seen first. */
export async function listDevices(env: Env, isShared: boolean, limit: number, cursor: string | undefined) {
  const before = cursor === undefined ? null : fromCursor(cursor);
  const rows = await drizzle(env.DB)
    .select()
    .from(devices)
    .where(
      and(
        isShared ? gt(devices.drivers, sql.raw("1")) : undefined,
        before === null ? undefined : sql`(${devices.lastSeenAtMs}, ${devices.device}) < (${before.atMs}, ${before.id})`,
      ),
    )
    .orderBy(desc(devices.lastSeenAtMs), desc(devices.device))
    .limit(limit + 1);
  return toPage(rows, limit, ({ lastSeenAtMs, device: id }) => ({ atMs: lastSeenAtMs, id }), toDevice);
}

/** Null when nobody has signed in on it. */
export async function findDevice(env: Env, name: string): Promise<z.input<typeof deviceDetail> | null> {
  const db = drizzle(env.DB);
  const [row] = await db.select().from(devices).where(eq(devices.device, name));
  if (row === undefined) return null;
  const signedIn = await db
    .select({ on: deviceDrivers, name: drivers.name })
    .from(deviceDrivers)
    .leftJoin(drivers, eq(drivers.driverId, deviceDrivers.driverId))
    .where(eq(deviceDrivers.device, name))
    .orderBy(desc(deviceDrivers.lastSeenAtMs))
    .limit(SHOWN_MAX);
  return {
    ...toDevice(row),
    signedIn: signedIn.map(({ on: { driverId, signIns, firstSeenAtMs, lastSeenAtMs, place }, name: driver }) => ({
      ...{ driverId, name: driver, signIns, place },
      ...{ firstSeenAt: toInstant(firstSeenAtMs), lastSeenAt: toInstant(lastSeenAtMs) },
    })),
  };
}

/** Where a driver is signed in, and the devices that they have been on. */
export async function sessionsOf(env: Env, driverId: string): Promise<z.input<typeof driverSessions>> {
  const db = drizzle(env.DB);
  const [views, known, freshAt] = await Promise.all([
    again(async () => securityOf(env, driverId).sessions()),
    db
      .select({ on: deviceDrivers, device: devices })
      .from(deviceDrivers)
      .innerJoin(devices, eq(devices.device, deviceDrivers.device))
      .where(eq(deviceDrivers.driverId, driverId))
      .orderBy(desc(deviceDrivers.lastSeenAtMs))
      .limit(SHOWN_MAX),
    asOf(db),
  ]);
  return {
    sessions: views.map(({ sessionId, credential, deviceName, deviceKey, place, startedAtMs, seenAtMs }) => ({
      ...{ sessionId, credential, deviceName },
      device: deviceKey === null ? null : deviceNameOf(deviceKey),
      place: place === null ? null : placeText(place),
      startedAt: toInstant(startedAtMs),
      seenAt: toInstant(seenAtMs),
    })),
    devices: known.map(({ on: { signIns, firstSeenAtMs, lastSeenAtMs, place }, device: { device: id, name, drivers: count } }) => ({
      ...{ device: id, name, drivers: count, signIns, place },
      ...{ firstSeenAt: toInstant(firstSeenAtMs), lastSeenAt: toInstant(lastSeenAtMs) },
    })),
    asOf: freshAt,
  };
}

function toDevice({ firstSeenAtMs, lastSeenAtMs, ...row }: typeof devices.$inferSelect): Device {
  return { ...row, firstSeenAt: toInstant(firstSeenAtMs), lastSeenAt: toInstant(lastSeenAtMs) };
}
