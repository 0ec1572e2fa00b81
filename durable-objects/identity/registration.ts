import type { IdentityEvent, Registration } from "@forecourt/contract/identity";
import type { DecisionContext } from "../runtime/definition.ts";

/** Somebody signs in for the first time. */
export function registration({ credential, name, tail }: Registration, context: DecisionContext): IdentityEvent {
  return {
    type: "DriverRegistered",
    credential,
    driverId: context.newId("drv"),
    walletId: context.newId("wal"),
    name,
    ...(tail === undefined ? {} : { tail }),
  };
}
