import { grossMinor, volumeWithinMl } from "@forecourt/contract/units";
import { messages } from "../../../i18n/index.ts";
import { fetchStation, fetchWallet, startFueling } from "../../../lib/api/driver.ts";
import type { Pump, Station } from "../../../lib/api/types.ts";
import { fill, litres, money, symbolOf, unitPrice } from "../../../lib/format.ts";
import { go } from "../../../lib/navigation.ts";
import { parsePumpCode } from "../../../lib/pump-code.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { store } from "../../../lib/store.ts";
import { every, type Stop, stopped } from "../../../lib/ticker.ts";
import { gradeColour, gradeText, nameOf, problemText } from "../../../lib/words.ts";

type Mode = "amount" | "litres" | "full";

const PRESET_AMOUNTS = [10_000, 20_000, 30_000];
const PRESET_LITRES = [20, 30, 40];
/** A full tank reserves no more than this, or all that is there. */
const FULL_TANK_MINOR = 60_000;
const FREE_STATES: readonly string[] = ["idle", "calling"];
const OUT_OF_USE: readonly string[] = ["closed", "offline", "error"];
/** The station says that somebody else was quicker, or that the pump went out of use. */
const TAKEN: readonly string[] = ["pump_busy", "pump_not_available"];
const LOOK_MS = 3_000;
const DRAFT = "draft:authorise";
let stopLooking: Stop = stopped;

interface Draft {
  readonly grade: string;
  readonly mode: Mode;
  readonly amountMinor: number;
  readonly litresChosen: number;
  readonly typed: string;
}

screen(
  {
    section: "authorise",
    watch: ["wallet"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed" | "missing",
      stationId: "",
      pump: 0,
      station: null as Station | null,
      stationName: "",
      pumpText: "",
      free: true,
      busyText: "",
      gradeChips: [] as object[],
      grade: "",
      mode: "amount" as Mode,
      amounts: [] as object[],
      litreChips: [] as object[],
      amountMinor: PRESET_AMOUNTS[1] ?? 0,
      litresChosen: PRESET_LITRES[1] ?? 0,
      typed: "",
      symbol: "¥",
      estimate: "",
      limitMinor: 0,
      currency: "CNY",
      fullText: "",
      availableText: "",
      startText: "",
      shortText: "",
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(query): void {
      const code = parsePumpCode(query.q ?? "") ?? parsePumpCode(query.scene ?? "");
      const stationId = query.station ?? code?.stationId ?? "";
      const pump = Number(query.pump ?? code?.pump ?? 0);
      const draft = wx.getStorageSync(DRAFT) as Draft | "";
      if (draft) this.setData({ ...draft });
      this.setData({ stationId, pump });
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      this.setData({ phase: "loading", failure: "" });
      try {
        const [station] = await Promise.all([fetchStation(this.data.stationId), fetchWallet().catch(() => undefined)]);
        const pump = station.pumps.filter((one) => one.pump === this.data.pump)[0];
        if (!pump) return this.setData({ phase: "missing" });
        this.setData({ station, phase: "ready", free: FREE_STATES.indexOf(pump.state) >= 0 });
        if (pump.grades.indexOf(this.data.grade) < 0) this.setData({ grade: this.firstGrade(pump, station) });
        this.render();
      } catch (error) {
        const missing = /not_found/.test((error as { code?: string }).code ?? "");
        this.setData({ phase: missing ? "missing" : "failed", failure: problemText(error) });
      }
    },
    firstGrade(pump: Pump, station: Station): string {
      const priced = pump.grades.filter((grade) => station.prices.some((price) => price.grade === grade));
      return priced.indexOf("95") >= 0 ? "95" : (priced[0] ?? "");
    },
    onShow(): void {
      // Coming back from topping up, the page goes on where it was.
      if (this.data.phase !== "ready") void this.load();
      stopLooking();
      stopLooking = every(LOOK_MS, () => void this.look());
    },
    onHide(): void {
      stopLooking();
    },
    onUnload(): void {
      stopLooking();
    },
    /** Whoever waits beside a pump sees that it is free once it is. */
    async look(): Promise<void> {
      if (this.data.phase !== "ready" || this.data.free) return;
      const station = await fetchStation(this.data.stationId).catch(() => undefined);
      const pump = station?.pumps.filter((one) => one.pump === this.data.pump)[0];
      if (!station || !pump || FREE_STATES.indexOf(pump.state) < 0) return;
      this.setData({ station, free: true, failure: "" });
      this.render();
    },
    render(): void {
      const station = this.data.station as Station | null;
      if (!station) return;
      const { currency } = station;
      const words = this.data.t;
      const pump = station.pumps.filter((one) => one.pump === this.data.pump)[0];
      const unitPriceMilli = station.prices.filter((price) => price.grade === this.data.grade)[0]?.unitPriceMilli ?? 0;
      const availableMinor = store.get("wallet")?.availableMinor ?? 0;
      const limitMinor = this.limit(unitPriceMilli, availableMinor);
      const short = Math.max(0, limitMinor - availableMinor);
      this.setData({
        stationName: nameOf(station.names),
        pumpText: fill(words.pump, { n: this.data.pump }),
        busyText: OUT_OF_USE.indexOf(pump?.state ?? "") < 0 ? words.busy : messages().problems.pump_not_available,
        currency,
        symbol: symbolOf(currency),
        gradeChips: (pump?.grades ?? []).map((grade) => {
          const price = station.prices.filter((one) => one.grade === grade)[0];
          return {
            grade,
            label: gradeText(grade),
            colour: gradeColour(grade),
            price: price ? `${symbolOf(currency)}${unitPrice(price.unitPriceMilli)}${words.perLitre}` : "—",
            off: !price,
          };
        }),
        amounts: PRESET_AMOUNTS.map((amountMinor) => ({ value: amountMinor, text: money(amountMinor, currency, { short: true }) })),
        litreChips: PRESET_LITRES.map((value) => ({ value, text: `${value} ${words.litre}` })),
        limitMinor,
        estimate: this.estimate(limitMinor, unitPriceMilli, currency),
        fullText: fill(words.fullHint, { amount: money(limitMinor, currency, { short: true }) }),
        availableText: fill(words.available, { amount: money(availableMinor, currency) }),
        shortText: short > 0 && store.get("wallet") ? fill(words.short, { amount: money(short, currency) }) : "",
        startText: fill(words.start, { n: this.data.pump }),
      });
    },
    /** What will be reserved: the chosen amount, the price of the chosen litres, or enough for a tank. */
    limit(unitPriceMilli: number, availableMinor: number): number {
      if (this.data.mode === "full") return Math.min(Math.max(availableMinor, 0), FULL_TANK_MINOR);
      const typed = Number(this.data.typed) || 0;
      if (this.data.mode === "litres") return grossMinor((typed || this.data.litresChosen) * 1000, unitPriceMilli);
      return typed > 0 ? typed * 100 : this.data.amountMinor;
    },
    estimate(limitMinor: number, unitPriceMilli: number, currency: string): string {
      if (unitPriceMilli <= 0 || limitMinor <= 0) return "";
      if (this.data.mode === "litres") return fill(this.data.t.aboutMoney, { amount: money(limitMinor, currency) });
      return fill(this.data.t.about, { litres: litres(volumeWithinMl(limitMinor, unitPriceMilli)) });
    },
    change(patch: Partial<Draft>): void {
      this.setData({ ...patch, failure: "" });
      const { grade, mode, amountMinor, litresChosen, typed } = this.data;
      wx.setStorageSync(DRAFT, { grade, mode, amountMinor, litresChosen, typed });
      this.render();
    },
    chooseGrade(event: WechatMiniprogram.TouchEvent): void {
      if (!event.currentTarget.dataset.off) this.change({ grade: event.currentTarget.dataset.grade as string });
    },
    chooseMode(event: WechatMiniprogram.TouchEvent): void {
      this.change({ mode: event.currentTarget.dataset.mode as Mode, typed: "" });
    },
    chooseAmount(event: WechatMiniprogram.TouchEvent): void {
      this.change({ amountMinor: event.currentTarget.dataset.value as number, typed: "" });
    },
    chooseLitres(event: WechatMiniprogram.TouchEvent): void {
      this.change({ litresChosen: event.currentTarget.dataset.value as number, typed: "" });
    },
    type(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.change({ typed: event.detail.value.replace(/\D/g, "").slice(0, 4) });
    },
    async start(): Promise<void> {
      if (this.data.busy || this.data.phase !== "ready") return;
      this.setData({ busy: true, failure: "" });
      const { stationId, pump, grade, mode, limitMinor } = this.data;
      const litresAsked = Number(this.data.typed) || this.data.litresChosen;
      try {
        const limit = mode === "litres" ? { limitMl: litresAsked * 1000 } : { limitMinor };
        const fueling = await startFueling({ stationId, pump, ...(grade === "" ? {} : { grade }), ...limit });
        await wx.redirectTo({ url: `/packages/fuel/fill/fill?id=${fueling.fuelingId}` });
      } catch (error) {
        const isTaken = TAKEN.indexOf((error as { code?: string }).code ?? "") >= 0;
        this.setData({ failure: problemText(error), free: !isTaken });
      } finally {
        this.setData({ busy: false });
      }
    },
    topup(): void {
      go("/packages/wallet/topup/topup");
    },
    retry(): void {
      void this.load();
    },
    stations(): void {
      void wx.switchTab({ url: "/pages/stations/stations" });
    },
  },
);
