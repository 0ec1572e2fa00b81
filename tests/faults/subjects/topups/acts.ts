import type { Customer } from "../../load/customer.ts";
import type { Payment } from "../../load/ledger.ts";
import type { Act } from "../subject.ts";

const LOW_MINOR = 20_000;

/** Orders and pays, and now and then not as one should. */
export const topUp: Act = {
  name: "topped up",
  chance: ({ availableMinor, debtMinor }) => (availableMinor < LOW_MINOR || debtMinor > 0 ? 1 : 0.1),
  async perform(customer, { random, count }) {
    const isPackage = random() < 0.6;
    const amountMinor = isPackage ? 50_000 : 10_000 + Math.floor(random() * 40_000);
    const key = customer.newKey();
    const orderId = await customer.as((driver) => driver.order(isPackage ? { packageId: "top-500" } : { amountMinor }, key));
    count("topped up");
    const how = random();
    if (how < 0.1) {
      await pay(customer, orderId, { kind: "other", amountMinor: amountMinor + 1 }, { amountMinor: amountMinor + 1 });
      return;
    }
    if (how < 0.2) await customer.as((driver) => driver.cancel(orderId));
    if (how > 0.8) {
      // Nobody is told, and the product asks by itself: the payment is known to have been made, whatever this call is answered.
      plan(customer, orderId, { kind: "first", amountMinor });
      await customer.as((driver) => driver.pay(orderId, { lost: true }));
    }
    await pay(customer, orderId, { kind: "first", amountMinor }, how > 0.6 ? { repeat: 3 } : {});
    if (how > 0.5 && how < 0.6) await pay(customer, orderId, { kind: "second", amountMinor }, { again: true });
  },
};

/** The provider tells again whatever was not acknowledged. */
export async function settlePayments(customer: Customer): Promise<void> {
  for (const payment of customer.ledger.payments.filter(({ driver, acknowledged }) => driver === customer.name && !acknowledged)) {
    const how = payment.kind === "other" ? { amountMinor: payment.amountMinor } : {};
    const { notifications } = await customer.as((driver) => driver.pay(payment.orderId, how));
    payment.acknowledged = notifications.some(isAcknowledged);
  }
}

/** Pays an order, and notes that it may have been paid. */
export async function pay(
  customer: Customer,
  orderId: string,
  { kind, amountMinor }: Pick<Payment, "kind" | "amountMinor">,
  how: object,
): Promise<void> {
  const { ledger } = customer;
  const planned = plan(customer, orderId, { kind, amountMinor });
  const { transactionId, notifications } = await customer.as((driver) => driver.pay(orderId, how));
  planned.acknowledged = notifications.some(isAcknowledged);
  if (kind === "second" && planned.acknowledged) ledger.payments.push({ ...planned, transactionId });
}

/** From now on the payer may have paid, whether we hear of it or not. Of a second payment nobody knows before its number is told. */
function plan({ name, ledger }: Customer, orderId: string, { kind, amountMinor }: Pick<Payment, "kind" | "amountMinor">): Payment {
  const known = ledger.payments.find((payment) => payment.orderId === orderId && payment.kind === kind);
  if (known !== undefined && kind !== "second") return known;
  const planned: Payment = { driver: name, orderId, amountMinor, kind, transactionId: `sbx_${orderId}`, acknowledged: false };
  if (kind !== "second") ledger.payments.push(planned);
  return planned;
}

const isAcknowledged = (status: number): boolean => status >= 200 && status < 300;
