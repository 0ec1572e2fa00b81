import { messages } from "../../../i18n/index.ts";
import {
  awaitOrder,
  cancelOrder,
  fetchStation,
  fetchTopup,
  fetchWallet,
  keys,
  knownStation,
  showsRefunds,
  UNPAID,
} from "../../../lib/api/driver.ts";
import type { Order, Refund } from "../../../lib/api/types.ts";
import { invalidate } from "../../../lib/cache.ts";
import { agreed } from "../../../lib/dialog.ts";
import { dateTime, fill, litres, money, parseTime, symbolOf, unitPrice } from "../../../lib/format.ts";
import { go } from "../../../lib/navigation.ts";
import { orderTone, refundOver } from "../../../lib/order-view.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { every } from "../../../lib/ticker.ts";
import { cashierUrl, openOwnPage, payTopup } from "../../../lib/topup-payment.ts";
import { noteOrder } from "../../../lib/unlisted.ts";
import { gradeText, problemText, providerName, stationName } from "../../../lib/words.ts";

const WATCH_MS = 1_500;
let stopWatching: (() => void) | undefined;

/** Of a top-up that was paid; its refunds have a time line of their own. */
const REFUND_STATES: readonly string[] = ["refund_requested", "refunding", "refunded", "refund_failed"];
/** Top-ups of which something can still be asked back; whether there is anything left, the wallet says. */
const REFUNDABLE: readonly string[] = ["paid", "refunded", "refund_failed"];

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
      /** The driver is, or was, at the provider's own page. */
      away: false,
      phase: "loading" as "loading" | "ready" | "failed",
      order: null as Order | null,
      stateText: "",
      tone: "",
      kindText: "",
      facts: [] as object[],
      steps: [] as readonly Step[],
      refunds: [] as object[],
      refundable: false,
      payable: false,
      running: false,
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(query): void {
      // Paid or not: the order is watched until it is known.
      const away = query.doubt === "1" || (query.away === "1" && cashierUrl() !== "");
      this.setData({ id: query.id ?? "", fresh: query.fresh === "1", away });
    },
    onShow(): void {
      void this.load();
      // What others are at work on comes by itself.
      stopWatching = every(WATCH_MS, () => {
        const order = this.data.order as Order | null;
        if (this.data.away) void this.askAfter();
        else if (order && (order.state === "refund_requested" || order.state === "refunding" || !showsRefunds(order))) void this.load();
      });
    },
    onHide(): void {
      stopWatching?.();
    },
    onUnload(): void {
      stopWatching?.();
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const order = await this.current();
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
    /** The order as it is listed; whether it has been paid, the wallet knows before the list does. */
    async current(): Promise<Order> {
      const listed = await awaitOrder(this.data.id);
      if (listed.kind !== "topup" || UNPAID.indexOf(listed.state) < 0) return listed;
      const { state } = await fetchTopup(this.data.id);
      return { ...listed, state };
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
        ],
        steps: this.timeline(order),
        refunds: (order.refunds ?? []).map((refund) => this.refundCard(refund, order.currency)),
        refundable: order.kind === "topup" && REFUNDABLE.indexOf(order.state) >= 0,
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
        ...(parts.bonusMinor > 0 ? [{ name: words.bonus, value: money(parts.bonusMinor, order.currency) }] : []),
        { name: words.method, value: providerName(parts.provider) },
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
      const words = this.data.t;
      /** What is behind an order is told as done. */
      const behind = {
        awaiting_payment: words.ordered,
        paid: states.paid,
        authorised: words.held,
        fueling: words.fuelled,
        settled: states.settled,
      };
      const language = currentLanguage();
      const time = (iso: string | null | undefined) => (iso ? dateTime(parseTime(iso), language) : "");
      const path = order.kind === "topup" ? (["awaiting_payment", "paid"] as const) : (["authorised", "fueling", "settled"] as const);
      const state = REFUND_STATES.indexOf(order.state) >= 0 ? "paid" : order.state === "completed" ? "fueling" : order.state;
      const reached = (path as readonly string[]).indexOf(state);
      if (reached < 0) {
        return [
          { name: behind[path[0]], time: time(order.createdAt), done: true },
          { name: states[order.state], time: time(order.completedAt), done: true },
        ];
      }
      return path.map((state, index) => ({
        name: index < reached ? behind[state] : states[state],
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
    /** A refund with all that has happened to it, the time of each. */
    refundCard(refund: Refund, currency: string): object {
      const { refundStates, refundSteps } = messages();
      const language = currentLanguage();
      return {
        id: refund.refundId,
        title: fill(this.data.t.refundOf, { amount: money(refund.principalMinor, currency) }),
        bonus: refund.bonusMinor > 0 ? fill(this.data.t.lapsed, { amount: money(refund.bonusMinor, currency) }) : "",
        state: refundStates[refund.state],
        tone: refund.state === "succeeded" ? "good" : refundOver.indexOf(refund.state) >= 0 ? "" : "wait",
        needsBank: refund.state === "bank_details",
        steps: refund.steps.map((step, index) => ({
          no: index,
          name: refundSteps[step.step],
          note: step.step === "declined" ? (step.note ?? "") : "",
          time: dateTime(parseTime(step.at), language),
        })),
      };
    },
    refund(): void {
      go(`/packages/wallet/refund/refund?order=${this.data.id}`);
    },
    giveBank(event: WechatMiniprogram.TouchEvent): void {
      const refundId = event.currentTarget.dataset.refund as string;
      go(`/packages/wallet/refund/refund?order=${this.data.id}&refund=${refundId}`);
    },
    /** To the provider's own page; from then on the order is watched. */
    leave(): void {
      this.setData({ away: true });
      openOwnPage();
    },
    /** Whether the money has come since; the wallet knows before the lists do. */
    async askAfter(): Promise<void> {
      const topup = await fetchTopup(this.data.id).catch(() => undefined);
      if (!topup || UNPAID.indexOf(topup.state) >= 0) return;
      noteOrder(this.data.id, UNPAID);
      this.setData({ away: false, fresh: topup.state === "paid" });
      invalidate(keys.wallet, keys.home, keys.orders);
      await fetchWallet(0).catch(() => undefined);
      await this.load();
    },
    async pay(): Promise<void> {
      const order = this.data.order as Order | null;
      if (!order || this.data.busy) return;
      this.setData({ busy: true, failure: "" });
      try {
        const outcome = await payTopup(await fetchTopup(order.orderId));
        if (outcome === "paid") this.setData({ fresh: true });
        if (outcome === "unknown") this.setData({ away: true });
        if (outcome === "away") this.leave();
        else await this.load();
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
    async cancel(): Promise<void> {
      const words = this.data.t;
      if (!(await agreed(words.cancelAsk, "ok", "keep"))) return;
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
      go(`/packages/fuel/fill/fill?id=${this.data.id}`);
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
