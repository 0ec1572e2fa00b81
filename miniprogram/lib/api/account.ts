import { newId } from "../ids.ts";
import { submit } from "../outbox.ts";
import { send } from "./client.ts";
import type { Consumption, FuelRecord, FuelRecordRequest, Page, Vehicle, VehicleRequest } from "./types.ts";

/** What is the driver's own and moves no money: vehicles, and fills entered by hand. */

export const fetchVehicles = async () => (await send("get", "/v1/driver/vehicles", {})).items;

export const addVehicle = (vehicle: VehicleRequest): Promise<Vehicle> => submit("vehicle", "/v1/driver/vehicles", vehicle);

export const changeVehicle = (vehicleId: string, vehicle: VehicleRequest): Promise<Vehicle> =>
  send("put", "/v1/driver/vehicles/{vehicleId}", { params: { vehicleId }, body: vehicle, idempotencyKey: newId() });

export const removeVehicle = (vehicleId: string): Promise<unknown> =>
  send("delete", "/v1/driver/vehicles/{vehicleId}", { params: { vehicleId }, idempotencyKey: newId() });

/** Entered, and not in the list yet: it learns of them a moment later. */
let unlisted: readonly FuelRecord[] = [];

export async function addRecord(record: FuelRecordRequest): Promise<void> {
  unlisted = [await submit("record", "/v1/driver/records", record), ...unlisted];
}

/** A page of what was entered, with what was entered just now. `settled`: the list, and so the figures, know of everything. */
export async function fetchRecords(cursor?: string): Promise<Page<FuelRecord> & { readonly settled: boolean }> {
  const page = await send("get", "/v1/driver/records", { query: { limit: 20, cursor } });
  unlisted = unlisted.filter((one) => page.items.every((listed) => listed.recordId !== one.recordId));
  return { ...page, items: cursor === undefined ? [...unlisted, ...page.items] : page.items, settled: unlisted.length === 0 };
}

export async function removeRecord(recordId: string): Promise<void> {
  await send("delete", "/v1/driver/records/{recordId}", { params: { recordId }, idempotencyKey: newId() });
  unlisted = unlisted.filter((one) => one.recordId !== recordId);
}

export const fetchConsumption = (months: number): Promise<Consumption> => send("get", "/v1/driver/consumption", { query: { months } });
