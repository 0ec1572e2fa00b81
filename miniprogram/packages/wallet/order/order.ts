import { messages } from "../../../i18n/index.ts";
import { awaitOrder, cancelOrder, fetchStation, keys, knownStation } from "../../../lib/api/driver.ts";
import type { Order } from "../../../lib/api/types.ts";
import { invalidate } from "../../../lib/cache.ts";
import { dateTime, fill, litres, money, parseTime, symbolOf, unitPrice } from "../../../lib/format.ts";
import { orderTone } from "../../../lib/order-view.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { paymentOf, payTopup } from "../../../lib/topup-payment.ts";
import { gradeText, problemText, stationName } from "../../../lib/words.ts";

interface Step {
  readonly name: string;
  readonly time: string;
  readonly done: boolean;
}

screen(
  {
    section: "order",
    data: {
      id: "",
      fresh: false,
      phase: "loading" as "loading" | "ready" | "failed",
      order: null as Order | null,
      stateText: "",
      tone: "",
      kindText: "",
      facts: [] as object[],
      steps: [] as readonly Step[],
      payable: false,
      running: false,
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(query): void {
      this.setData({ id: query.id ?? "", fresh: query.fresh === "1" });
    },
    onShow(): void {
      void this.load();
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const order = await awaitOrder(this.data.id);
        this.setData({ order, phase: "ready", failure: "" });
        this.render();
        const stationId = order.fueling?.stationId;
        if (stationId === undefined || knownStation(stationId)) return;
        await fetchStation(stationId).catch(() => undefined);
        this.render();
      } catch (error) {
        if (!this.data.order) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    render(): void {
      const order = this.data.order as Order | null;
      if (!order) return;
      const words = this.data.t;
      const all = messages();
      this.setData({
        stateText: all.states[order.state],
        tone: orderTone(order.state),
        kindText: all.orders[order.kind],
        facts: [
          ...(order.kind === "topup" ? this.topupFacts(order) : this.fuelingFacts(order)),
          { name: words.created, value: dateTime(parseTime(order.createdAt), currentLanguage()) },
          { name: words.number, value: order.orderId },
        ],
        steps: this.timeline(order),
        payable: order.kind === "topup" && order.state === "awaiting_payment",
        running: ["requested", "authorised", "fueling", "completed"].indexOf(order.state) >= 0 && order.kind === "fueling",
      });
    },
    topupFacts(order: Order): object[] {
      const words = this.data.t;
      const parts = order.topup;
      if (!parts) return [];
      return [
        { name: words.principal, value: money(parts.principalMinor, order.currency) },
        { name: words.bonus, value: money(parts.bonusMinor, order.currency) },
        { name: words.method, value: parts.provider },
      ];
    },
    fuelingFacts(order: Order): object[] {
      const words = this.data.t;
      const part = order.fueling;
      if (!part) return [];
      return [
        { name: words.station, value: stationName(part.stationId) },
        { name: words.pump, value: fill(messages().common.pump, { n: part.pump }) },
        { name: words.grade, value: gradeText(part.grade) },
        { name: words.litres, value: `${litres(part.volumeMl)} ${words.litre}` },
        { name: words.price, value: `${symbolOf(order.currency)}${unitPrice(part.unitPriceMilli)}${words.perLitre}` },
        { name: words.principal, value: money(part.principalMinor, order.currency) },
        { name: words.bonus, value: money(part.bonusMinor, order.currency) },
        ...(part.debtMinor > 0 ? [{ name: words.debt, value: money(part.debtMinor, order.currency) }] : []),
      ];
    },
    /** From its making to where it stands; what hasn't happened is faint. */
    timeline(order: Order): Step[] {
      const states = messages().states;
      const language = currentLanguage();
      const time = (iso: string | null | undefined) => (iso ? dateTime(parseTime(iso), language) : "");
      const path = order.kind === "topup" ? (["awaiting_payment", "paid"] as const) : (["authorised", "fueling", "settled"] as const);
      const reached = (path as readonly string[]).indexOf(order.state === "completed" ? "fueling" : order.state);
      if (reached < 0) {
        return [
          { name: states[path[0]], time: time(order.createdAt), done: true },
          { name: states[order.state], time: time(order.completedAt), done: true },
        ];
      }
      return path.map((state, index) => ({
        name: states[state],
        time:
          index === 0
            ? time(order.createdAt)
            : state === "fueling"
              ? time(order.fueling?.startedAt)
              : index === reached
                ? time(order.completedAt)
                : "",
        done: index <= reached,
      }));
    },
    async pay(): Promise<void> {
      const order = this.data.order as Order | null;
      if (!order || this.data.busy) return;
      this.setData({ busy: true, failure: "" });
      try {
        if ((await payTopup(paymentOf(order))) === "paid") this.setData({ fresh: true });
        await this.load();
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
    async cancel(): Promise<void> {
      const words = this.data.t;
      const { confirm } = await wx.showModal({ content: words.cancelAsk, confirmText: words.confirm, cancelText: words.keep });
      if (!confirm) return;
      this.setData({ busy: true, failure: "" });
      try {
        await cancelOrder(this.data.id);
        invalidate(keys.orders);
        await this.load();
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
    copy(): void {
      void wx.setClipboardData({ data: this.data.id }).then(() => wx.showToast({ title: this.data.t.copied, icon: "none" }));
    },
    watch(): void {
      void wx.navigateTo({ url: `/packages/fuel/fill/fill?id=${this.data.id}` });
    },
    wallet(): void {
      void wx.redirectTo({ url: "/packages/wallet/wallet/wallet" });
    },
    fuel(): void {
      void wx.switchTab({ url: "/pages/pay/pay" });
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
  },
);
