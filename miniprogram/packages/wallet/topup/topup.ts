import { Problem } from "../../../lib/api/client.ts";
import { createTopup, fetchCatalog, fetchWallet, keys } from "../../../lib/api/driver.ts";
import type { Catalog, TopupPackage } from "../../../lib/api/types.ts";
import { peek } from "../../../lib/cache.ts";
import { fill, money, symbolOf } from "../../../lib/format.ts";
import { comingOf, offerOf, type Price, priceOf, termsOf } from "../../../lib/package-terms.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { store } from "../../../lib/store.ts";
import { openOwnPage, type PaymentOutcome, payTopup, providersOf } from "../../../lib/topup-payment.ts";
import { problemText, providerName } from "../../../lib/words.ts";

const MIN_MINOR = 1_000;
const MAX_MINOR = 500_000;
/** What was typed or chosen survives leaving the page. */
const DRAFT = "draft:topup";

interface Draft {
  readonly chosen: string;
  readonly typed: string;
  readonly provider?: string;
}

const OTHER = "other";

screen(
  {
    section: "topup",
    watch: ["wallet"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      packages: [] as readonly TopupPackage[],
      coming: [] as readonly TopupPackage[],
      cards: [] as object[],
      ways: [] as object[],
      providers: [] as readonly string[],
      provider: "",
      chosen: "",
      typed: "",
      symbol: "¥",
      label: "",
      hint: "",
      terms: [] as readonly string[],
      amountText: "",
      getText: "",
      failure: "",
      ready: false,
      busy: false,
    },
  },
  {
    onLoad(query): void {
      const draft = wx.getStorageSync(DRAFT) as Draft | "";
      this.setData({
        chosen: query.package ?? (draft ? draft.chosen : ""),
        typed: draft ? draft.typed : "",
        provider: (draft ? draft.provider : undefined) ?? "",
      });
      const kept = peek<Catalog>(keys.catalog);
      if (kept) this.take(kept);
      void this.load();
    },
    take(catalog: Catalog): void {
      const providers = providersOf(catalog);
      const { packages } = catalog;
      const on = packages.filter(({ soldOut }) => !soldOut);
      const known = [OTHER, ...on.map(({ packageId }) => packageId)].indexOf(this.data.chosen) >= 0;
      this.setData({
        packages,
        // What was kept by an older version of the app has none.
        coming: catalog.coming ?? [],
        providers,
        provider: providers.indexOf(this.data.provider) >= 0 ? this.data.provider : (providers[0] ?? ""),
        chosen: known ? this.data.chosen : ((on[1] ?? on[0])?.packageId ?? OTHER),
        phase: "ready",
      });
    },
    render(): void {
      const currency = this.currency();
      this.setData({
        symbol: symbolOf(currency),
        cards: [
          ...this.data.packages.map((one: TopupPackage) => this.card(one, one.soldOut ? this.data.t.soldOut : "")),
          ...this.data.coming.map((one: TopupPackage) => this.card(one, comingOf(one))),
        ],
        ways: this.data.providers.map((provider: string) => ({ provider, name: providerName(provider) })),
      });
      this.price();
    },
    /** @param off why it can't be bought now; empty when it can */
    card(one: TopupPackage, off: string): object {
      return {
        id: one.packageId,
        amountMinor: one.amountMinor,
        currency: this.currency(),
        from: one.kind === "discount",
        picture: one.pictureUrl ?? "",
        isOff: off !== "",
        offer: offerOf(one),
        off,
      };
    },
    currency(): string {
      return store.get("wallet")?.currency ?? "CNY";
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const [catalog] = await Promise.all([fetchCatalog(), fetchWallet().catch(() => undefined)]);
        this.take(catalog);
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
      const { id, off } = event.currentTarget.dataset as { id: string; off: boolean };
      if (off) return;
      this.setData({ chosen: id, failure: "" });
      this.keep();
    },
    chooseWay(event: WechatMiniprogram.TouchEvent): void {
      this.setData({ provider: event.currentTarget.dataset.provider as string, failure: "" });
      this.keep();
    },
    type(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.setData({ typed: event.detail.value.replace(/\D/g, "").slice(0, 5), failure: "" });
      this.pickOther();
    },
    /** What is typed is the value of a discount where one is chosen, and an amount of its own otherwise. */
    pickOther(): void {
      if (this.one()?.kind !== "discount") this.setData({ chosen: OTHER });
      this.keep();
    },
    keep(): void {
      wx.setStorageSync(DRAFT, { chosen: this.data.chosen, typed: this.data.typed, provider: this.data.provider } satisfies Draft);
      this.price();
    },
    one(): TopupPackage | undefined {
      return this.data.packages.filter((candidate: TopupPackage) => candidate.packageId === this.data.chosen)[0];
    },
    /** What the choice costs and brings; null while it is none that can be made. */
    priced(): Price | null {
      const one = this.one();
      const typedMinor = Number(this.data.typed) * 100;
      if (one) return priceOf(one, one.kind === "discount" && typedMinor === 0 ? one.amountMinor : typedMinor);
      return typedMinor >= MIN_MINOR && typedMinor <= MAX_MINOR ? { amountMinor: typedMinor, bonusMinor: 0 } : null;
    },
    /** A text with the least and the most that can be typed. */
    bounded(text: string): string {
      const one = this.one();
      const [min, max] = one?.kind === "discount" ? [one.amountMinor, one.valueMaxMinor ?? MAX_MINOR] : [MIN_MINOR, MAX_MINOR];
      const currency = this.currency();
      return fill(text, { min: money(min, currency, { short: true }), max: money(max, currency, { short: true }) });
    },
    /** What is to be paid and what arrives, for the button. */
    price(): void {
      const currency = this.currency();
      const words = this.data.t;
      const one = this.one();
      const priced = this.priced();
      const total = priced ? priced.amountMinor + priced.bonusMinor : 0;
      this.setData({
        ready: priced !== null,
        label: one?.kind === "discount" ? words.value : words.other,
        hint: this.bounded(words.otherHint),
        terms: one ? termsOf(one, priced?.bonusMinor ?? 0) : [],
        amountText: priced ? fill(words.pay, { amount: money(priced.amountMinor, currency, { short: true }) }) : words.choose,
        getText: priced && priced.bonusMinor > 0 ? fill(words.get, { amount: money(total, currency, { short: true }) }) : "",
      });
    },
    async pay(): Promise<void> {
      if (this.data.busy || !requireSession()) return;
      if (!this.data.ready) return this.setData({ failure: this.bounded(this.data.t.bounds) });
      const one = this.one();
      const typedMinor = Number(this.data.typed) * 100;
      const value = one?.kind === "discount" && typedMinor > 0 ? { valueMinor: typedMinor } : {};
      this.setData({ busy: true, failure: "" });
      try {
        const order = await createTopup(one ? { packageId: one.packageId, ...value } : { amountMinor: typedMinor }, this.data.provider);
        const outcome = await payTopup(order).catch(doubted);
        wx.removeStorageSync(DRAFT);
        const how = { paid: "&fresh=1", away: "&away=1", unknown: "&doubt=1", dismissed: "" }[outcome];
        await wx.redirectTo({ url: `/packages/wallet/order/order?id=${order.orderId}${how}` });
        // On top of the order, which tells how it went; a page that is only just being opened can't open another.
        if (outcome === "away") openOwnPage();
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
  },
);

/**
 * Whether the order was paid when the way there broke: its own page tells, and goes on with it. Here another tap would make another order,
 * and another payment.
 *
 * @throws a refusal for good, after which another way to pay can be chosen
 */
function doubted(error: unknown): PaymentOutcome {
  if (error instanceof Problem && !error.retryable) throw error;
  void wx.showToast({ title: problemText(error), icon: "none" });
  return "unknown";
}
