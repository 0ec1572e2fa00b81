import { CallFailed } from "../../../../scripts/platform/api.ts";
import { mishaps } from "../../../counterparts/kit/counterpart.ts";
import { Operator } from "../../kit/people.ts";
import type { Running } from "../../load/running.ts";
import type { Misfortune, Subject } from "../subject.ts";
import { askVendorBack, payVendor } from "./acts.ts";
import { failedBills, tellVendor, type VendorName, vendorNames } from "./notes.ts";
import { bills, forgedThere, paidThere } from "./rules.ts";

/** The real vendors' protocols, spoken by counterparts that live on while the product dies: their books are what its own are compared with. */

const calls: Readonly<Record<VendorName, readonly string[]>> = {
  wechat: ["create", "query", "close", "refund", "query_refund"],
  unionpay: ["front", "query", "refund"],
  stripe: ["create", "query", "close", "refund", "query_refund"],
};
const notifying = [{ how: "lost" }, { how: "held" }, { how: "reversed" }, { how: "sent", times: 20 }] as const;
const MOODY_MS = 5_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEIJING_MS = 8 * HOUR_MS;

/** Calls fail in every way there is, and notifications are lost, late, in another order, or come again and again. */
const moody: Misfortune = {
  name: "a vendor is moody",
  weight: 4,
  lane: "outside",
  async befall({ vendors }, random, sleep) {
    const one = <Thing>(of: readonly Thing[]): Thing => of[Math.floor(random() * of.length)] as Thing;
    const vendor = one(vendorNames);
    const address = vendors.addresses[vendor];
    const wish = { call: one(calls[vendor]), mishap: one(mishaps), times: 1 + Math.floor(random() * 4) };
    await tellVendor(address, "mischief", { ...wish, ...(random() < 0.6 ? { notifying: { times: 1, ...one(notifying) } } : {}) });
    await sleep(MOODY_MS * (0.5 + random()));
    await calm(address);
  },
};

async function calm(address: string): Promise<void> {
  await tellVendor(address, "release", {});
  await tellVendor(address, "mischief", { calm: true });
}

/** Compares the bills of the days that the run has seen. A vendor has none of a day on which nothing happened. */
async function compareBills({ product, aheadMs, ledger }: Running): Promise<void> {
  const operator = await Operator.signIn(product);
  const nowMs = Date.now() + aheadMs + BEIJING_MS;
  // UnionPay's day ends an hour before midnight.
  const days = [nowMs - DAY_MS, nowMs, nowMs + HOUR_MS].map((atMs) => new Date(atMs).toISOString().slice(0, 10));
  for (const provider of ["wechat", "unionpay"]) {
    for (const day of new Set(days)) {
      const ask = () => operator.call<{ state: string }>("POST", "/v1/operator/bills", { provider, day });
      const { state } = await ask().catch((error: unknown) => {
        if (error instanceof CallFailed && error.code === "bill_not_ready") return { state: "not_ready" };
        throw error;
      });
      if (state === "failed") failedBills(ledger).push({ provider, day });
    }
  }
}

export const vendors: Subject = {
  name: "vendors",
  acts: [payVendor, askVendorBack],
  misfortunes: [moody],
  async settle(_customers, running) {
    for (const address of Object.values(running.vendors.addresses)) await calm(address);
    await compareBills(running);
  },
  rules: [paidThere, forgedThere, bills],
};
