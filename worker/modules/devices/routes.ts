import { device, deviceDetail, deviceFilter, driverSessions, sessionEnd } from "@forecourt/contract/http/devices";
import { originName } from "@forecourt/contract/http/transactions";
import { driverId } from "@forecourt/contract/ids";
import { commandSecurity } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { listOf, listQuery } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { requireDriver } from "../drivers/queries.ts";
import { findDevice, listDevices, sessionsOf } from "./queries.ts";

const tag = "Operator: devices";
const access = { permission: "devices.read" } as const;

const list = endpoint({
  method: "get",
  path: "/v1/operator/devices",
  tag,
  summary: "Devices that drivers have signed in on, the last seen first; `shared=true`: those of more than one driver",
  access,
  query: { ...listQuery.shape, ...deviceFilter },
  reply: listOf(device),
  async handle({ env, query: { shared, limit, cursor } }) {
    const page = await listDevices(env, shared === "true", limit, cursor);
    return { ...page, asOf: await asOf(drizzle(env.DB)) };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/operator/devices/:device",
  tag,
  summary: "A device, and who has signed in on it",
  access,
  params: { device: originName },
  reply: deviceDetail,
  codes: ["not_found"],
  async handle({ env, params }) {
    const found = await findDevice(env, params.device);
    if (found === null) throw new Problem("not_found", "Nobody has signed in on a device of this name.");
    return found;
  },
});

const ofDriver = endpoint({
  method: "get",
  path: "/v1/operator/drivers/:driverId/sessions",
  tag,
  summary: "Where a driver is signed in, and the devices that they have been on",
  access,
  params: { driverId },
  reply: driverSessions,
  codes: ["not_found"],
  async handle({ env, params }) {
    await requireDriver(env, params.driverId);
    return sessionsOf(env, params.driverId);
  },
});

const end = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/sessions/:sessionId/end",
  tag,
  summary: "End a session of a driver; `all` ends every one",
  description: "For a phone that was lost or stolen. The driver signs in again; nothing of theirs is lost.",
  access: { permission: "sessions.end" },
  command: true,
  params: { driverId, sessionId: z.string().regex(/^(ses_[0-9a-z]{6,40}|all)$/) },
  body: sessionEnd,
  reply: driverSessions,
  codes: ["not_found", "session_not_found"],
  async handle({ env, caller, params, body, commandId }) {
    await requireDriver(env, params.driverId);
    const command = { type: "EndSessions", sessionId: params.sessionId === "all" ? null : params.sessionId } as const;
    unwrap(await commandSecurity(env, params.driverId, commandId, command, command, { ...caller.by, reason: body.reason }));
    return sessionsOf(env, params.driverId);
  },
});

export const deviceRoutes = [list, get, ofDriver, end];
