import { randomBytes } from "node:crypto";
import { endpointRequest, priceRequest, stationOperations, terminalSecret } from "@forecourt/contract/http/operator";
import { stationId, terminalId } from "@forecourt/contract/ids";
import { toMs } from "@forecourt/contract/scalars";
import { stationConfig } from "@forecourt/contract/station";
import { again, commandStation, stationOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { isPublicHttps } from "./publicUrl.ts";
import { listStations } from "./queries.ts";

const tag = "Operator: stations";

const list = endpoint({
  method: "get",
  path: "/v1/operator/stations",
  tag,
  summary: "Every station, as it is this moment",
  access: { permission: "stations.read" },
  reply: z.object({ items: z.array(stationOperations) }),
  async handle({ env }) {
    const { page } = await listStations(env, null, 100, 0);
    const views = await Promise.all(page.map((row) => again(async () => stationOf(env, row.stationId).operationsView())));
    return { items: views.filter((view) => view !== null) };
  },
});

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
  access: { permission: "stations.write" },
  command: true,
  params: { stationId },
  body: stationConfig.omit({ stationId: true }),
  reply: null,
  codes: ["pump_busy", "station_currency_fixed"],
  async handle({ env, params, body, commandId }) {
    if (body.pumps.some((pump) => !pump.terminalId.startsWith(`${params.stationId}.`))) {
      throw new Problem("validation_failed", `body.pumps: a terminal of this station is named ${params.stationId}.<name>`);
    }
    const config = { ...body, stationId: params.stationId };
    unwrap(await commandStation(env, params.stationId, commandId, { type: "ConfigureStation", config }));
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
  async handle({ env, params, body, commandId }) {
    const { effectiveAt, ...price } = body;
    // A repeated command must be the same command: "now" is written down as the beginning of time.
    const effectiveAtMs = effectiveAt === undefined ? 0 : toMs(effectiveAt);
    unwrap(await commandStation(env, params.stationId, commandId, { type: "SchedulePrice", ...price, effectiveAtMs }));
    return {};
  },
});

const enrol = endpoint({
  method: "post",
  path: "/v1/operator/stations/:stationId/terminals",
  tag,
  summary: "Enrol a terminal; its secret is shown this once",
  access: { permission: "terminals.write" },
  params: { stationId },
  body: z.object({ terminalId }),
  status: 201,
  reply: terminalSecret,
  codes: ["station_not_found", "terminal_exists", "too_many_terminals"],
  async handle({ env, params, body }) {
    if (!body.terminalId.startsWith(`${params.stationId}.`)) {
      throw new Problem("validation_failed", `body.terminalId: must be ${params.stationId}.<name>`);
    }
    const secret = newSecret();
    unwrap(
      await commandStation(env, params.stationId, crypto.randomUUID(), { type: "EnrolTerminal", terminalId: body.terminalId, secret }),
    );
    return { terminalId: body.terminalId, secret };
  },
});

const rotate = endpoint({
  method: "post",
  path: "/v1/operator/stations/:stationId/terminals/:terminalId/rotate",
  tag,
  summary: "Give a terminal a new secret; the old one is good for another day",
  access: { permission: "terminals.write" },
  params: { stationId, terminalId },
  reply: terminalSecret,
  codes: ["terminal_not_found", "terminal_revoked"],
  async handle({ env, params }) {
    const secret = newSecret();
    const command = { type: "RotateTerminalSecret", terminalId: params.terminalId, secret } as const;
    unwrap(await commandStation(env, params.stationId, crypto.randomUUID(), command));
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
  async handle({ env, params, commandId }) {
    unwrap(await commandStation(env, params.stationId, commandId, { type: "RevokeTerminal", terminalId: params.terminalId }));
  },
});

const setEndpoint = endpoint({
  method: "put",
  path: "/v1/operator/stations/:stationId/endpoint",
  tag,
  summary: "Have commands pushed to an HTTPS endpoint of the station's own, or no longer",
  description: "Commands are signed with the secret in the reply, as Standard Webhooks says, and retried with back-off.",
  access: { permission: "terminals.write" },
  params: { stationId },
  body: z.object({ endpoint: endpointRequest }),
  reply: z.object({ secret: z.string().nullable() }),
  codes: ["station_not_found", "endpoint_not_allowed"],
  async handle({ env, params, body }) {
    if (body.endpoint !== null && !isPublicHttps(body.endpoint.url) && env.PROVIDERS_MODE !== "sandbox")
      throw new Problem("endpoint_not_allowed");
    const secret = body.endpoint === null ? null : newSecret();
    const target = body.endpoint === null || secret === null ? null : { url: body.endpoint.url, secret };
    unwrap(await commandStation(env, params.stationId, crypto.randomUUID(), { type: "SetPushEndpoint", endpoint: target }));
    return { secret };
  },
});

export const stationOperatorRoutes = [list, get, configure, schedulePrice, enrol, rotate, revoke, setEndpoint];

/** As Standard Webhooks has them: 32 random bytes. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}
