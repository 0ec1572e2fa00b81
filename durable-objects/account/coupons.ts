import type { AccountCommand, AccountEvent, Coupon } from "@forecourt/contract/account";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import type { AccountState } from "./state.ts";

type AccountDecision = Decision<AccountState, AccountEvent>;
type CommandOf<Type extends AccountCommand["type"]> = Extract<AccountCommand, { type: Type }>;

const DAY_MS = 24 * 3_600_000;

/** An order's coupons are granted once, and not after they have been taken back. */
export function grantCoupons(state: AccountState, command: CommandOf<"GrantCoupons">, context: DecisionContext): AccountDecision {
  const { orderId } = command;
  if (state.couponOrders.includes(orderId)) return accepted([]);
  const coupons = command.coupons.flatMap(({ count, validDays, names, valueMinor, minSpendMinor }) =>
    Array.from({ length: count }, (): Coupon => {
      const expiresAtMs = validDays === undefined ? null : context.nowMs + validDays * DAY_MS;
      return { couponId: context.newId("cpn"), orderId, names, valueMinor, minSpendMinor, expiresAtMs };
    }),
  );
  return accepted([{ type: "CouponsGranted", orderId, coupons }]);
}

export function revokeCoupons(state: AccountState, { orderId }: CommandOf<"RevokeCoupons">): AccountDecision {
  return accepted(state.coupons.some((coupon) => coupon.orderId === orderId) ? [{ type: "CouponsRevoked", orderId }] : []);
}
