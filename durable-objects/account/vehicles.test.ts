import { VEHICLES_MAX } from "@forecourt/contract/account";
import { describe, expect, it } from "vitest";
import { account } from "./account.ts";
import { add, bare, change, vehicleOf } from "./given.ts";
import { vehicleViews } from "./state.ts";

const isDefault = (given: ReturnType<typeof bare>) => vehicleViews(given.state).map((vehicle) => vehicle.isDefault);

describe("a vehicle", () => {
  it("is kept with its plate in normal form, and the first is the default", () => {
    const given = bare()
      .when(add({ plate: " 沪a·12345", name: "Family" }))
      .yields({
        events: [
          { type: "VehicleAdded", vehicle: { plate: "沪A12345", name: "Family", tankMl: 50_000 } },
          { type: "DefaultVehicleChosen" },
        ],
      });
    expect(vehicleViews(given.state)).toMatchObject([{ plate: "沪A12345", isDefault: true }]);
  });

  it("answers with itself, as its driver sees it", () => {
    const given = bare().after(add());
    const reply = given.when(add({ plate: "沪AD12345", grade: "98" }));
    const after = reply.done();
    reply.yields({
      reply: { vehicleId: vehicleOf(after, 1), plate: "沪AD12345", name: null, grade: "98", tankMl: 50_000, isDefault: false },
    });
  });

  it("has a plate as the region has them", () => {
    bare()
      .when(add({ plate: "ABC123" }))
      .refused("plate_invalid", { rule: "cn-mainland" });
    bare()
      .when(add({ plate: "ABC123" }, { plateRule: "general" }))
      .done();
  });

  it("is not entered twice, however its plate is written", () => {
    const given = bare().after(add());
    given.when(add({ plate: "沪A-12345" })).refused("plate_taken", { vehicleId: vehicleOf(given) });
    const two = given.after(add({ plate: "沪B12345" }));
    two.when(change(vehicleOf(two, 1))).refused("plate_taken", { vehicleId: vehicleOf(two) });
  });

  it("no refusal says a plate", () => {
    const given = bare().after(add());
    for (const command of [add(), add({ plate: "<secret>" })]) {
      expect(JSON.stringify(given.when(command).decision)).not.toMatch(/12345|secret/i);
    }
  });

  it("is one of ten at most", () => {
    const full = bare().after(...Array.from({ length: VEHICLES_MAX }, (_, no) => add({ plate: `沪A1234${no}` })));
    full.when(add({ plate: "沪B12345" })).refused("too_many_vehicles", { vehiclesMax: 10 });
    full
      .after({ type: "RemoveVehicle", vehicleId: vehicleOf(full, 3) })
      .when(add({ plate: "沪B12345" }))
      .done();
  });

  it("changes, and the same again is nothing", () => {
    const given = bare().after(add());
    const id = vehicleOf(given);
    const changed = given.when(change(id, { tankMl: 60_000 })).yields({ events: [{ type: "VehicleChanged" }] });
    expect(changed.state.vehicles).toMatchObject([{ vehicleId: id, tankMl: 60_000 }]);
    changed.when(change(id, { tankMl: 60_000 })).nothing();
    given.when(change("veh_unknown")).refused("vehicle_not_found");
  });

  it("never leaves the account, but for the name that its plate is found by", () => {
    const vehicleId = "veh_000001";
    const vehicle = { vehicleId, plate: "沪A12345", name: "Family", grade: "95", tankMl: 50_000 };
    for (const type of ["VehicleAdded", "VehicleChanged"] as const) {
      expect(account.publish({ type, vehicle, plateName: "hashed" })).toEqual({ type, vehicle: { vehicleId }, plateName: "hashed" });
      expect(account.publish({ type, vehicle })).toEqual({ type, vehicle: { vehicleId }, plateName: null });
    }
    bare()
      .when(add({}, { plateName: "hashed" }))
      .yields({ events: [{ type: "VehicleAdded", plateName: "hashed" }, { type: "DefaultVehicleChosen" }] });
  });
});

describe("the default vehicle", () => {
  const two = () => bare().after(add(), add({ plate: "沪B12345" }));

  it("is one, until another is chosen", () => {
    expect(isDefault(two())).toEqual([true, false]);
    const added = two().after(add({ plate: "沪C12345" }, { makeDefault: true }));
    expect(isDefault(added)).toEqual([false, false, true]);
    const chosen = two();
    expect(isDefault(chosen.after(change(vehicleOf(chosen, 1), { plate: "沪B12345" }, { makeDefault: true })))).toEqual([false, true]);
  });

  it("stays when its vehicle is changed without saying so", () => {
    const given = two();
    expect(isDefault(given.after(change(vehicleOf(given), { name: "Old" })))).toEqual([true, false]);
  });

  it("passes to the oldest of the others when it goes, and to none when there is none", () => {
    const given = two();
    const one = given.when({ type: "RemoveVehicle", vehicleId: vehicleOf(given) }).yields({
      events: [{ type: "VehicleRemoved" }, { type: "DefaultVehicleChosen", vehicleId: vehicleOf(given, 1) }],
    });
    one.when({ type: "RemoveVehicle", vehicleId: vehicleOf(one) }).yields({ state: { vehicles: [], defaultVehicleId: null } });
    one.when({ type: "RemoveVehicle", vehicleId: vehicleOf(given) }).refused("vehicle_not_found");
  });
});
