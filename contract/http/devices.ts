import { z } from "zod";
import { driverId } from "../ids.ts";
import { instant } from "../scalars.ts";
import { originName } from "./transactions.ts";

/** What operators see of the devices that drivers sign in on. A device has the name that the transaction log knows it by. */

/** `shared`: on which more than one driver has signed in. */
export const deviceFilter = { shared: z.enum(["true", "false"]).optional() };

export const device = z.object({
  device: originName,
  /** As its client calls it. */
  name: z.string(),
  drivers: z.int(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  /** Of the last sign-in: `CN/Shanghai/Shanghai`. */
  place: z.string().nullable(),
});

/** A driver on a device. */
const deviceDriver = z.object({
  driverId,
  /** Null while the driver is not listed yet. */
  name: z.string().nullable(),
  signIns: z.int(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  place: z.string().nullable(),
});

/** With the last hundred who have signed in on it. */
export const deviceDetail = device.extend({ signedIn: z.array(deviceDriver) });

export const driverSession = z.object({
  sessionId: z.string(),
  credential: z.enum(["wechat", "phone"]),
  deviceName: z.string(),
  device: originName.nullable(),
  place: z.string().nullable(),
  startedAt: instant,
  seenAt: instant,
});

/** Sessions that are open, from the driver's security itself; and the devices of a hundred, newest first. */
export const driverSessions = z.object({
  sessions: z.array(driverSession),
  devices: z.array(device.omit({ drivers: true }).extend({ signIns: z.int(), drivers: z.int() })),
  asOf: z.string(),
});

export const sessionEnd = z.object({ reason: z.string().trim().min(3).max(500) });
