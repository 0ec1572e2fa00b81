import type { Subject } from "../subject.ts";
import { settlePayments, topUp } from "./acts.ts";
import { payments, refundsOfSecondPayments } from "./rules.ts";

/** Money in: ordered, paid, paid late, twice, or wrongly. */
export const topups: Subject = {
  name: "topups",
  acts: [topUp],
  settle: async (customers) => {
    for (const customer of customers) await settlePayments(customer);
  },
  lines: {
    topup: { flow: "in", lots: "made" },
    late_topup: { flow: "in", lots: "made", holds: ({ bonusMinor }) => bonusMinor === 0 },
    debt_payment: {
      flow: "within",
      lots: "oldest",
      holds: ({ principalMinor, bonusMinor, debtMinor }) => principalMinor + bonusMinor === debtMinor,
    },
    bonus_expiry: { flow: "out", lots: "named", holds: ({ principalMinor }) => principalMinor === 0 },
  },
  rules: [payments, refundsOfSecondPayments],
};
