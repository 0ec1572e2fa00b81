import { vehicle, vehicleRequest } from "@forecourt/contract/http/account";
import { vehicleId } from "@forecourt/contract/ids";
import { plateRuleOf } from "@forecourt/contract/plates";
import { accountOf, again, commandAccount } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { unwrap } from "../../http/problem.ts";
import { homeRegion } from "../catalog/queries.ts";
import { plateName } from "./plates.ts";

/**
 * Plates are personal data: they stay between the driver and the account, which is asked every time. Read models have the names that
 * they are found by.
 */

const tag = "Driver: vehicles";

const list = endpoint({
  method: "get",
  path: "/v1/driver/vehicles",
  tag,
  summary: "The driver's vehicles, in the order in which they came",
  description: "All of them, ten at most, straight from the account. One of them is the default.",
  access: "driver",
  reply: listOf(vehicle),
  async handle({ env, caller }) {
    const items = await again(async () => accountOf(env, caller.driverId).vehicles());
    return { items, nextCursor: null, asOf: new Date().toISOString() };
  },
});

const add = endpoint({
  method: "post",
  path: "/v1/driver/vehicles",
  tag,
  summary: "Add a vehicle",
  description:
    "In mainland China the plate is one of seven characters, or eight for new energy (沪A12345, 沪AD12345); elsewhere it is any 2 to 12 " +
    "letters and digits. Case, blanks, dots and dashes do not matter. The first vehicle is the default one.",
  access: "driver",
  command: true,
  body: vehicleRequest,
  status: 201,
  reply: vehicle,
  codes: ["plate_invalid", "plate_taken", "too_many_vehicles", "region_not_found"],
  async handle({ env, caller, body, commandId }) {
    const said = { type: "AddVehicle", ...body } as const;
    const command = { type: said.type, ...(await vehicleOf(env, caller.driverId, body)) } as const;
    return unwrap(await commandAccount(env, caller.driverId, commandId, command, said));
  },
});

const change = endpoint({
  method: "put",
  path: "/v1/driver/vehicles/:vehicleId",
  tag,
  summary: "Change a vehicle, or make it the default one",
  description: "The whole of it is replaced. `isDefault: false` leaves the default as it is: one vehicle always is.",
  access: "driver",
  command: true,
  params: { vehicleId },
  body: vehicleRequest,
  reply: vehicle,
  codes: ["vehicle_not_found", "plate_invalid", "plate_taken", "region_not_found"],
  async handle({ env, caller, params, body, commandId }) {
    const said = { type: "ChangeVehicle", ...params, ...body } as const;
    const command = { type: said.type, ...params, ...(await vehicleOf(env, caller.driverId, body)) } as const;
    return unwrap(await commandAccount(env, caller.driverId, commandId, command, said));
  },
});

const remove = endpoint({
  method: "delete",
  path: "/v1/driver/vehicles/:vehicleId",
  tag,
  summary: "Remove a vehicle",
  description: "What was recorded for it stays. If it was the default one, the oldest of the others is.",
  access: "driver",
  command: true,
  params: { vehicleId },
  reply: null,
  codes: ["vehicle_not_found"],
  async handle({ env, caller, params, commandId }) {
    unwrap(await commandAccount(env, caller.driverId, commandId, { type: "RemoveVehicle", ...params }));
  },
});

export const vehicleRoutes = [list, add, change, remove];

/** What the account takes of a vehicle: with the name that its plate is found by, and the rule that plates have where the driver is at home. */
async function vehicleOf(env: Env, driverId: string, { isDefault, ...terms }: z.output<typeof vehicleRequest>) {
  return {
    vehicle: terms,
    plateName: await plateName(env, terms.plate),
    plateRule: plateRuleOf((await homeRegion(env, driverId)).currency),
    makeDefault: isDefault,
  };
}
