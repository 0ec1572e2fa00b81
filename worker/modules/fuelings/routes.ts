import { fueling, fuelingRequest, paymentCode } from "@forecourt/contract/http/driver";
import { fuelingId } from "@forecourt/contract/ids";
import type { FuelingView } from "@forecourt/contract/station";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import { again, commandStation, stationOf, walletOf } from "@forecourt/durable-objects/stubs";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { sealPaymentCode } from "./paymentCode.ts";
import { settledFueling, toFueling } from "./queries.ts";

const tag = "Driver: fuelling";

const makeCode = endpoint({
  method: "post",
  path: "/v1/driver/payment-codes",
  tag,
  summary: "A code for the terminal to scan: good for a minute, and once",
  access: "driver",
  status: 201,
  reply: paymentCode,
  async handle({ env, caller }) {
    const { code, expiresAtMs } = await sealPaymentCode(env, caller.walletId, Date.now());
    return { code, expiresAt: new Date(expiresAtMs).toISOString() };
  },
});

const request = endpoint({
  method: "post",
  path: "/v1/driver/fuelings",
  tag,
  summary: "Take a pump, after scanning its code",
  description: "Funds are reserved and the pump is told. Begin within ten minutes; what is not dispensed is not charged.",
  access: "driver",
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
    "fueling_in_progress",
    "currency_mismatch",
  ],
  async handle({ env, caller, body, commandId }) {
    const { stationId, grade, limitMinor, limitMl, pump } = body;
    const wanted = {
      fuelingId: idFrom("fue", `${stationId}/${commandId}`),
      walletId: caller.walletId,
      pump,
      ...(grade === undefined ? {} : { grade }),
      ...(limitMinor === undefined ? {} : { limitMinor }),
      ...(limitMl === undefined ? {} : { limitMl }),
    };
    const result = await again(async () => stationOf(env, stationId).requestFueling(commandId, wanted));
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

export const fuelingRoutes = [makeCode, request, get, cancel];

/** A fill of this wallet: from its station if it was lately, from the read model if it was long ago. */
async function findFueling(env: Env, walletId: string, id: string): Promise<FuelingView | null> {
  const stationId = await again(async () => walletOf(env, walletId).stationOfFueling(id));
  const view = stationId === null ? null : await again(async () => stationOf(env, stationId).fueling(id));
  if (view !== null && view.walletId === walletId) return view;
  return settledFueling(env, walletId, id);
}
