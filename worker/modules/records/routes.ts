import type { FuelRecord, FuelRecordEvidence } from "@forecourt/contract/account";
import type { LocalisedName } from "@forecourt/contract/catalog";
import { consumption, fuelRecordItem, fuelRecordRequest } from "@forecourt/contract/http/account";
import { recordId, vehicleId } from "@forecourt/contract/ids";
import { unitPriceOf } from "@forecourt/contract/plausibility";
import { toInstant, toMs } from "@forecourt/contract/scalars";
import type { Currency } from "@forecourt/contract/units";
import { accountOf, again, commandAccount } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { DriverCaller } from "../../auth/access.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { homeRegion } from "../catalog/queries.ts";
import { joinedWallets } from "../credentials/joined.ts";
import { consumptionOf } from "./consumption.ts";
import { monthsUpTo } from "./months.ts";
import { evidenceAt, fillsSince, listRecords } from "./queries.ts";

const tag = "Driver: records";
/** How far before the first month a stretch between two odometer readings may begin. */
const LOOK_BACK_MS = 92 * 24 * 3_600_000;

const add = endpoint({
  method: "post",
  path: "/v1/driver/records",
  tag,
  summary: "Enter a fill by hand",
  description:
    "For fills that were not paid from the wallet; no money moves. What can't have been is refused, with the limits it broke in the problem: " +
    "a time ahead or five years back, a price per litre that nobody charges (or, within a month, one more than 25 % off that station's board), " +
    "more litres than the vehicle's tank and 5 % on top, an odometer that goes back, the same station, minute and litres twice, or a fill that " +
    "was paid from the wallet and is counted already. It is listed a moment later.",
  access: "driver",
  command: true,
  body: fuelRecordRequest,
  status: 201,
  reply: fuelRecordItem,
  codes: [
    "station_not_found",
    "vehicle_not_found",
    "record_in_future",
    "record_too_old",
    "unit_price_implausible",
    "volume_above_tank",
    "odometer_backwards",
    "record_duplicate",
    "too_many_records",
    "region_not_found",
  ],
  async handle({ env, caller, body, commandId }) {
    const { stationId = null, stationName = null, at, odometerKm = null, vehicleId: wanted, ...facts } = body;
    const atMs = toMs(at);
    const { names, currency, evidence } = await knownOf(env, caller, stationId, { ...facts, atMs });
    const record = { ...facts, stationId, stationName, atMs, odometerKm, currency, ...(wanted === undefined ? {} : { vehicleId: wanted }) };
    const said = { type: "AddFuelRecord", ...body } as const;
    const command = { type: said.type, record, evidence } as const;
    return toItem(unwrap(await commandAccount(env, caller.driverId, commandId, command, said)), names);
  },
});

const list = endpoint({
  method: "get",
  path: "/v1/driver/records",
  tag,
  summary: "Fills entered by hand, the latest first",
  access: "driver",
  query: { ...listQuery.shape, vehicleId: vehicleId.optional() },
  reply: listOf(fuelRecordItem),
  async handle({ env, caller, query }) {
    const before = query.cursor === undefined ? null : fromCursor(query.cursor);
    const rows = await listRecords(env, caller.driverId, query.vehicleId, query.limit, before);
    const page = toPage(
      rows,
      query.limit,
      ({ record }) => ({ atMs: record.atMs, id: record.recordId }),
      ({ record: { driverId: _, currency, ...record }, names }) => toItem({ ...record, currency: currency as Currency }, names),
    );
    return { ...page, asOf: await asOf(drizzle(env.DB)) };
  },
});

const remove = endpoint({
  method: "delete",
  path: "/v1/driver/records/:recordId",
  tag,
  summary: "Strike off a fill that was entered by hand",
  access: "driver",
  command: true,
  params: { recordId },
  reply: null,
  codes: ["record_not_found"],
  async handle({ env, caller, params, commandId }) {
    unwrap(await commandAccount(env, caller.driverId, commandId, { type: "RemoveFuelRecord", ...params }));
  },
});

const overview = endpoint({
  method: "get",
  path: "/v1/driver/consumption",
  tag,
  summary: "Litres, money and L/100 km by the month",
  description:
    "Fills paid from the wallet and fills entered by hand, by the months of the driver's region. Those paid from the wallet count for the " +
    "default vehicle. L/100 km is worked out between odometer readings, of vehicles that have two, and counts in the month of the later one.",
  access: "driver",
  query: { vehicleId: vehicleId.optional(), months: z.coerce.number().int().min(1).max(36).default(12) },
  reply: consumption,
  codes: ["vehicle_not_found", "region_not_found"],
  async handle({ env, caller, query }): Promise<z.input<typeof consumption>> {
    const [{ currency, timeZone }, vehicles, earlier] = await Promise.all([
      homeRegion(env, caller.driverId),
      again(async () => accountOf(env, caller.driverId).vehicles()),
      joinedWallets(env, caller),
    ]);
    const wanted = query.vehicleId ?? null;
    if (wanted !== null && !vehicles.some((vehicle) => vehicle.vehicleId === wanted)) throw new Problem("vehicle_not_found");
    const defaultVehicleId = vehicles.find(({ isDefault }) => isDefault)?.vehicleId ?? null;
    const months = monthsUpTo(Date.now(), query.months, timeZone);
    const fromMs = (months[0]?.fromMs ?? 0) - LOOK_BACK_MS;
    const driver = { driverId: caller.driverId, walletIds: [caller.walletId, ...earlier], defaultVehicleId };
    const [fills, at] = await Promise.all([fillsSince(env, driver, currency, fromMs), asOf(drizzle(env.DB))]);
    const used = consumptionOf(wanted === null ? fills : fills.filter((fill) => fill.vehicleId === wanted), months);
    return { currency, timeZone, vehicleId: wanted, months: [...used.months], totals: used.totals, asOf: at };
  },
});

export const recordRoutes = [add, list, remove, overview];

/** What is known of the place: the currency it takes, its names, and what contradicts the fill. */
async function knownOf(
  env: Env,
  { driverId, walletId }: Pick<DriverCaller, "driverId" | "walletId">,
  stationId: string | null,
  claim: { readonly grade: string; readonly atMs: number; readonly volumeMl: number },
): Promise<{ readonly names: LocalisedName | null; readonly currency: Currency; readonly evidence: FuelRecordEvidence }> {
  if (stationId === null) {
    const { currency } = await homeRegion(env, driverId);
    return { names: null, currency, evidence: { boardPriceMilli: null, settledFuelingId: null } };
  }
  const known = await evidenceAt(env, walletId, { ...claim, stationId });
  if (known === null) throw new Problem("station_not_found");
  return known;
}

function toItem({ atMs, ...record }: FuelRecord, stationNames: LocalisedName | null): z.input<typeof fuelRecordItem> {
  return { ...record, at: toInstant(atMs), stationNames, unitPriceMilli: unitPriceOf(record.amountMinor, record.volumeMl) };
}
