import { awaitOrder, cancelFueling, fetchFueling, fetchStation, fetchWallet, knownStation } from "../../../lib/api/driver.ts";
import type { Fueling, Order } from "../../../lib/api/types.ts";
import { agreed } from "../../../lib/dialog.ts";
import { countdown, fill, litres, money, parseTime, symbolOf, unitPrice } from "../../../lib/format.ts";
import { keepFill, runningStates, watchLive } from "../../../lib/live.ts";
import { go } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { shareCard } from "../../../lib/share.ts";
import { store } from "../../../lib/store.ts";
import { every, type Stop, stopped } from "../../../lib/ticker.ts";
import { gradeColour, gradeText, nameOf, problemText } from "../../../lib/words.ts";

interface Runtime {
  stopTicking: Stop;
  stopLive: Stop;
  receiptFor: string;
}

const run: Runtime = { stopTicking: stopped, stopLive: stopped, receiptFor: "" };

screen(
  {
    section: "fill",
    watch: ["fill", "wallet"],
    data: {
      id: "",
      phase: "loading" as "loading" | "waiting" | "flowing" | "settling" | "done" | "ended" | "failed",
      fueling: null as Fueling | null,
      currency: "CNY",
      head: "",
      hint: "",
      leftText: "",
      priceText: "",
      reservedText: "",
      part: 0,
      gradeLabel: "",
      gradeColour: "",
      stationName: "",
      pumpText: "",
      facts: [] as object[],
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(query): void {
      this.setData({ id: query.id ?? "" });
      void this.load();
    },
    onShow(): void {
      run.stopLive = watchLive();
      run.stopTicking = every(1000, () => this.tick());
      wx.setKeepScreenOn({ keepScreenOn: true, fail: () => undefined });
      // The channel tells only what is new; what happened while the page was away is asked for.
      if (this.data.phase !== "loading") void this.load();
    },
    onHide(): void {
      this.leave();
    },
    onUnload(): void {
      this.leave();
    },
    leave(): void {
      run.stopLive();
      run.stopTicking();
      wx.setKeepScreenOn({ keepScreenOn: false, fail: () => undefined });
    },
    async load(): Promise<void> {
      try {
        const fueling = await fetchFueling(this.data.id);
        keepFill(fueling);
        this.render();
        const station = knownStation(fueling.stationId) ?? (await fetchStation(fueling.stationId).catch(() => undefined));
        if (station) this.setData({ stationName: nameOf(station.names), currency: station.currency });
      } catch (error) {
        if (this.data.phase === "loading") this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    render(): void {
      const fueling = store.get("fill");
      if (!fueling || fueling.fuelingId !== this.data.id) return;
      const words = this.data.t;
      const currency = store.get("wallet")?.currency ?? this.data.currency;
      const phases: Readonly<Record<string, typeof this.data.phase>> = {
        requested: "waiting",
        authorised: "waiting",
        fueling: "flowing",
        completed: "settling",
        settled: "done",
      };
      const phase = phases[fueling.state] ?? "ended";
      const ended: Readonly<Record<string, string>> = { cancelled: words.cancelled, expired: words.expired };
      this.setData({
        fueling,
        currency,
        phase,
        head: {
          loading: "",
          waiting: fill(words.yours, { n: fueling.pump }),
          flowing: words.flowing,
          settling: words.settling,
          done: words.settled,
          ended: ended[fueling.state] ?? "",
          failed: "",
        }[phase],
        pumpText: fill(words.pump, { n: fueling.pump }),
        gradeLabel: gradeText(fueling.grade),
        gradeColour: gradeColour(fueling.grade),
        priceText: fueling.unitPriceMilli ? `${symbolOf(currency)}${unitPrice(fueling.unitPriceMilli)}${words.perLitre}` : "",
        reservedText: fill(words.ofReserved, { amount: money(fueling.limitMinor, currency) }),
        part: fueling.limitMinor > 0 ? Math.min(100, (fueling.amountMinor / fueling.limitMinor) * 100) : 0,
      });
      this.tick();
      if (phase === "done") void this.receipt();
    },
    tick(): void {
      const fueling = this.data.fueling as Fueling | null;
      if (this.data.phase !== "waiting" || !fueling?.expiresAt) return;
      this.setData({ leftText: fill(this.data.t.left, { time: countdown(parseTime(fueling.expiresAt) - Date.now()) }) });
    },
    /** How the fill was paid stands in its order, a moment after it settled. */
    async receipt(): Promise<void> {
      if (run.receiptFor === this.data.id) return;
      run.receiptFor = this.data.id;
      const order: Order | undefined = await awaitOrder(this.data.id).catch(() => undefined);
      void fetchWallet(0).catch(() => undefined);
      const words = this.data.t;
      const paid = order?.fueling;
      const currency = this.data.currency;
      const facts = paid
        ? [
            { name: words.paidPrincipal, value: money(paid.principalMinor, currency) },
            { name: words.paidBonus, value: money(paid.bonusMinor, currency) },
            ...(paid.debtMinor > 0 ? [{ name: words.debt, value: money(paid.debtMinor, currency) }] : []),
          ]
        : [];
      if (!paid) run.receiptFor = "";
      this.setData({ facts });
    },
    async cancel(): Promise<void> {
      const words = this.data.t;
      if (!(await agreed(words.cancelAsk, "ok", "wait"))) return;
      this.setData({ busy: true, failure: "" });
      try {
        keepFill(await cancelFueling(this.data.id));
        await this.load();
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
    done(): void {
      if (runningStates.indexOf(store.get("fill")?.state ?? "") < 0) store.set("fill", null);
      void wx.switchTab({ url: "/pages/home/home" });
    },
    again(): void {
      const fueling = this.data.fueling as Fueling | null;
      if (fueling) void wx.redirectTo({ url: `/packages/fuel/authorise/authorise?station=${fueling.stationId}&pump=${fueling.pump}` });
      else this.done();
    },
    openOrder(): void {
      go(`/packages/wallet/order/order?id=${this.data.id}`);
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
    onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
      const fueling = this.data.fueling as Fueling | null;
      return shareCard(fill(this.data.t.share, { litres: litres(fueling?.volumeMl ?? 0) }), "/pages/home/home");
    },
  },
);
