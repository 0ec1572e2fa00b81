import { movement, wallet } from "@forecourt/contract/http/driver";
import { again, walletOf } from "@forecourt/durable-objects/stubs";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toCursor } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { driverWallet } from "./queries.ts";

const getWallet = endpoint({
  method: "get",
  path: "/v1/driver/wallet",
  tag: "Driver: wallet",
  summary: "Balances and reservations, as they are this moment",
  access: "driver",
  reply: wallet,
  codes: ["wallet_not_found"],
  handle: ({ env, caller }) => driverWallet(env, caller.walletId),
});

const getStatement = endpoint({
  method: "get",
  path: "/v1/driver/wallet/statement",
  tag: "Driver: wallet",
  summary: "Every movement, newest first, with its hash chain",
  description:
    "Each movement's `hash` is the hexadecimal SHA-256 of the canonical JSON (keys sorted, no white space) of its other members, " +
    "`previousHash` among them; the first one's `previousHash` is 64 zeros. It comes from the wallet itself, so it is never behind. " +
    "A page may be a few movements longer than `limit`.",
  access: "driver",
  query: listQuery.shape,
  reply: listOf(movement),
  async handle({ env, caller, query }) {
    const beforeSeq = query.cursor === undefined ? undefined : fromCursor(query.cursor).atMs;
    const page = await again(async () => walletOf(env, caller.walletId).statement(query.limit, beforeSeq));
    return {
      items: page.items,
      nextCursor: page.nextBeforeSeq === null ? null : toCursor({ atMs: page.nextBeforeSeq, id: "seq" }),
      asOf: new Date().toISOString(),
    };
  },
});

const live = endpoint({
  method: "get",
  path: "/v1/driver/live",
  tag: "Driver: wallet",
  summary: "WebSocket: balances and the running fill, as they change",
  description:
    'Messages: `{"type":"wallet", …}` as GET /v1/driver/wallet, and `{"type":"fueling", fuelingId, state, volumeMl, amountMinor, …}`. ' +
    "Authenticate by Authorization header or, in a browser, by the subprotocols `forecourt.v1` and `bearer.<accessToken>`. Send `ping` to hear `pong`.",
  access: "driver",
  status: 101,
  reply: null,
  async handle({ env, caller, request }) {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      throw new Problem("validation_failed", "This address is a WebSocket: ask for an upgrade.");
    }
    return walletOf(env, caller.walletId).fetch(request);
  },
});

export const walletRoutes = [getWallet, getStatement, live];
