import { type AccountCommand, type AccountEvent, VEHICLES_MAX, type VehicleTerms, type VehicleView } from "@forecourt/contract/account";
import { canonicalJson } from "@forecourt/contract/movement";
import { isPlate, normalPlate, type PlateRule } from "@forecourt/contract/plates";
import { type Rejected, rejected } from "@forecourt/contract/result";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { type AccountState, findVehicle, vehicleViews } from "./state.ts";

type AccountDecision = Decision<AccountState, AccountEvent>;
type CommandOf<Type extends AccountCommand["type"]> = Extract<AccountCommand, { type: Type }>;

/** The first one is the default, and so is one that is to be. */
export function addVehicle(state: AccountState, command: CommandOf<"AddVehicle">, context: DecisionContext): AccountDecision {
  const terms = checked(state, command.vehicle, command.plateRule, null);
  if ("ok" in terms) return terms;
  if (state.vehicles.length >= VEHICLES_MAX) return rejected("too_many_vehicles", { vehiclesMax: VEHICLES_MAX });
  const vehicleId = context.newId("veh");
  const events: AccountEvent[] = [{ type: "VehicleAdded", vehicle: { vehicleId, ...terms }, ...plateNameOf(command) }];
  if (command.makeDefault || state.defaultVehicleId === null) events.push({ type: "DefaultVehicleChosen", vehicleId });
  return accepted(events, (after) => viewOf(after, vehicleId));
}

/** One is always the default: it stops being it when another is chosen, not by itself. */
export function changeVehicle(state: AccountState, command: CommandOf<"ChangeVehicle">): AccountDecision {
  const { vehicleId } = command;
  const known = findVehicle(state, vehicleId);
  if (known === undefined) return rejected("vehicle_not_found");
  const terms = checked(state, command.vehicle, command.plateRule, vehicleId);
  if ("ok" in terms) return terms;
  const vehicle = { vehicleId, ...terms };
  const events: AccountEvent[] = [];
  if (canonicalJson(vehicle) !== canonicalJson(known)) events.push({ type: "VehicleChanged", vehicle, ...plateNameOf(command) });
  if (command.makeDefault && state.defaultVehicleId !== vehicleId) events.push({ type: "DefaultVehicleChosen", vehicleId });
  return accepted(events, (after) => viewOf(after, vehicleId));
}

/** Records that name it keep its id. The oldest of the others takes its place as the default. */
export function removeVehicle(state: AccountState, { vehicleId }: CommandOf<"RemoveVehicle">): AccountDecision {
  if (findVehicle(state, vehicleId) === undefined) return rejected("vehicle_not_found");
  const events: AccountEvent[] = [{ type: "VehicleRemoved", vehicleId }];
  const heir = state.vehicles.find((vehicle) => vehicle.vehicleId !== vehicleId);
  if (state.defaultVehicleId === vehicleId && heir !== undefined) events.push({ type: "DefaultVehicleChosen", vehicleId: heir.vehicleId });
  return accepted(events);
}

/** The terms with the plate in its normal form, or why they can't be. No refusal repeats the plate. */
function checked(state: AccountState, terms: VehicleTerms, rule: PlateRule, ownId: string | null): VehicleTerms | Rejected {
  const plate = normalPlate(terms.plate);
  if (!isPlate(plate, rule)) return rejected("plate_invalid", { rule });
  const twin = state.vehicles.find((vehicle) => vehicle.plate === plate && vehicle.vehicleId !== ownId);
  if (twin !== undefined) return rejected("plate_taken", { vehicleId: twin.vehicleId });
  return { ...terms, plate };
}

function plateNameOf({ plateName }: { readonly plateName?: string }): { readonly plateName?: string } {
  return plateName === undefined ? {} : { plateName };
}

function viewOf(state: AccountState, vehicleId: string): VehicleView | undefined {
  return vehicleViews(state).find((vehicle) => vehicle.vehicleId === vehicleId);
}
