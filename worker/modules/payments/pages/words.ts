import type { ReaderLanguage } from "../../../http/readerLanguage.ts";

/** What a payer reads on the way to a provider's cashier and back. */
export interface PayWords {
  readonly topup: string;
  readonly unionpay: { readonly title: string; readonly hint: string; readonly go: string };
  readonly card: {
    readonly title: string;
    readonly pay: string;
    readonly note: string;
    readonly unreachable: string;
    readonly reload: string;
    readonly failed: string;
  };
  readonly gone: { readonly title: string; readonly hint: string };
  readonly done: Readonly<Record<DoneState, { readonly title: string; readonly hint: string }>>;
  readonly retry: string;
  readonly retryAfterAll: string;
  readonly back: string;
}

/**
 * What the page that a cashier leads back to says. `slow`: nothing has come for a while. `failed`: the provider says so, and
 * nothing of ours does: the order can be paid yet.
 */
export const doneStates = ["waiting", "slow", "failed", "paid", "closed"] as const;
export type DoneState = (typeof doneStates)[number];

export const payWords: Readonly<Record<ReaderLanguage, PayWords>> = {
  "zh-CN": {
    topup: "钱包充值",
    unionpay: { title: "正在前往银联", hint: "付款在银联的页面完成。", go: "继续前往银联" },
    card: {
      title: "银行卡付款",
      pay: "支付 {amount}",
      note: "卡号由 Stripe 加密处理，我们看不到，也不保存。",
      unreachable: "付款表单没有加载出来。请检查网络后重试，不会扣款。",
      reload: "重新加载",
      failed: "这次没有付成，请再试一次，或换一张卡。",
    },
    gone: { title: "没有找到这笔订单", hint: "请回到小程序，在订单里查看，或重新充值。" },
    done: {
      waiting: { title: "正在确认付款结果", hint: "通常只要几秒钟。" },
      slow: { title: "还没有收到付款结果", hint: "如果已经付款，到账后余额会自动更新，请不要重复支付。" },
      failed: { title: "付款没有成功", hint: "支付机构没有完成这笔付款，可以再试一次。" },
      paid: { title: "充值成功", hint: "已存入钱包。" },
      closed: { title: "订单已关闭", hint: "如果已经付款，这笔钱会存入钱包，或原路退回。请回到小程序重新充值。" },
    },
    retry: "再试一次",
    retryAfterAll: "还没有付款，去支付",
    back: "可以关闭本页，回到小程序。",
  },
  "zh-TW": {
    topup: "錢包儲值",
    unionpay: { title: "正在前往銀聯", hint: "付款在銀聯的頁面完成。", go: "繼續前往銀聯" },
    card: {
      title: "信用卡付款",
      pay: "支付 {amount}",
      note: "卡號由 Stripe 加密處理，我們看不到，也不會保存。",
      unreachable: "付款表單沒有載入。請檢查網路後再試，不會扣款。",
      reload: "重新載入",
      failed: "這次沒有付成，請再試一次，或換一張卡。",
    },
    gone: { title: "找不到這筆訂單", hint: "請回到小程式，在訂單裡查看，或重新儲值。" },
    done: {
      waiting: { title: "正在確認付款結果", hint: "通常只要幾秒鐘。" },
      slow: { title: "還沒有收到付款結果", hint: "如果已經付款，入帳後餘額會自動更新，請不要重複付款。" },
      failed: { title: "付款沒有成功", hint: "支付機構沒有完成這筆付款，可以再試一次。" },
      paid: { title: "儲值成功", hint: "已存入錢包。" },
      closed: { title: "訂單已關閉", hint: "如果已經付款，這筆錢會存入錢包，或原路退回。請回到小程式重新儲值。" },
    },
    retry: "再試一次",
    retryAfterAll: "還沒付款，前往支付",
    back: "可以關閉本頁，回到小程式。",
  },
  en: {
    topup: "Wallet top-up",
    unionpay: { title: "On the way to UnionPay", hint: "You pay on UnionPay’s own page.", go: "Go on to UnionPay" },
    card: {
      title: "Pay by card",
      pay: "Pay {amount}",
      note: "Stripe takes your card number, encrypted. We never see or keep it.",
      unreachable: "The payment form did not load. Check your network and try again; nothing has been charged.",
      reload: "Load again",
      failed: "That did not go through. Try again, or use another card.",
    },
    gone: { title: "There is no such order", hint: "Look for it under Orders in the app, or top up again." },
    done: {
      waiting: { title: "Waiting for the result", hint: "This usually takes a few seconds." },
      slow: {
        title: "No result yet",
        hint: "If you have paid, your balance changes by itself once the money arrives. Please don’t pay twice.",
      },
      failed: { title: "The payment did not go through", hint: "The provider did not complete it. You can try again." },
      paid: { title: "Topped up", hint: "It is in your wallet." },
      closed: {
        title: "This order is closed",
        hint: "If you have paid, the money goes into your wallet or back the way it came. Go back to the app to top up again.",
      },
    },
    retry: "Try again",
    retryAfterAll: "Not paid yet: pay now",
    back: "You can close this page and go back to the app.",
  },
};
