import type { Movement, MovementKind } from "@forecourt/contract/movement";
import { fetchLots, fetchStatement, fetchWallet } from "../../../lib/api/driver.ts";
import type { Lot, Wallet } from "../../../lib/api/types.ts";
import { date, dateTime, fill, money, parseTime } from "../../../lib/format.ts";
import { go } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { StatementVerifier } from "../../../lib/statement.ts";
import { store } from "../../../lib/store.ts";
import { problemText } from "../../../lib/words.ts";

type WalletWords = "topup" | "lateTopup" | "fuel" | "debtPayment" | "bonusExpired" | "adjustment" | RefundWords;
type RefundWords = "refund" | "refundReturned" | "chargeback" | "chargebackReturned" | "paymentCredit";

const kinds: Readonly<Record<MovementKind, { readonly word: WalletWords; readonly icon: string }>> = {
  topup: { word: "topup", icon: "plus" },
  late_topup: { word: "lateTopup", icon: "plus" },
  fueling: { word: "fuel", icon: "pump" },
  debt_payment: { word: "debtPayment", icon: "check" },
  bonus_expiry: { word: "bonusExpired", icon: "clock" },
  adjustment: { word: "adjustment", icon: "list" },
  refund: { word: "refund", icon: "list" },
  refund_returned: { word: "refundReturned", icon: "list" },
  chargeback: { word: "chargeback", icon: "list" },
  chargeback_returned: { word: "chargebackReturned", icon: "list" },
  payment_credit: { word: "paymentCredit", icon: "plus" },
};

/** Lots that are shown: the next to be spent. */
const LOTS_SHOWN = 5;
/** The largest page that the API gives, for verification. */
const VERIFY_PAGE = 100;

screen(
  {
    section: "wallet",
    watch: ["wallet", "session"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      wallet: null as Wallet | null,
      held: [] as readonly Lot[],
      lots: [] as object[],
      movements: [] as readonly Movement[],
      lines: [] as object[],
      cursor: null as string | null,
      failure: "",
      more: false,
      verifying: false,
      verdict: "",
      broken: false,
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
    render(): void {
      const wallet = store.get("wallet");
      const currency = wallet?.currency ?? "CNY";
      const words = this.data.t;
      this.setData({
        wallet,
        lots: (this.data.held as readonly Lot[]).map((lot) => this.lotLine(lot, currency)),
        lines: (this.data.movements as readonly Movement[]).map((movement) => {
          const kind = kinds[movement.kind];
          const total = movement.principalMinor + movement.bonusMinor;
          const split = [
            [words.principal, movement.principalMinor],
            [words.bonus, movement.bonusMinor],
            [words.debt, movement.debtMinor],
          ] as const;
          return {
            no: movement.no,
            icon: kind?.icon ?? "list",
            title: kind ? words[kind.word] : words.movement,
            time: dateTime(movement.atMs, currentLanguage()),
            amount: money(total, currency, { signed: true }),
            plus: total > 0,
            split: split
              .filter(([, amount]) => amount !== 0)
              .map(([name, amount]) => `${name} ${money(amount, currency, { signed: true })}`),
            balance: fill(words.balance, { amount: money(movement.balance.principalMinor + movement.balance.bonusMinor, currency) }),
          };
        }),
      });
    },
    lotLine(lot: Lot, currency: string): object {
      const words = this.data.t;
      const left = lot.principalMinor + lot.bonusMinor;
      const notes = [`${words.principal} ${money(lot.principalMinor, currency)}`];
      if (lot.bonusMinor > 0) notes.push(`${words.bonus} ${money(lot.bonusMinor, currency)}`);
      if (lot.bonusMinor > 0 && lot.bonusExpiresAt !== null) {
        notes.push(fill(words.bonusUntil, { date: date(parseTime(lot.bonusExpiresAt), currentLanguage()) }));
      }
      return {
        id: lot.lotId,
        // What an operator has credited has no order to open.
        order: /^top_/.test(lot.sourceId) ? lot.sourceId : "",
        title: fill(words.lotOf, { date: date(parseTime(lot.creditedAt), currentLanguage()) }),
        left: money(left, currency),
        part: Math.round((100 * left) / Math.max(1, lot.paidMinor + lot.grantedMinor)),
        notes,
      };
    },
    openOrder(event: WechatMiniprogram.TouchEvent): void {
      const order = event.currentTarget.dataset.order as string;
      if (order) go(`/packages/wallet/order/order?id=${order}`);
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const [page, held] = await Promise.all([fetchStatement(), fetchLots(LOTS_SHOWN), fetchWallet(0).catch(() => undefined)]);
        this.setData({ held: held.items, movements: page.items, cursor: page.nextCursor, phase: "ready", failure: "" });
        this.render();
      } catch (error) {
        if (this.data.movements.length === 0) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    async loadMore(): Promise<void> {
      const { cursor } = this.data;
      if (cursor === null || this.data.more) return;
      this.setData({ more: true });
      try {
        const page = await fetchStatement(cursor);
        this.setData({ movements: [...this.data.movements, ...page.items], cursor: page.nextCursor });
        this.render();
      } catch {
        // The next scroll asks again.
      } finally {
        this.setData({ more: false });
      }
    },
    /** Reads the statement to its beginning and checks every link on the phone itself. */
    async verify(): Promise<void> {
      if (this.data.verifying) return;
      this.setData({ verifying: true, verdict: fill(this.data.t.verifying, { n: 0 }), broken: false });
      const verifier = new StatementVerifier();
      try {
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await fetchStatement(cursor, VERIFY_PAGE);
          const verdict = verifier.add(page.items);
          this.setData({ verdict: fill(this.data.t.verifying, { n: verdict.checked }) });
          cursor = verdict.brokenAt === null ? page.nextCursor : null;
        }
        const { checked, brokenAt } = verifier.finish();
        const words = this.data.t;
        this.setData({
          broken: brokenAt !== null,
          verdict: brokenAt === null ? fill(words.intact, { n: checked }) : fill(words.broken, { n: brokenAt }),
        });
      } catch (error) {
        this.setData({ verdict: problemText(error) });
      } finally {
        this.setData({ verifying: false });
      }
    },
    coupons(): void {
      go("/packages/wallet/coupons/coupons");
    },
    topup(): void {
      go("/packages/wallet/topup/topup");
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
  },
);
