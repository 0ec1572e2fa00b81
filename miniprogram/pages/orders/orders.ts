import { fetchOrders, keys, type OrderFilter } from "../../lib/api/driver.ts";
import type { Page as ApiPage, Order } from "../../lib/api/types.ts";
import { peek, put } from "../../lib/cache.ts";
import { go } from "../../lib/navigation.ts";
import { extended, type OrderList, refreshed } from "../../lib/order-list.ts";
import { type OrderLine, orderLine } from "../../lib/order-view.ts";
import { screen } from "../../lib/screen.ts";
import { requireSession } from "../../lib/session.ts";
import { store } from "../../lib/store.ts";
import { every } from "../../lib/ticker.ts";
import { saysAll } from "../../lib/unlisted.ts";
import { problemText } from "../../lib/words.ts";

const filters: Readonly<Record<string, OrderFilter>> = {
  all: {},
  awaiting: { state: "requested,awaiting_payment" },
  // What could not be refunded is paid for still.
  paid: { kind: "topup", state: "paid,refund_failed" },
  settled: { kind: "fueling", state: "settled" },
  refunding: { state: "refund_requested,refunding" },
  refunded: { state: "refunded" },
  cancelled: { state: "cancelled,expired" },
};

/** A list is asked for again when it was seen longer ago than this; going from tab to tab costs nothing. */
const TTL_MS = 15_000;

const lists = new Map<string, OrderList>();

const WATCH_MS = 2_000;
/** An order that nobody pays does not move, and is not asked about for ever. */
const LOOKS_MAX = 5;
const MOVING: readonly string[] = ["awaiting_payment", "refund_requested", "refunding"];
let stopWatching: (() => void) | undefined;

screen(
  {
    section: "orders",
    tab: true,
    watch: ["session", "wallet"],
    data: {
      tab: "all",
      tabs: [] as object[],
      phase: "loading" as "loading" | "ready" | "failed" | "signed-out",
      lines: [] as readonly OrderLine[],
      cursor: null as string | null,
      failure: "",
      more: false,
    },
  },
  {
    onLoad(): void {
      // What was seen last is there without a network, too; it counts as old.
      const kept = peek<ApiPage<Order>>(keys.orders);
      if (kept && store.get("session")) lists.set("all", { orders: kept.items, cursor: kept.nextCursor, atMs: 0 });
    },
    onShow(): void {
      void this.load(!saysAll(lists.get(this.data.tab)?.orders ?? []));
      // An order that has just been paid, or is being refunded, moves on by itself; the list learns of it a moment later.
      let looks = 0;
      stopWatching = every(WATCH_MS, () => {
        const list = lists.get(this.data.tab);
        if (looks < LOOKS_MAX && list && (!saysAll(list.orders) || list.orders.some(({ state }) => MOVING.indexOf(state) >= 0))) {
          looks += 1;
          void this.load(true);
        }
      });
    },
    onHide(): void {
      stopWatching?.();
    },
    onPullDownRefresh(): void {
      void this.load(true).then(() => wx.stopPullDownRefresh());
    },
    onReachBottom(): void {
      void this.loadMore();
    },
    render(): void {
      const words = this.data.t;
      this.setData({
        tabs: [
          { value: "all", label: words.all },
          { value: "awaiting", label: words.awaiting },
          { value: "paid", label: words.paid },
          { value: "settled", label: words.settled },
          { value: "refunding", label: words.refunding },
          { value: "refunded", label: words.refunded },
          { value: "cancelled", label: words.cancelled },
        ],
      });
      if (!store.get("session")) {
        lists.clear();
        this.setData({ phase: "signed-out", lines: [] });
      } else this.show();
    },
    show(): void {
      const list = lists.get(this.data.tab);
      if (list) this.setData({ lines: list.orders.map(orderLine), cursor: list.cursor, phase: "ready" });
    },
    async load(force: boolean): Promise<void> {
      if (!store.get("session")) return;
      const { tab } = this.data;
      const known = lists.get(tab);
      if (!known) this.setData({ phase: "loading", lines: [] });
      if (known && !force && Date.now() - known.atMs < TTL_MS) return this.show();
      try {
        const page = await fetchOrders(filters[tab] ?? {});
        lists.set(tab, refreshed(lists.get(tab), page, Date.now()));
        if (tab === "all") put(keys.orders, page);
        if (this.data.tab === tab) this.show();
      } catch (error) {
        if (this.data.tab === tab && !known) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    async loadMore(): Promise<void> {
      const { tab } = this.data;
      const list = lists.get(tab);
      if (!list || list.cursor === null || this.data.more) return;
      this.setData({ more: true });
      try {
        const page = await fetchOrders(filters[tab] ?? {}, list.cursor);
        lists.set(tab, extended(lists.get(tab) ?? list, page));
        if (this.data.tab === tab) this.show();
      } catch {
        // The next scroll asks again.
      } finally {
        this.setData({ more: false });
      }
    },
    changeTab(event: WechatMiniprogram.TouchEvent): void {
      this.choose(event.currentTarget.dataset.tab as string);
    },
    showAll(): void {
      this.choose("all");
    },
    choose(tab: string): void {
      this.setData({ tab, failure: "" });
      void this.load(false);
    },
    open(event: WechatMiniprogram.TouchEvent): void {
      // What the driver does there may change the lists.
      lists.clear();
      go(`/packages/wallet/order/order?id=${event.currentTarget.dataset.id as string}`);
    },
    topup(): void {
      go("/packages/wallet/topup/topup");
    },
    signIn(): void {
      requireSession();
    },
    retry(): void {
      void this.load(true);
    },
  },
);
