import { sum } from "../../checker/sum.ts";
import type { Rule } from "../subject.ts";
import { booksOf } from "./books.ts";
import { addressesOf, failedBills, forgeries, vendorOrders } from "./notes.ts";

interface RefundTold {
  readonly orderId: string;
  readonly state: string;
  readonly channel: string;
  readonly principalMinor: number;
}

/** Cases that nothing here gives a reason for. A payment that only the bill knew of is none: some notifications are lost. */
const BILL_CASES = ["bill_missing_there", "bill_amount_differs", "bill_duplicate", "bill_fee_differs", "bill_unreadable"] as const;

/** What was paid at a vendor is credited here, once, or went back there; what was not is not, whatever anybody said. */
export const paidThere: Rule = async (told, report) => {
  const { ledger, wallets, reader, models } = told;
  const [addresses] = addressesOf(ledger);
  if (addresses === undefined) return;
  const { paid, back } = await booksOf(addresses);
  const refunds = await reader.pages<RefundTold>("/v1/operator/refunds?", await reader.signIn());
  for (const { orderId, transactionId } of paid)
    if (!vendorOrders(ledger).some((order) => order.orderId === orderId)) report.add("vendor_payment_unknown", { orderId, transactionId });
  for (const { vendor, driver, orderId, amountMinor } of vendorOrders(ledger)) {
    const about = { vendor, driver, orderId };
    const statement = wallets.find((wallet) => wallet.driver === driver)?.statement ?? [];
    const lines = statement.filter(({ kind, sourceId }) => (kind === "topup" || kind === "late_topup") && sourceId === orderId);
    const of = paid.filter((payment) => payment.orderId === orderId);
    const right = of.filter((payment) => payment.amountMinor === amountMinor);
    report.same("vendor_credit_wrong", about, right.length > 0 ? 1 : 0, lines.length);
    report.same("vendor_credit_wrong", { ...about, what: "amount" }, right.length > 0 ? amountMinor : 0, sum(lines, "principalMinor"));
    if (right.length === 0) {
      for (const { transactionId } of of)
        if (!models.alerts.some(({ kind, subjectId }) => kind === "payment_quarantined" && subjectId === transactionId))
          report.add("vendor_payment_lost", { ...about, transactionId });
      continue;
    }
    // One of them is the driver's; the others went back, and of the one what was asked for.
    const own = refunds.filter((refund) => refund.orderId === orderId && refund.channel === "provider");
    const inState = (...states: readonly string[]) =>
      sum(
        own.filter(({ state }) => states.includes(state)),
        "principalMinor",
      );
    const wentBack = sum(
      back.filter(({ transactionId }) => of.some((payment) => payment.transactionId === transactionId)),
      "amountMinor",
    );
    const leastMinor = sum(of, "amountMinor") - amountMinor + inState("succeeded");
    const mostMinor = leastMinor + inState("sending", "processing");
    if (wentBack < leastMinor || wentBack > mostMinor) report.add("vendor_refund_wrong", { ...about, wentBack, leastMinor, mostMinor });
  }
  report.looked["vendor payments"] = paid.length;
};

/** Nobody is believed who is not the vendor. */
export const forgedThere: Rule = ({ ledger }, report) => {
  for (const forged of forgeries(ledger)) if (forged.answered >= 200 && forged.answered < 300) report.add("forgery_accepted", forged);
  report.looked.forgeries = forgeries(ledger).length;
};

/** The vendors' bills of these days agree with what is kept here. */
export const bills: Rule = async ({ ledger, reader }, report) => {
  const token = await reader.signIn();
  for (const failed of failedBills(ledger)) report.add("bill_failed", failed);
  for (const kind of BILL_CASES) {
    const cases = await reader.pages<{ subject: string; evidence: object }>(`/v1/operator/cases?kind=${kind}&`, token);
    for (const { subject, evidence } of cases) report.add("case_open", { kind, subject, evidence });
  }
};
