import { createTopup, fetchCatalog, fetchWallet, keys } from "../../../lib/api/driver.ts";
import type { Catalog, TopupPackage } from "../../../lib/api/types.ts";
import { peek } from "../../../lib/cache.ts";
import { fill, money, symbolOf } from "../../../lib/format.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { store } from "../../../lib/store.ts";
import { payTopup } from "../../../lib/topup-payment.ts";
import { problemText } from "../../../lib/words.ts";

const MIN_MINOR = 1_000;
const MAX_MINOR = 500_000;
/** What was typed or chosen survives leaving the page. */
const DRAFT = "draft:topup";

interface Draft {
  readonly chosen: string;
  readonly typed: string;
}

const OTHER = "other";

screen(
  {
    section: "topup",
    watch: ["wallet"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      packages: [] as readonly TopupPackage[],
      cards: [] as object[],
      chosen: "",
      typed: "",
      symbol: "¥",
      hint: "",
      amountText: "",
      getText: "",
      validText: "",
      failure: "",
      ready: false,
      busy: false,
    },
  },
  {
    onLoad(query): void {
      const draft = wx.getStorageSync(DRAFT) as Draft | "";
      this.setData({ chosen: query.package ?? (draft ? draft.chosen : ""), typed: draft ? draft.typed : "" });
      const kept = peek<Catalog>(keys.catalog);
      if (kept) this.setData({ packages: kept.packages, phase: "ready" });
      void this.load();
    },
    render(): void {
      const currency = this.currency();
      this.setData({
        symbol: symbolOf(currency),
        hint: fill(this.data.t.otherHint, {
          min: money(MIN_MINOR, currency, { short: true }),
          max: money(MAX_MINOR, currency, { short: true }),
        }),
        cards: this.data.packages.map((one: TopupPackage) => ({
          id: one.packageId,
          amountMinor: one.amountMinor,
          currency,
          bonus: one.bonusMinor > 0 ? fill(this.data.t.bonus, { amount: money(one.bonusMinor, currency, { short: true }) }) : "",
        })),
      });
      this.price();
    },
    currency(): string {
      return store.get("wallet")?.currency ?? "CNY";
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const [{ packages }] = await Promise.all([fetchCatalog(), fetchWallet().catch(() => undefined)]);
        const first = packages[1] ?? packages[0];
        this.setData({ packages, phase: "ready", chosen: this.data.chosen || first?.packageId || OTHER });
        this.render();
      } catch (error) {
        if (this.data.packages.length === 0) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    retry(): void {
      this.setData({ phase: "loading", failure: "" });
      void this.load();
    },
    choose(event: WechatMiniprogram.TouchEvent): void {
      this.setData({ chosen: event.currentTarget.dataset.id as string, failure: "" });
      this.keep();
    },
    type(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.setData({ typed: event.detail.value.replace(/\D/g, "").slice(0, 5), chosen: OTHER, failure: "" });
      this.keep();
    },
    pickOther(): void {
      this.setData({ chosen: OTHER });
      this.keep();
    },
    keep(): void {
      wx.setStorageSync(DRAFT, { chosen: this.data.chosen, typed: this.data.typed });
      this.price();
    },
    /** What is to be paid and what arrives, for the button. */
    price(): void {
      const currency = this.currency();
      const one = this.data.packages.filter((candidate: TopupPackage) => candidate.packageId === this.data.chosen)[0] as
        | TopupPackage
        | undefined;
      const amountMinor = one ? one.amountMinor : Number(this.data.typed) * 100;
      const ready = amountMinor >= MIN_MINOR && amountMinor <= MAX_MINOR;
      const bonusMinor = one?.bonusMinor ?? 0;
      this.setData({
        ready,
        amountText: ready ? fill(this.data.t.pay, { amount: money(amountMinor, currency, { short: true }) }) : this.data.t.choose,
        getText:
          ready && bonusMinor > 0 ? fill(this.data.t.get, { amount: money(amountMinor + bonusMinor, currency, { short: true }) }) : "",
        validText:
          bonusMinor > 0 ? (one?.bonusValidDays ? fill(this.data.t.valid, { n: one.bonusValidDays }) : this.data.t.validAlways) : "",
      });
    },
    async pay(): Promise<void> {
      if (this.data.busy || !requireSession()) return;
      const one = this.data.packages.filter((candidate: TopupPackage) => candidate.packageId === this.data.chosen)[0] as
        | TopupPackage
        | undefined;
      if (!this.data.ready) {
        const currency = this.currency();
        return this.setData({
          failure: fill(this.data.t.bounds, {
            min: money(MIN_MINOR, currency, { short: true }),
            max: money(MAX_MINOR, currency, { short: true }),
          }),
        });
      }
      this.setData({ busy: true, failure: "" });
      try {
        const order = await createTopup(one ? { packageId: one.packageId } : { amountMinor: Number(this.data.typed) * 100 });
        const outcome = await payTopup(order);
        wx.removeStorageSync(DRAFT);
        await wx.redirectTo({ url: `/packages/wallet/order/order?id=${order.orderId}${outcome === "paid" ? "&fresh=1" : ""}` });
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
  },
);
