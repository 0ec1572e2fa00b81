import { describe, expect, it } from "vitest";
import { type AccountGiven, add, bare, change, vehicleOf } from "./given.ts";
import { belongingsOf } from "./state.ts";

const owed = (given: AccountGiven) => given.deliveries().flatMap(({ message }) => (message.to === "wallet" ? [message] : []));
const lorry = add({ plate: "沪B12345", tankMl: 400_000 });
const told = (no: number) => ({ type: "RecordTankTold", no }) as const;

describe("the largest tank", () => {
  it("is owed to the wallet whenever it is another one, and only then", () => {
    expect(owed(bare())).toEqual([]);
    const car = bare().after(add({ tankMl: 50_000 }));
    expect(owed(car)).toEqual([{ to: "wallet", no: 1, tankMl: 50_000 }]);
    const heard = car.after(told(1));
    expect(owed(heard)).toEqual([]);
    expect(owed(heard.after(add({ plate: "沪C12345", tankMl: 40_000 })))).toEqual([]);
    const both = heard.after(lorry);
    expect(owed(both)).toEqual([{ to: "wallet", no: 2, tankMl: 400_000 }]);
    expect(owed(both.after(change(vehicleOf(both, 1), { plate: "沪B12345", tankMl: 300_000 })))).toMatchObject([
      { no: 3, tankMl: 300_000 },
    ]);
    const sold = both.after({ type: "RemoveVehicle", vehicleId: vehicleOf(both, 1) });
    expect(owed(sold)).toMatchObject([{ no: 3, tankMl: 50_000 }]);
    expect(owed(sold.after({ type: "RemoveVehicle", vehicleId: vehicleOf(sold) }))).toMatchObject([{ no: 4, tankMl: null }]);
  });

  it("that was changed while the wallet was told is owed still; what it heard late, or twice, is no news", () => {
    const changed = bare().after(add(), lorry).after(told(1));
    expect(owed(changed)).toMatchObject([{ no: 2, tankMl: 400_000 }]);
    const heard = changed.after(told(2));
    heard.when(told(1)).nothing();
    heard.when(told(2)).nothing();
    bare().when(told(1)).nothing();
  });

  it("of an account that becomes part of another passes on, and is that one's to tell", () => {
    const from = { driverId: "drv_left00", walletId: "wal_left00" };
    const left = bare().after(lorry, { type: "HandOver", intoDriverId: "drv_000001", kindsHeld: [] });
    expect(owed(left)).toEqual([]);
    const given = bare()
      .after(add(), told(1))
      .after({ type: "TakeOver", from, belongings: belongingsOf(left.state) });
    expect(owed(given)).toEqual([{ to: "wallet", no: 2, tankMl: 400_000 }]);
  });
});
