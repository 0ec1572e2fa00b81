import { confirmationReset } from "@forecourt/contract/http/security";
import { driverId } from "@forecourt/contract/ids";
import { commandSecurity } from "@forecourt/durable-objects/stubs";
import { endpoint } from "../../http/endpoint.ts";
import { unwrap } from "../../http/problem.ts";
import { requireDriver } from "../drivers/queries.ts";

const reset = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/confirmation-methods/reset",
  tag: "Operator: drivers",
  summary: "Take away what a driver confirms with, who has lost it",
  description:
    "For a driver who has neither their phone nor their PIN, and can't bind a new phone without it. Check their documents first, and say in " +
    "`reason` what was checked. PIN, passkeys, fingerprint and questions are gone, and every session ends. Spending is frozen until a code on the " +
    "driver's phone has shown that it is them, which takes a day from now, or from when they have bound a new one.",
  access: { permission: "confirmations.reset" },
  command: true,
  params: { driverId },
  body: confirmationReset,
  reply: null,
  codes: ["not_found", "account_merged"],
  async handle({ env, caller, params, body, commandId }) {
    await requireDriver(env, params.driverId);
    const command = { type: "ResetConfirmationMethods" } as const;
    unwrap(await commandSecurity(env, params.driverId, commandId, command, command, { ...caller.by, reason: body.reason }));
  },
});

export const operatorSecurityRoutes = [reset];
