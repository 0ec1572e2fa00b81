import type { Rule } from "../subject.ts";
import { isVendors } from "../vendors/notes.ts";

/** Every payment that was acknowledged is on one statement, once, or set apart, and nothing else is. */
export const payments: Rule = ({ ledger, wallets, models: { orders, alerts } }, report) => {
  let paidMinor = 0;
  let creditedMinor = 0;
  for (const { driver, statement } of wallets) {
    const isTopup = (kind: string) => kind === "topup" || kind === "late_topup";
    const lines = statement.filter(({ kind, sourceId }) => isTopup(kind) && !isVendors(ledger, sourceId));
    creditedMinor += lines.reduce((sum, { principalMinor }) => sum + principalMinor, 0);
    for (const { sourceId } of lines) {
      if (!ledger.payments.some(({ orderId, kind }) => orderId === sourceId && kind === "first"))
        report.add("payment_unknown", { driver, sourceId });
    }
    for (const { orderId, kind, amountMinor, acknowledged, transactionId } of ledger.payments.filter(
      (payment) => payment.driver === driver,
    )) {
      const credited = lines.filter(({ sourceId }) => sourceId === orderId);
      if (kind === "other") {
        if (!alerts.some((alert) => alert.kind === "payment_quarantined" && alert.subjectId === transactionId))
          report.add("payment_lost", { driver, orderId, kind });
        continue;
      }
      if (kind === "second") continue;
      if (!acknowledged) report.add("payment_unsettled", { driver, orderId });
      paidMinor += amountMinor;
      if (credited.length === 0) report.add("payment_lost", { driver, orderId, amountMinor });
      if (credited.length > 1) report.add("payment_twice", { driver, orderId, amountMinor, times: credited.length });
      report.same("payment_wrong", { driver, orderId }, amountMinor, credited[0]?.principalMinor ?? 0);
      const listed = orders.filter((order) => order.orderId === orderId);
      const isPaid = listed[0]?.state === "paid" || (ledger.refunded.includes(orderId) && listed[0]?.state.includes("refund") === true);
      if (listed.length !== 1 || !isPaid || listed[0]?.amountMinor !== amountMinor) report.add("order_wrong", { driver, orderId, listed });
    }
  }
  report.looked.payments = ledger.payments.length;
  report.same("money_in_wrong", {}, paidMinor, creditedMinor);
};

/** The second of two payments for one order has gone back. */
export const refundsOfSecondPayments: Rule = async ({ ledger, reader }, report) => {
  for (const { driver, kind, transactionId, amountMinor } of ledger.payments) {
    if (kind !== "second") continue;
    const refundedMinor = await reader.refundedMinor(transactionId);
    if (refundedMinor !== amountMinor) report.add("refund_lost", { driver, transactionId, amountMinor, refundedMinor });
  }
};
