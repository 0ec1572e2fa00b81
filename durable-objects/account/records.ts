import { type AccountCommand, type AccountEvent, FUEL_RECORDS_MAX, type FuelRecord } from "@forecourt/contract/account";
import { rejected } from "@forecourt/contract/result";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { contradicted, implausible } from "./plausibility.ts";
import { type AccountState, findRecord, findVehicle } from "./state.ts";

type AccountDecision = Decision<AccountState, AccountEvent>;
type CommandOf<Type extends AccountCommand["type"]> = Extract<AccountCommand, { type: Type }>;

/** Takes in a fill, unless something about it can't be. */
export function addRecord(state: AccountState, command: CommandOf<"AddFuelRecord">, context: DecisionContext): AccountDecision {
  const { vehicleId = state.defaultVehicleId } = command.record;
  if (vehicleId !== null && findVehicle(state, vehicleId) === undefined) return rejected("vehicle_not_found");
  const record: FuelRecord = { ...command.record, recordId: context.newId("rec"), vehicleId };
  const refusal = implausible(state, record, context.nowMs) ?? contradicted(record, command.evidence, context.nowMs);
  if (refusal !== null) return refusal;
  if (state.records.length >= FUEL_RECORDS_MAX) return rejected("too_many_records", { recordsMax: FUEL_RECORDS_MAX });
  return accepted([{ type: "FuelRecordAdded", record }], () => record);
}

export function removeRecord(state: AccountState, { recordId }: CommandOf<"RemoveFuelRecord">): AccountDecision {
  if (findRecord(state, recordId) === undefined) return rejected("record_not_found");
  return accepted([{ type: "FuelRecordRemoved", recordId }]);
}
