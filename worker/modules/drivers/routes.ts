import { lot, movement } from "@forecourt/contract/http/driver";
import { driverDetail, driverItem, driverStatuses, freezeRequest, note, noteRequest } from "@forecourt/contract/http/people";
import { driverId } from "@forecourt/contract/ids";
import { toInstant } from "@forecourt/contract/scalars";
import { accountOf, again, commandAccount, commandWallet } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { listOf, listQuery } from "../../http/list.ts";
import { unwrap } from "../../http/problem.ts";
import { walletLots, walletStatement } from "../wallets/queries.ts";
import { driverOf, listDrivers, requireDriver, searchDrivers } from "./queries.ts";

const tag = "Operator: drivers";
const read = { permission: "drivers.read" } as const;

const list = endpoint({
  method: "get",
  path: "/v1/operator/drivers",
  tag,
  summary: "Drivers with their balances; the newest first, or those that need somebody",
  description:
    "`q` searches everybody: by driver id, by wallet id, or by how a name begins, in the order of names; `status` then says nothing.",
  access: read,
  query: { ...listQuery.shape, status: z.enum(driverStatuses).default("all"), q: z.string().trim().min(1).max(60).optional() },
  reply: listOf(driverItem),
  handle: ({ env, query }) => (query.q === undefined ? listDrivers(env, query.status, query) : searchDrivers(env, query.q, query)),
});

const get = endpoint({
  method: "get",
  path: "/v1/operator/drivers/:driverId",
  tag,
  summary: "A driver: wallet, freezes and vehicles as they are this moment",
  access: read,
  params: { driverId },
  reply: driverDetail,
  codes: ["not_found"],
  handle: ({ env, params }) => driverOf(env, params.driverId),
});

const lots = endpoint({
  method: "get",
  path: "/v1/operator/drivers/:driverId/lots",
  tag,
  summary: "What a driver's balance is made of, oldest first",
  access: read,
  params: { driverId },
  query: listQuery.shape,
  reply: listOf(lot),
  codes: ["not_found"],
  handle: async ({ env, params, query }) => walletLots(env, (await requireDriver(env, params.driverId)).walletId, query),
});

const statement = endpoint({
  method: "get",
  path: "/v1/operator/drivers/:driverId/statement",
  tag,
  summary: "A driver's movements, newest first, with their hash chain",
  access: read,
  params: { driverId },
  query: listQuery.shape,
  reply: listOf(movement),
  codes: ["not_found"],
  handle: async ({ env, params, query }) => walletStatement(env, (await requireDriver(env, params.driverId)).walletId, query),
});

const freeze = freezing("freeze", {
  type: "FreezeWallet",
  summary: "Freeze a driver's wallet",
  description:
    "Nothing new is topped up, reserved or refunded. Payments on their way are credited, and fuel that has flowed is paid for. The driver is told `wallet_frozen`.",
});

const release = freezing("release", {
  type: "UnfreezeWallet",
  summary: "Release a wallet that an operator has frozen",
  description: "Whatever the driver's own protection has frozen stays so until they have shown that it is them.",
});

interface Freezing {
  readonly type: "FreezeWallet" | "UnfreezeWallet";
  readonly summary: string;
  readonly description: string;
}

function freezing(name: "freeze" | "release", { type, summary, description }: Freezing) {
  return endpoint({
    method: "post",
    path: `/v1/operator/drivers/:driverId/${name}`,
    logs: `wallet_${name}`,
    tag,
    summary,
    description,
    access: { permission: "wallets.freeze" },
    command: true,
    params: { driverId },
    body: freezeRequest,
    reply: driverDetail,
    codes: ["not_found", "wallet_not_found"],
    async handle({ env, caller, params, body, commandId, origin }) {
      const { walletId } = await requireDriver(env, params.driverId);
      const command = { type, kind: "operator", reason: body.reason, operator: caller.email } as const;
      unwrap(await commandWallet(env, walletId, commandId, command, command, { ...caller.by, reason: body.reason }, await origin()));
      return driverOf(env, params.driverId);
    },
  });
}

const listNotes = endpoint({
  method: "get",
  path: "/v1/operator/drivers/:driverId/notes",
  tag,
  summary: "What operators have noted about a driver, newest first",
  access: read,
  params: { driverId },
  reply: z.object({ items: z.array(note) }),
  codes: ["not_found"],
  async handle({ env, params }) {
    await requireDriver(env, params.driverId);
    const notes = await again(async () => accountOf(env, params.driverId).notes());
    return { items: notes.map(({ atMs, ...rest }) => ({ ...rest, at: toInstant(atMs) })) };
  },
});

const addNote = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/notes",
  tag,
  summary: "Note something about a driver, for colleagues",
  access: { permission: "drivers.note" },
  command: true,
  params: { driverId },
  body: noteRequest,
  status: 201,
  reply: note,
  codes: ["not_found"],
  async handle({ env, caller, params, body, commandId }) {
    await requireDriver(env, params.driverId);
    const command = { type: "AddNote", text: body.text, operator: caller.email } as const;
    const { atMs, ...rest } = unwrap(await commandAccount(env, params.driverId, commandId, command, command, caller.by));
    return { ...rest, at: toInstant(atMs) };
  },
});

export const operatorDriverRoutes = [list, get, lots, statement, freeze, release, listNotes, addNote];
