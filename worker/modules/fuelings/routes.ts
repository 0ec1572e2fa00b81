import { fueling, fuelingRequest, paymentCode, paymentCodeRequest } from "@forecourt/contract/http/driver";
import { fuelingId } from "@forecourt/contract/ids";
import type { FuelingView } from "@forecourt/contract/station";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import { again, commandStation, stationOf, walletOf } from "@forecourt/durable-objects/stubs";
import type { Env } from "../../env.ts";
import { parseJson } from "../../http/body.ts";
import { endpoint } from "../../http/endpoint.ts";
import { sight } from "../../http/origin.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { knownFillRules } from "../risk/rules.ts";
import { guardedCodes, requireConfirmed } from "../security/guard.ts";
import { sealPaymentCode } from "./paymentCode.ts";
import { settledFueling, toFueling } from "./queries.ts";

const tag = "Driver: fuelling";

const makeCode = endpoint({
  method: "post",
  path: "/v1/driver/payment-codes",
  logs: "payment_code",
  tag,
  summary: "A code for the terminal to scan: good for a minute, and once",
  description:
    "With a body, `limitMinor` says how much may be spent with it: one within the driver's threshold needs no confirmation. " +
    "A confirmation is good for one code.",
  access: "driver",
  checksSession: true,
  describedBody: paymentCodeRequest.optional(),
  status: 201,
  reply: paymentCode,
  codes: guardedCodes,
  async handle({ env, caller, text, request: asked }) {
    const { limitMinor } = readCodeRequest(text);
    const said = { limitMinor: limitMinor ?? null };
    await requireConfirmed(env, caller, { kind: "payment_code", commandId: "payment-code", said, amountMinor: limitMinor ?? null });
    const { code, expiresAtMs } = await sealPaymentCode(
      env,
      { walletId: caller.walletId, limitMinor, phone: await sight(env, asked) },
      Date.now(),
    );
    return { code, expiresAt: new Date(expiresAtMs).toISOString() };
  },
});

const request = endpoint({
  method: "post",
  path: "/v1/driver/fuelings",
  logs: "authorization",
  tag,
  summary: "Take a pump, after scanning its code",
  description: "Funds are reserved and the pump is told. Begin within ten minutes; what is not dispensed is not charged.",
  access: "driver",
  checksSession: true,
  command: true,
  body: fuelingRequest,
  status: 201,
  reply: fueling,
  codes: [
    "station_not_found",
    "pump_not_found",
    "pump_busy",
    "pump_not_available",
    "grade_required",
    "grade_unknown",
    "price_missing",
    "limit_too_small",
    "insufficient_funds",
    "debt_outstanding",
    "wallet_frozen",
    "fueling_in_progress",
    "currency_mismatch",
    "confirmation_required",
    "session_revoked",
    "risk_refused",
    "risk_unverifiable",
  ],
  async handle({ env, caller, body, commandId, origin }) {
    await requireConfirmed(env, caller, { kind: "fueling", commandId, said: body, amountMinor: body.limitMinor ?? null });
    const { stationId, grade, limitMinor, limitMl, pump } = body;
    const wanted = {
      fuelingId: idFrom("fue", `${stationId}/${commandId}`),
      walletId: caller.walletId,
      pump,
      ...(grade === undefined ? {} : { grade }),
      ...(limitMinor === undefined ? {} : { limitMinor }),
      ...(limitMl === undefined ? {} : { limitMl }),
    };
    const phone = await origin();
    const result = await again(async () => stationOf(env, stationId).requestFueling(commandId, wanted, phone, knownFillRules()));
    return toFueling(unwrap(result));
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/driver/fuelings/:fuelingId",
  tag,
  summary: "A fill, live while it runs",
  access: "driver",
  params: { fuelingId },
  reply: fueling,
  codes: ["fueling_not_found"],
  async handle({ env, caller, params }) {
    const view = await findFueling(env, caller.walletId, params.fuelingId);
    if (view === null) throw new Problem("fueling_not_found");
    return toFueling(view);
  },
});

const cancel = endpoint({
  method: "post",
  path: "/v1/driver/fuelings/:fuelingId/cancel",
  tag,
  summary: "Give the pump back before fuel flows",
  access: "driver",
  command: true,
  params: { fuelingId },
  reply: fueling,
  codes: ["fueling_not_found", "fueling_not_cancellable"],
  async handle({ env, caller, params, commandId }) {
    const { walletId } = caller;
    const known = await findFueling(env, walletId, params.fuelingId);
    if (known === null) throw new Problem("fueling_not_found");
    const command = { type: "CancelFueling", fuelingId: params.fuelingId, walletId } as const;
    return toFueling(unwrap(await commandStation(env, known.stationId, commandId, command)));
  },
});

/** The body may be left out, as it was before there were limits. */
function readCodeRequest(text: string): { readonly limitMinor?: number } {
  if (text.trim() === "") return {};
  const parsed = paymentCodeRequest.safeParse(parseJson(text));
  if (!parsed.success) throw new Problem("validation_failed", "limitMinor must be a whole number above zero.");
  const { limitMinor } = parsed.data;
  return limitMinor === undefined ? {} : { limitMinor };
}

export const fuelingRoutes = [makeCode, request, get, cancel];

/** A fill of this wallet: from its station if it was lately, from the read model if it was long ago. */
async function findFueling(env: Env, walletId: string, id: string): Promise<FuelingView | null> {
  const stationId = await again(async () => walletOf(env, walletId).stationOfFueling(id));
  const view = stationId === null ? null : await again(async () => stationOf(env, stationId).fueling(id));
  if (view !== null && view.walletId === walletId) return view;
  return settledFueling(env, walletId, id);
}
