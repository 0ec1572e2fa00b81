import type { DriverView, IdentityCommand, IdentityEvent } from "@forecourt/contract/identity";
import { accepted, defineActor } from "../runtime/definition.ts";

/** Whose credential it is; null until somebody signs in with it. */
export interface IdentityState {
  readonly driver: DriverView | null;
}

/** A credential. Two devices that register with it at once meet here, and become one driver. */
export const identity = defineActor<IdentityState, IdentityCommand, IdentityEvent>({
  kind: "identity",
  initial: () => ({ driver: null }),
  decide(state, command, context) {
    if (state.driver !== null) return accepted([], (after) => after.driver);
    const { credential, name } = command;
    const event: IdentityEvent = {
      type: "DriverRegistered",
      credential,
      driverId: context.newId("drv"),
      walletId: context.newId("wal"),
      name,
    };
    return accepted([event], (after: IdentityState) => after.driver);
  },
  evolve: (_, { driverId, walletId, name }) => ({ driver: { driverId, walletId, name } }),
  assert: () => undefined,
  timers: () => [],
  deliveries: () => [],
  publish: (event) => event,
  upcast: (stored) => stored as IdentityEvent,
  stateVersion: 1,
});
