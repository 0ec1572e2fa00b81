import type { AccountCommand, AccountEvent } from "@forecourt/contract/account";
import type { Result } from "@forecourt/contract/result";
import { accepted, type Decision, type Delivery, Hopeless } from "../runtime/definition.ts";
import type { EraseDocument } from "./documents.ts";
import type { AccountState } from "./state.ts";

/**
 * The wallet judges fills, and the account has the vehicles: so the wallet is told of the largest tank among them whenever that is another
 * one. A fill asks nobody.
 */

/** Tells the driver's wallet. Answer: its {@link Result}. */
export interface TellTank {
  readonly to: "wallet";
  readonly no: number;
  readonly tankMl: number | null;
}

export type AccountMessage = EraseDocument | TellTank;

/** Null: there is no vehicle. */
export function largestTankMl({ vehicles }: AccountState): number | null {
  return vehicles.length === 0 ? null : Math.max(...vehicles.map(({ tankMl }) => tankMl));
}

/** Counts it when what happened has made another tank the largest. */
export function withTankCounted(before: AccountState, after: AccountState): AccountState {
  if (largestTankMl(before) === largestTankMl(after)) return after;
  return { ...after, tank: { ...after.tank, count: after.tank.count + 1 } };
}

/** Owed until the wallet has heard of it. What was the largest in between is nobody's business any more. */
export function tankDelivery(state: AccountState): readonly Delivery<AccountCommand, AccountMessage>[] {
  const { count: no, told } = state.tank;
  if (told === no || state.handedTo !== null) return [];
  return [
    {
      id: `tank/${no}`,
      destination: "wallet",
      message: { to: "wallet", no, tankMl: largestTankMl(state) },
      acknowledge: (reply) => {
        const result = reply as Result<unknown>;
        if (!result.ok) throw new Hopeless(`refused: ${result.code}`);
        return { type: "RecordTankTold", no };
      },
    },
  ];
}

export function recordTankTold(
  { tank }: AccountState,
  { no }: Extract<AccountCommand, { type: "RecordTankTold" }>,
): Decision<AccountState, AccountEvent> {
  return accepted(no > tank.told && no <= tank.count ? [{ type: "TankTold", no }] : []);
}
