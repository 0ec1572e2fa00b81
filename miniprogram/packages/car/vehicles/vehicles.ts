import { fetchVehicles } from "../../../lib/api/account.ts";
import type { Vehicle } from "../../../lib/api/types.ts";
import { litres } from "../../../lib/format.ts";
import { go } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { store } from "../../../lib/store.ts";
import { gradeColour, gradeText, problemText } from "../../../lib/words.ts";

screen(
  {
    section: "vehicles",
    watch: ["session"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      vehicles: [] as readonly Vehicle[],
      lines: [] as object[],
      failure: "",
    },
  },
  {
    onShow(): void {
      void this.load();
    },
    onPullDownRefresh(): void {
      void this.load().then(() => wx.stopPullDownRefresh());
    },
    render(): void {
      const { t } = this.data;
      this.setData({
        lines: (this.data.vehicles as readonly Vehicle[]).map((vehicle) => ({
          id: vehicle.vehicleId,
          plate: vehicle.plate,
          name: vehicle.name ?? "",
          grade: gradeText(vehicle.grade),
          colour: gradeColour(vehicle.grade),
          tank: `${litres(vehicle.tankMl).replace(/\.00$/, "")} ${t.litre}`,
          isDefault: vehicle.isDefault,
        })),
      });
    },
    async load(): Promise<void> {
      if (!store.get("session") && !requireSession()) return;
      try {
        this.setData({ vehicles: await fetchVehicles(), phase: "ready", failure: "" });
        this.render();
      } catch (error) {
        if (this.data.vehicles.length === 0) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    open(event: WechatMiniprogram.TouchEvent): void {
      go(`/packages/car/vehicle/vehicle?id=${event.currentTarget.dataset.id as string}`);
    },
    add(): void {
      go("/packages/car/vehicle/vehicle");
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
  },
);
