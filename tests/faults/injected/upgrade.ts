import { station } from "@forecourt/durable-objects/station/station";
import { wallet } from "@forecourt/durable-objects/wallet/wallet";

/**
 * Makes this the code of so many releases later, each of which has changed the shape of the states: no snapshot is good any
 * more, and every state is folded anew from its old journal.
 */
export function upgrade(releases: number): void {
  Object.assign(wallet, { stateVersion: wallet.stateVersion + releases });
  Object.assign(station, { stateVersion: station.stateVersion + releases });
}
