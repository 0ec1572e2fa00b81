import type { JoinedAccount } from "@forecourt/contract/account";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { accountOf, again, commandAccount } from "../stubs.ts";

/**
 * Has one account take over what another holds. After `HandOver` that account takes nothing more in, so what is read from it then stays
 * the same however often this is repeated; what it holds is no part of what the command is known by.
 */
export async function handOver(
  env: Pick<ActorEnv, "ACCOUNT">,
  commandId: string,
  from: JoinedAccount,
  intoDriverId: string,
): Promise<Result<unknown>> {
  const held = await again(async () => accountOf(env, intoDriverId).documents());
  const said = { type: "HandOver", intoDriverId } as const;
  const left = await commandAccount(env, from.driverId, commandId, { ...said, kindsHeld: held.map(({ kind }) => kind) }, said);
  if (!left.ok) return left;
  const belongings = await again(async () => accountOf(env, from.driverId).belongings());
  return commandAccount(env, intoDriverId, commandId, { type: "TakeOver", from, belongings }, { type: "TakeOver", from });
}
