import { env } from "cloudflare:workers";
import type { ActorRef } from "@forecourt/contract/commit";
import { actorKey, project } from "../../../worker/projection/projector.ts";

/** Brings the read models up to where these actors are now, as an empty message does; the queue brings the same later, in vain. */
export async function projected(...actors: readonly ActorRef[]): Promise<void> {
  const failed = await project(
    env,
    actors.map((actor) => ({ actor, commits: [] })),
  );
  for (const { key, error } of [...failed].map(([key, error]) => ({ key, error }))) throw new Error(`${key} was not projected: ${error}`);
}

export const walletRef = (id: string): ActorRef => ({ kind: "wallet", id });
export const stationRef = (id: string): ActorRef => ({ kind: "station", id });

/** Every table that is made of the journals. */
export const readModelTables = [
  "alerts",
  "packages",
  "regions",
  "figures_hourly",
  "fuelings",
  "drivers",
  "station_prices",
  "stations",
  "stray_payments",
  "topups",
  "wallets",
  "checkpoints",
] as const;

/** All rows of all read models, each table in its own order: what two projections of the same journals must agree on. */
export async function dump(): Promise<Readonly<Record<string, readonly string[]>>> {
  const results = await env.DB.batch(readModelTables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`)));
  return Object.fromEntries(
    readModelTables.map((table, index) => [table, (results[index]?.results ?? []).map((row) => JSON.stringify(row)).sort()]),
  );
}

export async function checkpointOf(actor: ActorRef): Promise<number | undefined> {
  const row = await env.DB.prepare("SELECT seq FROM checkpoints WHERE actor = ?").bind(actorKey(actor)).first<{ seq: number }>();
  return row?.seq;
}

export async function rows<Row = Record<string, string | number | null>>(query: string, ...bound: (string | number)[]): Promise<Row[]> {
  return (
    await env.DB.prepare(query)
      .bind(...bound)
      .all<Row>()
  ).results;
}
