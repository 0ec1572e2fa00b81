import { fetchConsumption, fetchRecords, removeRecord } from "../../../lib/api/account.ts";
import type { Consumption, FuelRecord } from "../../../lib/api/types.ts";
import { agreed } from "../../../lib/dialog.ts";
import { dateTime, fill, litres, money, monthName, parseTime, symbolOf, unitPrice } from "../../../lib/format.ts";
import { go } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { store } from "../../../lib/store.ts";
import { after, type Stop, stopped } from "../../../lib/ticker.ts";
import { gradeText, nameOf, problemText } from "../../../lib/words.ts";

type Measure = "money" | "litres" | "per100";
type Month = Consumption["months"][number];

const MONTHS = 6;
/** Figures know of a new record a moment after it was taken. */
const SETTLE_MS = 1_000;

let stopAsking: Stop = stopped;

const measured: Readonly<Record<Measure, (month: Month) => number>> = {
  money: (month) => month.amountMinor,
  litres: (month) => month.volumeMl,
  per100: (month) => month.mlPer100Km ?? 0,
};

screen(
  {
    section: "records",
    watch: ["session"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      measure: "money" as Measure,
      consumption: null as Consumption | null,
      measures: [] as object[],
      bars: [] as object[],
      total: "",
      totalNote: "",
      records: [] as readonly FuelRecord[],
      lines: [] as object[],
      cursor: null as string | null,
      more: false,
      failure: "",
    },
  },
  {
    onShow(): void {
      void this.load();
    },
    onUnload(): void {
      stopAsking();
    },
    onPullDownRefresh(): void {
      void this.load().then(() => wx.stopPullDownRefresh());
    },
    onReachBottom(): void {
      void this.loadMore();
    },
    render(): void {
      const { t } = this.data;
      const language = currentLanguage();
      this.setData({
        measures: [
          { value: "money", label: t.money },
          { value: "litres", label: t.litres },
          { value: "per100", label: t.per100 },
        ],
        lines: (this.data.records as readonly FuelRecord[]).map((record) => ({
          id: record.recordId,
          station: nameOf(record.stationNames ?? undefined) || record.stationName || "",
          details: [
            gradeText(record.grade),
            `${litres(record.volumeMl)} ${t.litre}`,
            `${symbolOf(record.currency)}${unitPrice(record.unitPriceMilli)}${t.perLitre}`,
          ],
          time: dateTime(parseTime(record.at), language),
          amount: money(record.amountMinor, record.currency),
        })),
      });
      this.draw();
    },
    /** The bars of the chosen measure; the tallest fills the height. */
    draw(): void {
      const consumption = this.data.consumption as Consumption | null;
      if (!consumption) return;
      const { t } = this.data;
      const measure = this.data.measure as Measure;
      const text = (value: number) => {
        if (measure === "money") return money(value, consumption.currency, { short: true });
        return measure === "litres" ? `${litres(value)} ${t.litre}` : `${litres(value)} ${t.litre}/100 km`;
      };
      const most = Math.max(1, ...consumption.months.map(measured[measure]));
      const { totals } = consumption;
      this.setData({
        bars: consumption.months.map((month) => {
          const value = measured[measure](month);
          const name = monthName(month.month, currentLanguage());
          return { month: month.month, name, percent: Math.round((value / most) * 100), said: `${name} ${text(value)}` };
        }),
        total: measured[measure]({ ...totals, month: "" }) > 0 ? text(measured[measure]({ ...totals, month: "" })) : "—",
        totalNote: measure === "per100" ? t.per100Hint : fill(t.totalHint, { n: totals.fills, months: consumption.months.length }),
      });
    },
    async load(): Promise<void> {
      if (!store.get("session") && !requireSession()) return;
      try {
        const [consumption, page] = await Promise.all([fetchConsumption(MONTHS), fetchRecords()]);
        this.setData({ consumption, records: page.items, cursor: page.nextCursor, phase: "ready", failure: "" });
        this.render();
        stopAsking();
        if (!page.settled) stopAsking = after(SETTLE_MS, () => void this.load());
      } catch (error) {
        if (!this.data.consumption) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    async loadMore(): Promise<void> {
      const { cursor } = this.data;
      if (cursor === null || this.data.more) return;
      this.setData({ more: true });
      try {
        const page = await fetchRecords(cursor);
        this.setData({ records: [...this.data.records, ...page.items], cursor: page.nextCursor });
        this.render();
      } catch {
        // The next scroll asks again.
      } finally {
        this.setData({ more: false });
      }
    },
    choose(event: WechatMiniprogram.TouchEvent): void {
      this.setData({ measure: event.currentTarget.dataset.value as Measure });
      this.draw();
    },
    async remove(event: WechatMiniprogram.TouchEvent): Promise<void> {
      const { t } = this.data;
      if (!(await agreed(t.removeAsk, "erase", "keep"))) return;
      const recordId = event.currentTarget.dataset.id as string;
      try {
        await removeRecord(recordId);
        this.setData({ records: this.data.records.filter((record: FuelRecord) => record.recordId !== recordId) });
        this.render();
      } catch (error) {
        void wx.showToast({ title: problemText(error), icon: "none" });
      }
    },
    add(): void {
      go("/packages/car/record/record");
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
  },
);
