import { unitPriceOf } from "@forecourt/contract/plausibility";
import type { Currency } from "@forecourt/contract/units";
import { addRecord, fetchVehicles } from "../../../lib/api/account.ts";
import { fetchCatalog, fetchStations } from "../../../lib/api/driver.ts";
import type { FuelRecordRequest, Station, Vehicle } from "../../../lib/api/types.ts";
import { day, fill, symbolOf, timeOfDay, unitPrice } from "../../../lib/format.ts";
import { back } from "../../../lib/navigation.ts";
import { findPlace } from "../../../lib/place.ts";
import { checkRecord } from "../../../lib/record-check.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { store } from "../../../lib/store.ts";
import { gradeText, nameOf, problemText } from "../../../lib/words.ts";

const DRAFT = "draft:record";

/** As typed; the place in the list of stations is one more than in ours, since "another" comes first. */
interface Draft {
  readonly stationAt: number;
  readonly stationName: string;
  readonly date: string;
  readonly time: string;
  readonly grade: string;
  readonly amount: string;
  readonly litres: string;
  readonly odometer: string;
  readonly vehicleAt: number;
}

const fresh = (): Draft => ({
  stationAt: 0,
  stationName: "",
  date: day(Date.now()),
  time: timeOfDay(Date.now()),
  grade: "95",
  amount: "",
  litres: "",
  odometer: "",
  vehicleAt: 0,
});

screen(
  {
    section: "record",
    watch: ["wallet"],
    data: {
      ...fresh(),
      stations: [] as readonly Station[],
      vehicles: [] as readonly Vehicle[],
      grades: ["92", "95", "98", "diesel-0"] as readonly string[],
      stationNames: [] as string[],
      vehicleNames: [] as string[],
      chips: [] as object[],
      symbol: "¥",
      today: day(Date.now()),
      priceText: "",
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(): void {
      this.setData({ ...fresh(), ...((wx.getStorageSync(DRAFT) as Draft | "") || {}) });
      void this.load();
    },
    render(): void {
      const { t, grades, stations, vehicles } = this.data;
      this.setData({
        symbol: symbolOf(this.currency()),
        stationNames: [t.otherStation, ...stations.map((station: Station) => nameOf(station.names))],
        vehicleNames: [t.noVehicle, ...vehicles.map((vehicle: Vehicle) => vehicle.name ?? vehicle.plate)],
        chips: grades.map((grade: string) => ({ grade, label: gradeText(grade) })),
      });
      this.price();
    },
    currency(): Currency {
      return (this.station()?.currency ?? store.get("wallet")?.currency ?? "CNY") as Currency;
    },
    station(): Station | undefined {
      return (this.data.stations as readonly Station[])[this.data.stationAt - 1];
    },
    vehicle(): Vehicle | undefined {
      return (this.data.vehicles as readonly Vehicle[])[this.data.vehicleAt - 1];
    },
    /** What the litre would have cost: a slip of the finger shows at once. */
    price(): void {
      const amountMinor = Math.round(Number(this.data.amount) * 100);
      const volumeMl = Math.round(Number(this.data.litres) * 1000);
      const isPriced = amountMinor > 0 && volumeMl > 0;
      const price = isPriced ? `${symbolOf(this.currency())}${unitPrice(unitPriceOf(amountMinor, volumeMl))}` : "";
      this.setData({ priceText: isPriced ? fill(this.data.t.thatIs, { price }) : "" });
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      const [catalog, stations, vehicles] = await Promise.all([
        fetchCatalog().catch(() => undefined),
        findPlace()
          .then((place) => fetchStations(place))
          .catch(() => undefined),
        fetchVehicles().catch(() => [] as readonly Vehicle[]),
      ]);
      if (catalog) this.setData({ grades: catalog.grades });
      this.setData({ stations: stations?.items ?? [], vehicles });
      const usual = vehicles.map((vehicle) => vehicle.isDefault).indexOf(true);
      if (usual >= 0 && this.data.vehicleAt === 0) this.setData({ vehicleAt: usual + 1, grade: vehicles[usual]?.grade ?? this.data.grade });
      this.render();
    },
    change(patch: Partial<Draft>): void {
      this.setData({ ...patch, failure: "" });
      const { stationAt, stationName, date, time, grade, amount, litres, odometer, vehicleAt } = this.data;
      wx.setStorageSync(DRAFT, { stationAt, stationName, date, time, grade, amount, litres, odometer, vehicleAt });
      this.render();
    },
    /** One handler for all fields: which one stands in `data-field`. */
    type(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.change({ [event.currentTarget.dataset.field as string]: event.detail.value } as Partial<Draft>);
    },
    pick(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.change({ [event.currentTarget.dataset.field as string]: Number(event.detail.value) } as Partial<Draft>);
    },
    chooseGrade(event: WechatMiniprogram.TouchEvent): void {
      this.change({ grade: event.currentTarget.dataset.grade as string });
    },
    async save(): Promise<void> {
      const { t, date, time, grade, amount, litres, odometer, stationName, busy } = this.data;
      if (busy) return;
      const station = this.station();
      const vehicle = this.vehicle();
      const [year = 0, month = 1, dayOfMonth = 1] = date.split("-").map(Number);
      const [hour = 0, minute = 0] = time.split(":").map(Number);
      const atMs = new Date(year, month - 1, dayOfMonth, hour, minute).getTime();
      const amountMinor = Math.round(Number(amount) * 100);
      const volumeMl = Math.round(Number(litres) * 1000);
      if (!(amountMinor > 0) || !(volumeMl > 0) || (!station && stationName.trim() === "")) return this.setData({ failure: t.incomplete });
      const refused = checkRecord({ atMs, grade, currency: this.currency(), amountMinor, volumeMl, tankMl: vehicle?.tankMl });
      if (refused) return this.setData({ failure: problemText(refused) });
      const record: FuelRecordRequest = {
        ...(station ? { stationId: station.stationId } : { stationName: stationName.trim() }),
        at: new Date(atMs).toISOString(),
        grade,
        amountMinor,
        volumeMl,
        ...(odometer === "" ? {} : { odometerKm: Number(odometer) }),
        vehicleId: vehicle?.vehicleId ?? null,
      };
      this.setData({ busy: true, failure: "" });
      try {
        await addRecord(record);
        wx.removeStorageSync(DRAFT);
        await back("/packages/car/records/records");
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
  },
);
