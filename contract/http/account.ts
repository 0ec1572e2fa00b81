import { z } from "zod";
import { fuelRecord, vehicleTerms } from "../account.ts";
import { localisedName, region } from "../catalog.ts";
import { grade, regionId, stationId, vehicleId } from "../ids.ts";
import { amountMinor, currency, instant, unitPriceMilli, volumeMl } from "../scalars.ts";
import { fueling, packageItem, stationItem, wallet } from "./driver.ts";

/** What is a driver's own and moves no money, under `/v1/driver`: vehicles, fills by hand, the pages that show it all. */

export const vehicleRequest = vehicleTerms.extend({
  /** One vehicle is always the default. True makes it this one; false leaves it as it is. */
  isDefault: z.boolean().default(false),
});
/** `plate` is in its normal form: upper case, no dots, dashes or blanks. */
export const vehicle = vehicleTerms.extend({ vehicleId, name: z.string().nullable(), isDefault: z.boolean() });

export const fuelRecordRequest = z
  .object({
    /** One of ours. */
    stationId: stationId.optional(),
    /** Any other, as the driver calls it. */
    stationName: z.string().trim().min(1).max(60).optional(),
    at: instant,
    grade,
    amountMinor: fuelRecord.shape.amountMinor,
    volumeMl: fuelRecord.shape.volumeMl,
    odometerKm: fuelRecord.shape.odometerKm.optional(),
    /** Null: none of the driver's vehicles. Absent: the default one, if there is one. */
    vehicleId: vehicleId.nullable().optional(),
  })
  .refine((record) => (record.stationId === undefined) !== (record.stationName === undefined), "give either stationId or stationName");
export const fuelRecordItem = fuelRecord.omit({ atMs: true }).extend({
  at: instant,
  /** Of a station of ours; null for any other. */
  stationNames: localisedName.nullable(),
  /** Amount by litres. */
  unitPriceMilli: z.int(),
});

const used = {
  fills: z.int(),
  volumeMl,
  amountMinor,
  /** What a litre has cost on average; null when there was none. */
  averagePriceMilli: unitPriceMilli.nullable(),
  /** Between odometer readings; null when there are not two. */
  distanceKm: z.int().nullable(),
  /** Used on 100 km of that distance, in millilitres: 7 850 is 7.85 L/100 km. */
  mlPer100Km: z.int().nullable(),
};
export const consumption = z.object({
  currency,
  /** Months are counted in it. */
  timeZone: z.string(),
  /** The vehicle that was asked about; null: all. */
  vehicleId: vehicleId.nullable(),
  /** Every month that was asked for, the oldest first; the last one is the present one. */
  months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), ...used })),
  totals: z.object(used),
  asOf: instant,
});

export const catalog = z.object({
  /** Another one whenever anything below is another; opaque. */
  version: z.string(),
  /** Where the driver is at home: packages are of this region. */
  homeRegionId: regionId,
  regions: z.array(region.pick({ regionId: true, names: true, currency: true, timeZone: true, providers: true })),
  packages: z.array(packageItem),
  /** Those that will be on sale within two weeks; they can't be bought yet. */
  coming: z.array(packageItem),
  /** Grades that stations sell, and those that are sold nearly everywhere. */
  grades: z.array(grade),
  /** What one account may have. */
  limits: z.object({ vehicles: z.int(), records: z.int() }),
});

export const regionChoice = z.object({ regionId });

export const home = z.object({
  wallet,
  /** The fill that holds a pump now. */
  runningFueling: fueling.nullable(),
  /** A sign-in elsewhere, on a new device or from a new place, that the driver has not said anything of yet: see GET /v1/driver/security. */
  newSignIn: z.object({ deviceName: z.string() }).nullable(),
  /** The three nearest. */
  stations: z.array(stationItem),
  /** The first four. */
  packages: z.array(packageItem),
  /** The `version` of GET /v1/driver/catalog: while it is the one that a client holds, what it holds is current. */
  catalogVersion: z.string(),
  asOf: instant,
});
