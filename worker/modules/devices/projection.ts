import { deviceNameOf, placeText } from "@forecourt/contract/origin";
import type { Projection } from "../../projection/projection.ts";
import { deviceDrivers, devices } from "./schema.ts";

/**
 * Drivers' journals come in any order: whatever is newest counts, and a device has one driver more when this one was not on it before. That is
 * looked up before the driver's own row is written.
 */
export const devicesProjection: Projection = {
  tables: [devices, deviceDrivers],
  handlers: {
    SessionStarted: ({ device: { key, name }, place }, { actor, atMs }, writes) => {
      if (key === null) return;
      const device = deviceNameOf(key);
      const seen = [atMs, place === null ? null : placeText(place)] as const;
      writes.run(
        `INSERT INTO devices (device, name, drivers, first_seen_at_ms, last_seen_at_ms, place) VALUES (?1, ?2, 1, ?4, ?4, ?5)
         ON CONFLICT (device) DO UPDATE SET
           drivers = drivers + NOT EXISTS (SELECT 1 FROM device_drivers WHERE device = ?1 AND driver_id = ?3),
           first_seen_at_ms = min(first_seen_at_ms, ?4),
           name = CASE WHEN last_seen_at_ms <= ?4 THEN ?2 ELSE name END,
           place = CASE WHEN last_seen_at_ms <= ?4 THEN ?5 ELSE place END,
           last_seen_at_ms = max(last_seen_at_ms, ?4)`,
        ...[device, name, actor.id, ...seen],
      );
      writes.run(
        `INSERT INTO device_drivers (device, driver_id, sign_ins, first_seen_at_ms, last_seen_at_ms, place) VALUES (?1, ?2, 1, ?3, ?3, ?4)
         ON CONFLICT (device, driver_id) DO UPDATE SET sign_ins = sign_ins + 1, last_seen_at_ms = ?3, place = ?4`,
        ...[device, actor.id, ...seen],
      );
    },
  },
};
