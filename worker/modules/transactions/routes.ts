import { addressRequest, entryId, openedAddresses, transaction, transactions } from "@forecourt/contract/http/transactions";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { OperatorCaller } from "../../auth/operators.ts";
import { openAddress } from "../../crypto/addresses.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { formatAddress } from "../../http/ip.ts";
import { listQuery } from "../../http/list.ts";
import { originAddressName } from "../../http/origin.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { recordAction } from "../audit/record.ts";
import { findEntry, listTransactions, toItems, transactionQuery } from "./queries.ts";
import { keptDays } from "./retention.ts";

const tag = "Operator: transaction log";
const access = { permission: "transactions.read", stations: "narrowed" } as const;

const list = endpoint({
  method: "get",
  path: "/v1/operator/transactions",
  tag,
  summary: "Every command that moves money, and every one that was refused, with where it came from; newest first",
  description:
    "`ip` finds an address, of IPv6 its /64; it is hashed here and kept nowhere. Addresses are shown masked. Whoever is limited to some stations sees " +
    "what took place at those. A page reads a bounded number of rows: `nextCursor` goes on behind `searchedTo`. What was refused is noted as far as " +
    "that is possible: it may be missing, and one caller's are noted twenty times a minute at most.",
  access,
  query: { ...listQuery.shape, ...transactionQuery.shape, ip: z.string().trim().max(45).optional() },
  reply: transactions,
  async handle({ env, caller, query: { limit, cursor = null, ip, ...query } }) {
    const ipKey = ip === undefined ? (query.ipKey ?? null) : await originAddressName(env, ip);
    if (ip !== undefined && ipKey === null) throw new Problem("validation_failed", "query.ip: an IPv4 or IPv6 address");
    const filter = ipKey === null ? query : { ...query, ipKey };
    const page = await listTransactions(env, filter, { limit, cursor, stations: caller.stations });
    return { ...page, ipKey, keptDays: keptDays(env), asOf: await asOf(drizzle(env.DB)) };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/operator/transactions/:entryId",
  tag,
  summary: "An entry",
  access,
  params: { entryId },
  reply: transaction,
  codes: ["not_found"],
  async handle({ env, caller, params }) {
    const [item] = await toItems(env, [await requireEntry(env, caller, params.entryId)]);
    if (item === undefined) throw new Problem("not_found");
    return item;
  },
});

const open = endpoint({
  method: "post",
  path: "/v1/operator/transactions/:entryId/address",
  tag,
  summary: "Read the addresses that an entry came from, for a purpose that the audit trail keeps",
  access: { permission: "transactions.open" },
  params: { entryId },
  body: addressRequest,
  reply: openedAddresses,
  codes: ["not_found"],
  async handle({ env, caller, params, body }) {
    const row = await requireEntry(env, caller, params.entryId);
    const after = { entryId: row.entryId, purpose: body.purpose };
    const subject = row.walletId === null ? `transaction/${row.entryId}` : `wallet/${row.walletId}`;
    await recordAction(env, { ...caller.by, reason: body.note }, { action: "OpenAddress", subject, after });
    return { ip: await opened(env, row.ip), terminalIp: await opened(env, row.terminalIp) };
  },
});

export const transactionRoutes = [list, get, open];

async function requireEntry(env: Env, { stations }: OperatorCaller, id: string) {
  const row = await findEntry(env, id, stations);
  if (row === null) throw new Problem("not_found", "The log has no such entry, or has it no longer.");
  return row;
}

async function opened(env: Env, sealed: string | null): Promise<string | null> {
  const address = sealed === null ? null : await openAddress(env, sealed);
  return address === null ? null : formatAddress(address);
}
