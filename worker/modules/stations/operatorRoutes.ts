import { randomBytes } from "node:crypto";
import {
  endpointRequest,
  priceRequest,
  stationChange,
  stationOperations,
  stationSetup,
  terminalSecret,
} from "@forecourt/contract/http/operator";
import { stationId, terminalId } from "@forecourt/contract/ids";
import { isPublicHttps } from "@forecourt/contract/publicUrl";
import { toMs } from "@forecourt/contract/scalars";
import { again, commandStation, stationOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { operatorList } from "./operatorList.ts";
import { operatorLive } from "./operatorLive.ts";

const tag = "Operator: stations";

const get = endpoint({
  method: "get",
  path: "/v1/operator/stations/:stationId",
  tag,
  summary: "A station: pumps, terminals, prices, running fills, totals",
  access: { permission: "stations.read" },
  params: { stationId },
  reply: stationOperations,
  codes: ["station_not_found"],
  async handle({ env, params }) {
    const view = await again(async () => stationOf(env, params.stationId).operationsView());
    if (view === null) throw new Problem("station_not_found");
    return view;
  },
});

const configure = endpoint({
  method: "put",
  path: "/v1/operator/stations/:stationId",
  tag,
  summary: "Set up a station, or change it",
  description:
    "With `revision`, the change is refused when somebody else has made another one since that revision was read; 0 says that the station is a new one.",
  access: { permission: "stations.write" },
  command: true,
  params: { stationId },
  body: stationChange,
  status: 200,
  reply: z.object({ revision: z.int() }),
  codes: ["pump_busy", "station_currency_fixed", "station_changed", "station_exists"],
  async handle({ env, caller, params, body, commandId }) {
    if (body.pumps.some((pump) => !pump.terminalId.startsWith(`${params.stationId}.`))) {
      throw new Problem("validation_failed", `body.pumps: a terminal of this station is named ${params.stationId}.<name>`);
    }
    const { revision, ...terms } = body;
    const config = { ...terms, stationId: params.stationId };
    const command = { type: "ConfigureStation", config, ...(revision === undefined ? {} : { revision }) } as const;
    return unwrap(await commandStation(env, params.stationId, commandId, command, undefined, caller.by));
  },
});

const setup = endpoint({
  method: "get",
  path: "/v1/operator/stations/:stationId/setup",
  tag,
  summary: "How a station is set up, to be changed and sent back with its revision",
  access: { permission: "stations.read" },
  params: { stationId },
  reply: stationSetup,
  codes: ["station_not_found"],
  async handle({ env, params }) {
    const found = await again(async () => stationOf(env, params.stationId).setup());
    if (found === null) throw new Problem("station_not_found");
    return found;
  },
});

const schedulePrice = endpoint({
  method: "post",
  path: "/v1/operator/stations/:stationId/prices",
  tag,
  summary: "Change a price, now or later",
  description: "A fill keeps the price that it was authorised at.",
  access: { permission: "prices.write" },
  command: true,
  params: { stationId },
  body: priceRequest,
  status: 202,
  reply: z.object({}),
  codes: ["station_not_found", "grade_unknown", "price_too_many_scheduled"],
  async handle({ env, caller, params, body, commandId }) {
    const { effectiveAt, ...price } = body;
    // A repeated command must be the same command: "now" is sent as the beginning of time, and the station writes down when that was.
    const effectiveAtMs = effectiveAt === undefined ? 0 : toMs(effectiveAt);
    unwrap(
      await commandStation(env, params.stationId, commandId, { type: "SchedulePrice", ...price, effectiveAtMs }, undefined, caller.by),
    );
    return {};
  },
});

const enrol = endpoint({
  method: "post",
  path: "/v1/operator/stations/:stationId/terminals",
  tag,
  summary: "Enrol a terminal; its secret is shown this once",
  description: "Whoever loses the answer sends the same request under the same Idempotency-Key and reads the same secret.",
  access: { permission: "terminals.write" },
  command: true,
  params: { stationId },
  body: z.object({ terminalId }),
  status: 201,
  reply: terminalSecret,
  codes: ["station_not_found", "terminal_exists", "too_many_terminals"],
  async handle({ env, caller, params, body, commandId }) {
    if (!body.terminalId.startsWith(`${params.stationId}.`)) {
      throw new Problem("validation_failed", `body.terminalId: must be ${params.stationId}.<name>`);
    }
    const said = { type: "EnrolTerminal", terminalId: body.terminalId } as const;
    const { secret } = unwrap(await commandStation(env, params.stationId, commandId, { ...said, secret: newSecret() }, said, caller.by));
    return { terminalId: body.terminalId, secret };
  },
});

const rotate = endpoint({
  method: "post",
  path: "/v1/operator/stations/:stationId/terminals/:terminalId/rotate",
  tag,
  summary: "Give a terminal a new secret; the old one is good for another day",
  description: "Whoever loses the answer sends the same request under the same Idempotency-Key and reads the same secret.",
  access: { permission: "terminals.write" },
  command: true,
  params: { stationId, terminalId },
  reply: terminalSecret,
  codes: ["terminal_not_found", "terminal_revoked"],
  async handle({ env, caller, params, commandId }) {
    const said = { type: "RotateTerminalSecret", terminalId: params.terminalId } as const;
    const { secret } = unwrap(await commandStation(env, params.stationId, commandId, { ...said, secret: newSecret() }, said, caller.by));
    return { terminalId: params.terminalId, secret };
  },
});

const revoke = endpoint({
  method: "delete",
  path: "/v1/operator/stations/:stationId/terminals/:terminalId",
  tag,
  summary: "Shut a terminal out",
  access: { permission: "terminals.write" },
  command: true,
  params: { stationId, terminalId },
  reply: null,
  codes: ["terminal_not_found"],
  async handle({ env, caller, params, commandId }) {
    unwrap(
      await commandStation(
        env,
        params.stationId,
        commandId,
        { type: "RevokeTerminal", terminalId: params.terminalId },
        undefined,
        caller.by,
      ),
    );
  },
});

const setEndpoint = endpoint({
  method: "put",
  path: "/v1/operator/stations/:stationId/endpoint",
  tag,
  summary: "Have commands pushed to an HTTPS endpoint of the station's own, or no longer",
  description: "Commands are signed with the secret in the reply, as Standard Webhooks says, and retried with back-off.",
  access: { permission: "terminals.write" },
  command: true,
  params: { stationId },
  body: z.object({ endpoint: endpointRequest }),
  reply: z.object({ secret: z.string().nullable() }),
  codes: ["station_not_found", "endpoint_not_allowed"],
  async handle({ env, caller, params, body, commandId }) {
    if (body.endpoint !== null && !isPublicHttps(body.endpoint.url) && env.PROVIDERS_MODE !== "sandbox")
      throw new Problem("endpoint_not_allowed");
    const said = { type: "SetPushEndpoint", url: body.endpoint?.url ?? null } as const;
    const target = body.endpoint === null ? null : { url: body.endpoint.url, secret: newSecret() };
    return unwrap(await commandStation(env, params.stationId, commandId, { type: said.type, endpoint: target }, said, caller.by));
  },
});

export const stationOperatorRoutes = [operatorList, operatorLive, get, configure, setup, schedulePrice, enrol, rotate, revoke, setEndpoint];

/** As Standard Webhooks has them: 32 random bytes. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}
