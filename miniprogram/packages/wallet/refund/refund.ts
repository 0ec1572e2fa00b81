import { Problem } from "../../../lib/api/client.ts";
import { askRefund, giveBankAccount, keys, previewRefund } from "../../../lib/api/driver.ts";
import type { BankAccount, RefundPreview } from "../../../lib/api/types.ts";
import { invalidate } from "../../../lib/cache.ts";
import { fill, minorOf, money, symbolOf } from "../../../lib/format.ts";
import { back } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { problemText } from "../../../lib/words.ts";

/** What was typed survives leaving the page; the account is a bank's and is not kept. */
const DRAFT = "draft:refund:";

interface Draft {
  readonly amount: string;
  readonly reason: string;
}

/** Asks for a top-up back; or, with `refund` in its address, names the account that a refund is waiting for. */
screen(
  {
    section: "refund",
    data: {
      orderId: "",
      refundId: "",
      phase: "loading" as "loading" | "ready" | "failed" | "refused",
      preview: null as RefundPreview | null,
      reasons: [] as readonly string[],
      amount: "",
      reason: "",
      holder: "",
      account: "",
      bank: "",
      needsBank: false,
      symbol: "¥",
      amountHint: "",
      lapseText: "",
      wayText: "",
      askText: "",
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(query): void {
      const orderId = query.order ?? "";
      const draft = wx.getStorageSync(DRAFT + orderId) as Draft | "";
      this.setData({ orderId, refundId: query.refund ?? "", ...(draft || {}) });
      if (query.refund) this.setData({ phase: "ready", needsBank: true });
      else void this.preview();
    },
    render(): void {
      const words = this.data.t;
      const preview = this.data.preview as RefundPreview | null;
      const reasons = [words.reasonPlans, words.reasonMistake, words.reasonMoving, words.reasonOther];
      this.setData({ reasons, reason: this.data.reason || (reasons[0] ?? ""), askText: words.give });
      if (!preview) return;
      const { currency } = preview;
      this.setData({
        symbol: symbolOf(currency),
        amountHint: fill(words.upTo, { amount: money(preview.refundableMinor, currency) }),
        lapseText: fill(words.lapse, { amount: money(preview.bonusMinor, currency) }),
        wayText: preview.channel === "bank" ? words.byBank : preview.automatic ? words.atOnce : words.looked,
        needsBank: preview.channel === "bank",
        askText: fill(words.ask, { amount: money(preview.principalMinor, currency) }),
      });
    },
    /** What would come back of the amount that stands there; nothing typed: of all that is left. */
    async preview(): Promise<void> {
      if (!requireSession()) return;
      const amountMinor = minorOf(this.data.amount);
      try {
        this.setData({ preview: await previewRefund(this.data.orderId, amountMinor ?? undefined), phase: "ready", failure: "" });
        this.render();
      } catch (error) {
        const failure = problemText(error);
        if (this.data.preview) this.setData({ failure });
        else this.setData({ phase: error instanceof Problem && !error.retryable ? "refused" : "failed", failure });
      }
    },
    type(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      const field = event.currentTarget.dataset.field as string;
      this.setData({ [field]: event.detail.value, failure: "" });
      this.keep();
    },
    choose(event: WechatMiniprogram.TouchEvent): void {
      this.setData({ reason: event.currentTarget.dataset.reason as string });
      this.keep();
    },
    keep(): void {
      wx.setStorageSync(DRAFT + this.data.orderId, { amount: this.data.amount, reason: this.data.reason } satisfies Draft);
    },
    bankAccount(): BankAccount | null {
      const { holder, account, bank } = this.data;
      return holder.trim() && account.trim() && bank.trim() ? { holder: holder.trim(), account: account.trim(), bank: bank.trim() } : null;
    },
    async ask(): Promise<void> {
      if (this.data.busy || !requireSession()) return;
      const bank = this.data.needsBank ? this.bankAccount() : undefined;
      if (bank === null) return this.setData({ failure: this.data.t.bankMissing });
      const amountMinor = minorOf(this.data.amount);
      if (amountMinor === null && this.data.amount.trim() !== "") return this.setData({ failure: this.data.t.amountWrong });
      this.setData({ busy: true, failure: "" });
      try {
        if (this.data.refundId && bank) await giveBankAccount(this.data.refundId, bank);
        else {
          await askRefund(this.data.orderId, {
            reason: this.data.reason,
            ...(amountMinor === null ? {} : { amountMinor }),
            ...(bank ? { bank } : {}),
          });
        }
        wx.removeStorageSync(DRAFT + this.data.orderId);
        invalidate(keys.wallet, keys.home, keys.orders);
        this.back();
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
    /** To the order, also when this page was opened by itself. */
    back(): void {
      void back(`/packages/wallet/order/order?id=${this.data.orderId}`);
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.preview();
    },
  },
);
