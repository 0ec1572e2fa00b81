import type { AccountCommand, AccountEvent } from "@forecourt/contract/account";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { AccountState } from "./state.ts";

/** Chosen again, it stays as it is. That the region exists and takes the wallet's currency is the edge's to check. */
export function chooseRegion(
  state: AccountState,
  { regionId }: Extract<AccountCommand, { type: "ChooseRegion" }>,
): Decision<AccountState, AccountEvent> {
  return accepted(state.homeRegionId === regionId ? [] : [{ type: "HomeRegionChosen", regionId }]);
}
