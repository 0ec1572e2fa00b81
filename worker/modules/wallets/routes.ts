import { historyQuery, lot, movement, wallet } from "@forecourt/contract/http/driver";
import { walletOf } from "@forecourt/durable-objects/stubs";
import { endpoint } from "../../http/endpoint.ts";
import { listOf, listQuery } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { historyWallet } from "../credentials/joined.ts";
import { driverWallet, walletLots, walletStatement } from "./queries.ts";

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
  query: { ...listQuery.shape, ...historyQuery },
  reply: listOf(movement),
  codes: ["not_found"],
  handle: async ({ env, caller, query: { account, ...query } }) => walletStatement(env, await historyWallet(env, caller, account), query),
});

const getLots = endpoint({
  method: "get",
  path: "/v1/driver/wallet/lots",
  tag: "Driver: wallet",
  summary: "What the balance is made of, oldest first: the order in which it is spent",
  description:
    "Each lot is what is left of one credit, with when its bonus lapses. It comes from the wallet itself, so it is never behind.",
  access: "driver",
  query: listQuery.shape,
  reply: listOf(lot),
  handle: ({ env, caller, query }) => walletLots(env, caller.walletId, query),
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

export const walletRoutes = [getWallet, getStatement, getLots, live];
