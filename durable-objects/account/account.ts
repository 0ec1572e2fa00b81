import { type AccountCommand, type AccountEvent, FUEL_RECORDS_MAX, NOTES_MAX, VEHICLES_MAX } from "@forecourt/contract/account";
import { rejected } from "@forecourt/contract/result";
import { type Decision, type DecisionContext, defineActor, type EventShape } from "../runtime/definition.ts";
import { grantCoupons, revokeCoupons } from "./coupons.ts";
import { decideOnDocument, documentAspect, erasing, hasLeft, recordErased, removeDocument, submitDocument } from "./documents.ts";
import { evolveAccount } from "./evolve.ts";
import { handOver, takeOver } from "./joining.ts";
import { addNote } from "./notes.ts";
import { addRecord, removeRecord } from "./records.ts";
import { chooseRegion } from "./region.ts";
import { type AccountState, type Erasure, findVehicle } from "./state.ts";
import { type AccountMessage, recordTankTold, tankDelivery } from "./tank.ts";
import { addVehicle, changeVehicle, removeVehicle } from "./vehicles.ts";

const emptyAccount: AccountState = {
  homeRegionId: null,
  vehicles: [],
  defaultVehicleId: null,
  records: [],
  coupons: [],
  couponOrders: [],
  notes: [],
  documents: [],
  erasures: [],
  joined: [],
  tank: { count: 0, told: 0 },
  handedTo: null,
};

/** A driver's account: the home region, vehicles, fills entered by hand, and where documents stand. */
export const account = defineActor<AccountState, AccountCommand, AccountEvent, AccountMessage>({
  kind: "account",
  initial: () => emptyAccount,
  decide: decideAccount,
  evolve: evolveAccount,
  assert: assertAccount,
  timers: () => [],
  deliveries: (state) => [...erasing(state), ...tankDelivery(state)],
  aspect: documentAspect,
  publish,
  upcast: (stored) => stored as AccountEvent,
  stateVersion: 8,
  upcastState: (stored, version) =>
    version < 7 ? fromBefore(stored as Before) : version < 8 ? { ...emptyAccount, ...(stored as Partial<AccountState>) } : null,
});

/** Before version 7 it knew what was to be erased by the document alone, before 8 nothing of what the wallet has heard. */
type Before = Partial<Omit<AccountState, "erasures">> & { readonly erasures?: readonly (string | Erasure)[] };

function fromBefore({ erasures = [], ...stored }: Before): AccountState {
  const known = erasures.map((erasure) => (typeof erasure === "string" ? { documentId: erasure, leftAtMs: 0, isDone: false } : erasure));
  return { ...emptyAccount, ...stored, erasures: known };
}

/** What an account that has become part of another still takes: what others owe it, and what it owes. */
const stays: readonly AccountCommand["type"][] = [
  "HandOver",
  "AddNote",
  "GrantCoupons",
  "RevokeCoupons",
  "RecordDocumentErased",
  "RecordTankTold",
];

function decideAccount(state: AccountState, command: AccountCommand, context: DecisionContext): Decision<AccountState, AccountEvent> {
  if (state.handedTo !== null && !stays.includes(command.type)) return rejected("account_merged");
  switch (command.type) {
    case "HandOver":
      return handOver(state, command);
    case "TakeOver":
      return takeOver(state, command);
    case "AddNote":
      return addNote(state, command, context);
    case "ChooseRegion":
      return chooseRegion(state, command);
    case "AddVehicle":
      return addVehicle(state, command, context);
    case "ChangeVehicle":
      return changeVehicle(state, command);
    case "RemoveVehicle":
      return removeVehicle(state, command);
    case "AddFuelRecord":
      return addRecord(state, command, context);
    case "GrantCoupons":
      return grantCoupons(state, command, context);
    case "RevokeCoupons":
      return revokeCoupons(state, command);
    case "RemoveFuelRecord":
      return removeRecord(state, command);
    case "SubmitDocument":
      return submitDocument(state, command, context);
    case "ApproveDocument":
    case "RejectDocument":
      return decideOnDocument(state, command);
    case "RemoveDocument":
      return removeDocument(state, command);
    case "RecordDocumentErased":
      return recordErased(state, command);
    case "RecordTankTold":
      return recordTankTold(state, command);
  }
}

/** What is true of every account after every command. */
function assertAccount(state: AccountState): void {
  const { vehicles, defaultVehicleId, records } = state;
  hold(vehicles.length <= VEHICLES_MAX, `${vehicles.length} vehicles`);
  hold(state.notes.length <= NOTES_MAX, `${state.notes.length} notes`);
  hold(new Set(state.documents.map(({ kind }) => kind)).size === state.documents.length, "two documents of one kind");
  hold(
    state.documents.every(({ documentId }) => !hasLeft(state, documentId)),
    "a document that counts has left",
  );
  hold(state.tank.told <= state.tank.count, "the wallet has heard of a tank that was not");
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

/** Fills are listed in a read model. Of vehicles the names of their plates leave the account, and nothing else; of what was taken over, the region; notes never do. */
function publish(event: AccountEvent): EventShape | null {
  switch (event.type) {
    case "HomeRegionChosen":
    case "FuelRecordAdded":
    case "FuelRecordRemoved":
    case "CouponsGranted":
    case "CouponsRevoked":
      return event;
    case "VehicleAdded":
    case "VehicleChanged": {
      const { type, vehicle, plateName } = event;
      return { type, vehicle: { vehicleId: vehicle.vehicleId }, plateName: plateName ?? null } as EventShape;
    }
    case "AccountTakenOver": {
      const { type, from, twins, belongings } = event;
      return { type, from, twins, belongings: { homeRegionId: belongings.homeRegionId } } as EventShape;
    }
    case "AccountHandedOver":
    case "VehicleRemoved":
    case "DocumentSubmitted":
    case "DocumentApproved":
    case "DocumentRejected":
    case "DocumentRemoved":
      return event;
    case "DocumentErased":
    case "DefaultVehicleChosen":
    case "NoteAdded":
    case "TankTold":
      return null;
  }
}
