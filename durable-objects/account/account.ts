import { type AccountCommand, type AccountEvent, FUEL_RECORDS_MAX, VEHICLES_MAX } from "@forecourt/contract/account";
import { type Decision, type DecisionContext, defineActor, type EventShape } from "../runtime/definition.ts";
import { evolveAccount } from "./evolve.ts";
import { addRecord, removeRecord } from "./records.ts";
import { type AccountState, findVehicle } from "./state.ts";
import { addVehicle, changeVehicle, removeVehicle } from "./vehicles.ts";

/** A driver's account: vehicles, and fills entered by hand. */
export const account = defineActor<AccountState, AccountCommand, AccountEvent>({
  kind: "account",
  initial: () => ({ vehicles: [], defaultVehicleId: null, records: [] }),
  decide: decideAccount,
  evolve: evolveAccount,
  assert: assertAccount,
  timers: () => [],
  deliveries: () => [],
  publish,
  upcast: (stored) => stored as AccountEvent,
  stateVersion: 1,
});

function decideAccount(state: AccountState, command: AccountCommand, context: DecisionContext): Decision<AccountState, AccountEvent> {
  switch (command.type) {
    case "AddVehicle":
      return addVehicle(state, command, context);
    case "ChangeVehicle":
      return changeVehicle(state, command);
    case "RemoveVehicle":
      return removeVehicle(state, command);
    case "AddFuelRecord":
      return addRecord(state, command, context);
    case "RemoveFuelRecord":
      return removeRecord(state, command);
  }
}

/** What is true of every account after every command. */
function assertAccount(state: AccountState): void {
  const { vehicles, defaultVehicleId, records } = state;
  hold(vehicles.length <= VEHICLES_MAX, `${vehicles.length} vehicles`);
  hold(records.length <= FUEL_RECORDS_MAX, `${records.length} records`);
  hold(new Set(vehicles.map(({ plate }) => plate)).size === vehicles.length, "two vehicles share a plate");
  const hasDefault = defaultVehicleId !== null && findVehicle(state, defaultVehicleId) !== undefined;
  hold(vehicles.length === 0 ? defaultVehicleId === null : hasDefault, "the default vehicle is none of them");
  hold(
    records.every(({ atMs }, index) => index === 0 || atMs >= (records[index - 1]?.atMs ?? 0)),
    "records are not in order",
  );
}

function hold(condition: boolean, broken: string): asserts condition {
  if (!condition) throw new Error(`invariant of the account: ${broken}`);
}

/** Fills are listed in a read model. Vehicles never leave the account: plates are personal data. */
function publish(event: AccountEvent): EventShape | null {
  switch (event.type) {
    case "FuelRecordAdded":
    case "FuelRecordRemoved":
      return event;
    case "VehicleAdded":
    case "VehicleChanged":
    case "VehicleRemoved":
    case "DefaultVehicleChosen":
      return null;
  }
}
