import { fetchStations, keys } from "../../lib/api/driver.ts";
import type { Page as ApiPage, Home, Station } from "../../lib/api/types.ts";
import { invalidate, peek } from "../../lib/cache.ts";
import { fill, symbolOf, unitPrice } from "../../lib/format.ts";
import { type MapView, mapView } from "../../lib/map-view.ts";
import { findPlace } from "../../lib/place.ts";
import { screen } from "../../lib/screen.ts";
import { requireSession } from "../../lib/session.ts";
import { currentLanguage, isDark } from "../../lib/settings.ts";
import { shareCard } from "../../lib/share.ts";
import { store } from "../../lib/store.ts";
import { gradeText, nameOf, problemText } from "../../lib/words.ts";
import { dark, light } from "../../tokens/tokens.ts";

screen(
  {
    section: "stations",
    tab: true,
    watch: ["session"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      all: [] as readonly Station[],
      shown: [] as readonly Station[],
      cursor: null as string | null,
      grade: "",
      freeOnly: false,
      grades: [] as object[],
      language: "",
      failure: "",
      more: false,
      signedIn: true,
      view: "list" as "list" | "map",
      map: null as MapView | null,
      picked: null as Station | null,
    },
  },
  {
    onLoad(): void {
      const kept = peek<ApiPage<Station>>(keys.stations);
      const all = kept?.items ?? peek<Home>(keys.home)?.stations;
      if (all) this.setData({ all, cursor: kept?.nextCursor ?? null, phase: "ready" });
    },
    onShow(): void {
      void this.load();
    },
    onPullDownRefresh(): void {
      invalidate(keys.stations);
      void this.load().then(() => wx.stopPullDownRefresh());
    },
    onReachBottom(): void {
      void this.loadMore();
    },
    onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
      return shareCard(this.data.t.share, "/pages/stations/stations");
    },
    render(): void {
      const { grade, freeOnly } = this.data;
      const all = this.data.all as readonly Station[];
      const known: string[] = [];
      for (const station of all) for (const price of station.prices) if (known.indexOf(price.grade) < 0) known.push(price.grade);
      this.setData({
        language: currentLanguage(),
        signedIn: store.get("session") !== null,
        grades: [{ grade: "", label: this.data.t.all }, ...known.map((one) => ({ grade: one, label: gradeText(one) }))],
        shown: all.filter(
          (station) => (!freeOnly || station.freePumps > 0) && (grade === "" || station.prices.some((price) => price.grade === grade)),
        ),
      });
      if (this.data.view === "map") void this.drawMap();
    },
    async load(): Promise<void> {
      if (!store.get("session")) return this.setData({ phase: "ready" });
      try {
        const page = await fetchStations(await findPlace());
        // A list that was scrolled further than the first page keeps what it has.
        const all = this.data.all as readonly Station[];
        const rest = all.slice(page.items.length).filter((one) => page.items.every((fresh) => fresh.stationId !== one.stationId));
        this.setData({
          all: [...page.items, ...rest],
          cursor: rest.length > 0 ? this.data.cursor : page.nextCursor,
          phase: "ready",
          failure: "",
        });
      } catch (error) {
        if (this.data.all.length === 0) this.setData({ phase: "failed", failure: problemText(error) });
      }
      this.render();
    },
    async loadMore(): Promise<void> {
      const cursor = this.data.cursor;
      if (cursor === null || this.data.more) return;
      this.setData({ more: true });
      try {
        const page = await fetchStations(await findPlace(), cursor);
        this.setData({ all: [...this.data.all, ...page.items], cursor: page.nextCursor });
        this.render();
      } catch {
        // The next scroll asks again.
      } finally {
        this.setData({ more: false });
      }
    },
    chooseGrade(event: WechatMiniprogram.TouchEvent): void {
      this.setData({ grade: event.currentTarget.dataset.grade as string });
      this.render();
    },
    async drawMap(): Promise<void> {
      const place = await findPlace();
      const { t, grade } = this.data;
      const shown = this.data.shown as readonly Station[];
      const said = (station: Station) => {
        const price = station.prices.filter((one) => grade === "" || one.grade === grade)[0];
        const free = station.freePumps > 0 ? fill(t.free, { n: station.freePumps }) : t.noneFree;
        return price ? `${gradeText(price.grade)} ${symbolOf(station.currency)}${unitPrice(price.unitPriceMilli)} · ${free}` : free;
      };
      const map = mapView(shown, place, { name: (station) => nameOf(station.names), said }, isDark() ? dark : light);
      this.setData({ map, picked: this.data.picked ?? shown[0] ?? null });
    },
    toggleMap(): void {
      this.setData({ view: this.data.view === "map" ? "list" : "map", picked: null });
      this.render();
    },
    pickOnMap(event: WechatMiniprogram.CustomEvent<{ markerId: number }>): void {
      this.setData({ picked: this.data.shown[event.detail.markerId] ?? null });
    },
    toggleFree(): void {
      this.setData({ freeOnly: !this.data.freeOnly });
      this.render();
    },
    clear(): void {
      this.setData({ grade: "", freeOnly: false });
      this.render();
    },
    signIn(): void {
      requireSession();
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
  },
);
