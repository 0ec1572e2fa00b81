import { fetchStation } from "../../../lib/api/driver.ts";
import type { Station } from "../../../lib/api/types.ts";
import { cached, invalidate, peek } from "../../../lib/cache.ts";
import { dateTime, distance, fill, symbolOf, unitPrice } from "../../../lib/format.ts";
import { type HoursLine, hoursLines } from "../../../lib/hours-view.ts";
import { go } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { shareCard } from "../../../lib/share.ts";
import { store } from "../../../lib/store.ts";
import { gradeColour, gradeText, nameOf, problemText } from "../../../lib/words.ts";

/** Pump states move in seconds; a list kept longer would send the driver to a taken pump. */
const TTL_MS = 5_000;

interface Kept {
  readonly station: Station;
  readonly atMs: number;
}

screen(
  {
    section: "station",
    watch: ["session"],
    data: {
      id: "",
      phase: "loading" as "loading" | "ready" | "failed",
      station: null as Station | null,
      atMs: 0,
      name: "",
      address: "",
      asOf: "",
      prices: [] as object[],
      pumps: [] as object[],
      hours: [] as readonly HoursLine[],
      services: [] as string[],
      failure: "",
    },
  },
  {
    onLoad(query): void {
      this.setData({ id: query.id ?? query.scene ?? "" });
      const kept = peek<Kept>(`station:${this.data.id}`);
      if (kept) this.setData({ station: kept.station, atMs: kept.atMs, phase: "ready" });
    },
    onShow(): void {
      void this.load();
    },
    onPullDownRefresh(): void {
      invalidate(`station:${this.data.id}`);
      void this.load().then(() => wx.stopPullDownRefresh());
    },
    onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
      return shareCard(fill(this.data.t.share, { name: this.data.name }), `/packages/fuel/station/station?id=${this.data.id}`);
    },
    async load(): Promise<void> {
      if (!store.get("session") && !requireSession()) return;
      try {
        const { id } = this.data;
        const kept = await cached<Kept>(`station:${id}`, TTL_MS, async () => ({ station: await fetchStation(id), atMs: Date.now() }));
        this.setData({ station: kept.station, atMs: kept.atMs, phase: "ready" });
        this.render();
      } catch (error) {
        if (!this.data.station) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    render(): void {
      const station = this.data.station as Station | null;
      if (!station) return;
      const states = this.data.t as Readonly<Record<string, string>>;
      const away = typeof station.distanceM === "number" ? `${distance(station.distanceM)} · ` : "";
      this.setData({
        name: nameOf(station.names),
        address: away + station.address,
        asOf: fill(this.data.t.asOf, { time: dateTime(this.data.atMs, currentLanguage()) }),
        prices: station.prices.map((price) => ({
          grade: price.grade,
          label: gradeText(price.grade),
          colour: gradeColour(price.grade),
          symbol: symbolOf(station.currency),
          price: unitPrice(price.unitPriceMilli),
        })),
        hours: hoursLines(station.hours, this.data.t),
        services: station.services.map((service) => states[service] ?? service),
        pumps: station.pumps.map((pump) => ({
          pump: pump.pump,
          state: states[pump.state] ?? pump.state,
          free: pump.state === "idle" || pump.state === "calling",
          grades: pump.grades.map((grade) => (/^\d+$/.test(grade) ? grade : gradeText(grade))).join(" · "),
        })),
      });
    },
    choosePump(event: WechatMiniprogram.TouchEvent): void {
      const { pump, free } = event.currentTarget.dataset as { pump: number; free: boolean };
      if (free && requireSession()) go(`/packages/fuel/authorise/authorise?station=${this.data.id}&pump=${pump}`);
    },
    route(): void {
      const station = this.data.station as Station | null;
      if (!station) return;
      const { lat, lng } = station.location;
      void wx.openLocation({ latitude: lat, longitude: lng, name: this.data.name, address: station.address });
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
  },
);
