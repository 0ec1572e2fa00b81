import { forgeries as stripeForgeries } from "../../../counterparts/stripe/stripe.ts";
import { forgeries as unionPayForgeries } from "../../../counterparts/unionpay/unionpay.ts";
import { forgeries as wechatForgeries } from "../../../counterparts/wechat/wechat.ts";
import type { Customer } from "../../load/customer.ts";
import type { Running } from "../../load/running.ts";
import type { Act } from "../subject.ts";
import { addressesOf, forgeries, tellVendor, type VendorName, type VendorOrder, vendorNames, vendorOrders } from "./notes.ts";

interface Topup {
  readonly orderId: string;
  readonly payment: Readonly<Record<string, string>> | null;
}

const LOW_MINOR = 30_000;
const forged: Readonly<Record<VendorName, readonly string[]>> = {
  wechat: wechatForgeries,
  unionpay: unionPayForgeries,
  stripe: stripeForgeries,
};

/** Orders at a vendor and pays there, and now and then not as one should; or somebody else says that it was paid. */
export const payVendor: Act = {
  name: "paid a vendor",
  chance: ({ availableMinor }) => (availableMinor < LOW_MINOR ? 0.5 : 0.1),
  async perform(customer, { running, random, count }) {
    const { ledger, name: driver } = customer;
    if (addressesOf(ledger).length === 0) addressesOf(ledger).push(running.vendors.addresses);
    const vendor = vendorNames[Math.floor(random() * vendorNames.length)] ?? "wechat";
    const amountMinor = 5_000 + Math.floor(random() * 15_000);
    const { orderId, payment } = await order(customer, vendor, amountMinor);
    vendorOrders(ledger).push({ vendor, driver, orderId, amountMinor, refundAsked: false });
    count(`ordered at ${vendor}`);
    if (payment === null) return;
    const how = random();
    if (how < 0.15) return;
    await arrive(vendor, payment, running);
    if (how < 0.35) await forge(customer, running, { vendor, orderId }, payment, random());
    if (how < 0.2) return;
    if (how > 0.3 && how < 0.4) await customer.as((one) => one.cancel(orderId));
    const other = how > 0.95 ? { amountMinor: amountMinor - 1 } : {};
    await pay(running, vendor, orderId, payment, other);
    if (how > 0.4 && how < 0.5 && vendor !== "stripe") await pay(running, vendor, orderId, payment, {});
  },
};

/** Asks for what was paid at a vendor, or for a part of it, once for an order: a vendor wants a minute between two. */
export const askVendorBack: Act = {
  name: "asked a vendor for a refund",
  chance: ({ availableMinor }) => (availableMinor > 0 ? 0.08 : 0),
  async perform(customer, { random, count }) {
    const own = vendorOrders(customer.ledger).filter(({ driver, refundAsked }) => driver === customer.name && !refundAsked);
    const found = own[Math.floor(random() * own.length)];
    if (found === undefined) return;
    found.refundAsked = true;
    const part = random() < 0.4 ? { amountMinor: 1 + Math.floor((found.amountMinor / 2) * random()) } : {};
    const key = customer.newKey();
    await customer.as((driver) => driver.call("POST", `/v1/driver/orders/${found.orderId}/refund`, { reason: "r", ...part }, key));
    count("asked a vendor for a refund");
  },
};

/** Said again when the first answer does not come: it is the same order. */
async function order(customer: Customer, provider: VendorName, amountMinor: number): Promise<Topup> {
  const key = customer.newKey();
  const terms = { provider, amountMinor, wechatCode: `demo-${customer.name}` };
  const ask = () => customer.as((driver) => driver.call<Topup>("POST", "/v1/driver/topups", terms, key));
  return ask().catch(ask);
}

/** What a payer's browser does before there is anything to pay: UnionPay hears of an order by its form. */
async function arrive(vendor: VendorName, payment: Readonly<Record<string, string>>, { vendors }: Running): Promise<void> {
  if (vendor !== "unionpay") return;
  const page = await (await fetch(payment.payUrl ?? "")).text();
  const fields = Object.fromEntries([...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value ?? ""]));
  await fetch(`${vendors.addresses.unionpay}/gateway/api/frontTransReq.do`, { method: "POST", body: new URLSearchParams(fields) });
}

function pay({ vendors }: Running, vendor: VendorName, orderId: string, payment: Readonly<Record<string, string>>, how: object) {
  return tellVendor(vendors.addresses[vendor], "pay", { ...namesOf(orderId, payment), ...how });
}

async function forge(
  { ledger }: Customer,
  { vendors }: Running,
  { vendor, orderId }: Pick<VendorOrder, "vendor" | "orderId">,
  payment: Readonly<Record<string, string>>,
  chance: number,
): Promise<void> {
  const forgery = forged[vendor][Math.floor(chance * forged[vendor].length)] ?? "unsigned";
  const wish = { ...namesOf(orderId, payment), forgery };
  const { answered = 0 } = await tellVendor<{ answered?: number }>(vendors.addresses[vendor], "forge", wish);
  forgeries(ledger).push({ vendor, orderId, forgery, answered });
}

/** What each vendor calls an order. */
function namesOf(orderId: string, { paymentIntentId = "" }: Readonly<Record<string, string>>): object {
  return paymentIntentId === "" ? { orderNo: orderId, orderId: orderId.replace("_", "Z") } : { intentId: paymentIntentId };
}
