import { CallFailed } from "../../../../scripts/platform/api.ts";
import type { Act } from "../subject.ts";
import { pay } from "../topups/acts.ts";
import { boughtOf, DAILY, offer, RARE } from "./terms.ts";

/** Nobody's fault: there are none left, or this driver has had theirs. */
const REFUSALS: readonly string[] = ["package_sold_out", "package_limit_reached", "balance_limit_exceeded"];

/** Orders a package of which there are few, or one a day: sometimes twice at once, and does not always go through with it. */
export const buyPackage: Act = {
  name: "bought a package",
  chance: () => 0.3,
  async perform(customer, { running, random, count }) {
    const { name, ledger } = customer;
    const { packageId, amountMinor } = random() < 0.7 ? RARE : DAILY;
    await offer(running.product, ledger, packageId === RARE.packageId ? RARE : DAILY);
    const key = customer.newKey();
    const order = (of: string) => customer.as((driver) => driver.order({ packageId }, of));
    const twice = random() < 0.3 ? [order(random() < 0.5 ? key : customer.newKey())] : [];
    const [first, ...others] = await Promise.allSettled([order(key), ...twice]);
    const orderIds = [first, ...others].flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    for (const orderId of new Set(orderIds)) {
      boughtOf(ledger).push({ driver: name, orderId, packageId });
      count(`ordered ${packageId}`);
      const how = random();
      if (how < 0.2) continue;
      if (how < 0.4) await customer.as((driver) => driver.cancel(orderId));
      if (how < 0.3) continue;
      await pay(customer, orderId, { kind: "first", amountMinor }, how > 0.8 ? { repeat: 3 } : {});
    }
    if (first.status === "rejected" && !isRefusal(first.reason)) throw first.reason;
    if (first.status === "rejected") count(`refused ${packageId}`);
  },
};

function isRefusal(error: unknown): boolean {
  return error instanceof CallFailed && REFUSALS.includes(error.code);
}
