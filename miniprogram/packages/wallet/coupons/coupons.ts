import { fetchCoupons } from "../../../lib/api/driver.ts";
import type { Coupon } from "../../../lib/api/types.ts";
import { bundlesOf } from "../../../lib/coupon-bundles.ts";
import { date, fill, money, parseTime } from "../../../lib/format.ts";
import { go } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { store } from "../../../lib/store.ts";
import { nameOf, problemText } from "../../../lib/words.ts";

/** The coupons that came with top-ups: how many of each, what for, until when, and the order that brought them. */
screen(
  {
    section: "coupons",
    watch: ["session"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      coupons: [] as readonly Coupon[],
      groups: [] as object[],
      cursor: null as string | null,
      more: false,
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
    onReachBottom(): void {
      void this.loadMore();
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const page = await fetchCoupons();
        this.setData({ coupons: page.items, cursor: page.nextCursor, phase: "ready", failure: "" });
        this.render();
      } catch (error) {
        if (this.data.phase !== "ready") this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    async loadMore(): Promise<void> {
      const { cursor } = this.data;
      if (cursor === null || this.data.more) return;
      this.setData({ more: true });
      try {
        const page = await fetchCoupons(cursor);
        this.setData({ coupons: [...this.data.coupons, ...page.items], cursor: page.nextCursor });
        this.render();
      } catch {
        // The next scroll asks again.
      } finally {
        this.setData({ more: false });
      }
    },
    render(): void {
      const bundles = bundlesOf(this.data.coupons as readonly Coupon[]);
      const { t } = this.data;
      const language = currentLanguage();
      // A coupon is spent where the driver's wallet is.
      const currency = store.get("wallet")?.currency ?? "CNY";
      const lines = bundles.map(({ coupon, count }) => ({
        id: coupon.couponId,
        order: coupon.orderId,
        isValid: coupon.state === "granted",
        value: money(coupon.valueMinor, currency, { short: true }),
        count: fill(t.count, { n: count }),
        title: nameOf(coupon.names),
        least: coupon.minSpendMinor > 0 ? fill(t.least, { amount: money(coupon.minSpendMinor, currency, { short: true }) }) : t.any,
        until:
          coupon.state === "revoked"
            ? t.revoked
            : coupon.expiresAt === null
              ? t.always
              : fill(coupon.state === "expired" ? t.ended : t.until, { date: date(parseTime(coupon.expiresAt), language) }),
        from: fill(t.from, { date: date(parseTime(coupon.grantedAt), language) }),
      }));
      this.setData({
        groups: [
          { title: t.valid, past: false, lines: lines.filter(({ isValid }) => isValid) },
          { title: t.past, past: true, lines: lines.filter(({ isValid }) => !isValid) },
        ],
      });
    },
    open(event: WechatMiniprogram.TouchEvent): void {
      go(`/packages/wallet/order/order?id=${event.currentTarget.dataset.order as string}`);
    },
    topup(): void {
      go("/packages/wallet/topup/topup");
    },
    retry(): void {
      this.setData({ phase: "loading", failure: "" });
      void this.load();
    },
  },
);
