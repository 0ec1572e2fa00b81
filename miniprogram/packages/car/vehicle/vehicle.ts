import { addVehicle, changeVehicle, fetchVehicles, removeVehicle } from "../../../lib/api/account.ts";
import { fetchCatalog } from "../../../lib/api/driver.ts";
import type { VehicleRequest } from "../../../lib/api/types.ts";
import { agreed } from "../../../lib/dialog.ts";
import { back } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { gradeText, problemText } from "../../../lib/words.ts";

const DRAFT = "draft:vehicle";
const USUAL_GRADES: readonly string[] = ["92", "95", "98", "diesel-0"];

interface Draft {
  readonly plate: string;
  readonly name: string;
  readonly grade: string;
  readonly tank: string;
  readonly isDefault: boolean;
}

screen(
  {
    section: "vehicle",
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      id: "",
      plate: "",
      name: "",
      grade: "95",
      tank: "50",
      isDefault: false,
      wasDefault: false,
      grades: USUAL_GRADES,
      chips: [] as object[],
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(query): void {
      this.setData({ id: query.id ?? "" });
      const draft = wx.getStorageSync(DRAFT) as Draft | "";
      if (draft && !query.id) this.setData({ ...draft });
      void this.load();
    },
    render(): void {
      this.setData({ chips: this.data.grades.map((grade: string) => ({ grade, label: gradeText(grade) })) });
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      const { id } = this.data;
      try {
        const [catalog, vehicles] = await Promise.all([
          fetchCatalog().catch(() => undefined),
          id === "" ? Promise.resolve([]) : fetchVehicles(),
        ]);
        if (catalog) this.setData({ grades: catalog.grades });
        const vehicle = vehicles.filter((one) => one.vehicleId === id)[0];
        if (vehicle) {
          const { plate, grade, isDefault } = vehicle;
          this.setData({ plate, name: vehicle.name ?? "", grade, tank: String(vehicle.tankMl / 1000), isDefault, wasDefault: isDefault });
        }
        this.setData({ phase: "ready" });
        this.render();
      } catch (error) {
        this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    retry(): void {
      this.setData({ phase: "loading", failure: "" });
      void this.load();
    },
    change(patch: Partial<Draft>): void {
      this.setData({ ...patch, failure: "" });
      const { plate, name, grade, tank, isDefault } = this.data;
      if (this.data.id === "") wx.setStorageSync(DRAFT, { plate, name, grade, tank, isDefault });
    },
    typePlate(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.change({ plate: event.detail.value.toUpperCase() });
    },
    typeName(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.change({ name: event.detail.value });
    },
    typeTank(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.change({ tank: event.detail.value.replace(/\D/g, "") });
    },
    chooseGrade(event: WechatMiniprogram.TouchEvent): void {
      this.change({ grade: event.currentTarget.dataset.grade as string });
    },
    toggleDefault(): void {
      if (!this.data.wasDefault) this.change({ isDefault: !this.data.isDefault });
    },
    async save(): Promise<void> {
      const { t, id, plate, name, grade, tank, isDefault, busy } = this.data;
      if (busy) return;
      if (plate.trim() === "" || Number(tank) <= 0) return this.setData({ failure: t.incomplete });
      this.setData({ busy: true, failure: "" });
      const vehicle: VehicleRequest = {
        plate,
        name: name.trim() === "" ? null : name.trim(),
        grade,
        tankMl: Number(tank) * 1000,
        isDefault,
      };
      try {
        if (id === "") await addVehicle(vehicle);
        else await changeVehicle(id, vehicle);
        wx.removeStorageSync(DRAFT);
        await back("/packages/car/vehicles/vehicles");
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
    async remove(): Promise<void> {
      const { t, id } = this.data;
      if (!(await agreed(t.removeAsk, "erase", "keep"))) return;
      try {
        await removeVehicle(id);
        await back("/packages/car/vehicles/vehicles");
      } catch (error) {
        this.setData({ failure: problemText(error) });
      }
    },
  },
);
