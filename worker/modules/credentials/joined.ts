import { joinedItem } from "@forecourt/contract/http/driver";
import { toInstant } from "@forecourt/contract/scalars";
import { accountOf, again } from "@forecourt/durable-objects/stubs";
import type { DriverCaller } from "../../auth/access.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";

const list = endpoint({
  method: "get",
  path: "/v1/driver/accounts",
  tag: "Driver: credentials",
  summary: "Accounts that have become part of this one, the first one first",
  description:
    "Vehicles, fills by hand, coupons and documents passed on with them. Their orders and statements stay with their wallets: ask for those " +
    "with `account`.",
  access: "driver",
  reply: listOf(joinedItem),
  async handle({ env, caller }) {
    const joined = await again(async () => accountOf(env, caller.driverId).joined());
    const items = joined.map(({ driverId, joinedAtMs }) => ({ driverId, joinedAt: toInstant(joinedAtMs) }));
    return { items, nextCursor: null, asOf: new Date().toISOString() };
  },
});

export const joinedRoutes = [list];

/** Wallets of accounts that have become part of this one. They hold nothing; what moved in them is history. */
export async function joinedWallets(env: Env, { driverId }: Pick<DriverCaller, "driverId">): Promise<readonly string[]> {
  const joined = await again(async () => accountOf(env, driverId).joined());
  return joined.map(({ walletId }) => walletId);
}

/**
 * The wallet whose history is asked for: the driver's own, or that of an account that is part of theirs.
 *
 * @throws Problem `not_found` for anybody else's
 */
export async function historyWallet(env: Env, { driverId, walletId }: DriverCaller, account: string | undefined): Promise<string> {
  if (account === undefined || account === driverId) return walletId;
  const joined = await again(async () => accountOf(env, driverId).joined());
  const found = joined.find((one) => one.driverId === account);
  if (found === undefined) throw new Problem("not_found", "No such account has become part of yours.");
  return found.walletId;
}
