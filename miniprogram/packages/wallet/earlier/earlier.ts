import { fetchOrders } from "../../../lib/api/driver.ts";
import type { Order } from "../../../lib/api/types.ts";
import { go } from "../../../lib/navigation.ts";
import { type OrderLine, orderLine } from "../../../lib/order-view.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { problemText } from "../../../lib/words.ts";

/** The orders of an account that has become part of the driver's: they stay where they were made, and nothing more happens to them. */
screen(
  {
    section: "earlier",
    watch: ["session"],
    data: {
      account: "",
      phase: "loading" as "loading" | "ready" | "failed",
      orders: [] as readonly Order[],
      lines: [] as readonly OrderLine[],
      cursor: null as string | null,
      failure: "",
      more: false,
    },
  },
  {
    onLoad(query): void {
      this.setData({ account: query.account ?? "" });
      void this.load();
    },
    onPullDownRefresh(): void {
      void this.load().then(() => wx.stopPullDownRefresh());
    },
    onReachBottom(): void {
      void this.loadMore();
    },
    render(): void {
      this.setData({ lines: (this.data.orders as readonly Order[]).map(orderLine) });
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const page = await fetchOrders({ account: this.data.account });
        // In one go: a list without lines would say for a moment that there is nothing.
        this.setData({ orders: page.items, lines: page.items.map(orderLine), cursor: page.nextCursor, phase: "ready", failure: "" });
      } catch (error) {
        if (this.data.phase !== "ready") this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    async loadMore(): Promise<void> {
      const { cursor, account } = this.data;
      if (cursor === null || this.data.more) return;
      this.setData({ more: true });
      try {
        const page = await fetchOrders({ account }, cursor);
        this.setData({ orders: [...this.data.orders, ...page.items], cursor: page.nextCursor });
        this.render();
      } catch {
        // The next scroll asks again.
      } finally {
        this.setData({ more: false });
      }
    },
    open(event: WechatMiniprogram.TouchEvent): void {
      go(`/packages/wallet/order/order?id=${event.currentTarget.dataset.id as string}`);
    },
    retry(): void {
      this.setData({ phase: "loading", failure: "" });
      void this.load();
    },
  },
);
