import { env } from "cloudflare:workers";
import type { ActorRef } from "@forecourt/contract/commit";
import { actorKey, project } from "../../../worker/projection/projector.ts";

/** Brings the read models up to where these actors are now, as an empty message does; the queue brings the same later, in vain. */
export async function projected(...refs: readonly (ActorRef | Promise<ActorRef>)[]): Promise<void> {
  const actors = await Promise.all(refs);
  const failed = await project(
    env,
    actors.map((actor) => ({ actor, commits: [] })),
  );
  for (const [key, error] of failed) throw new Error(`${key} was not projected: ${error}`);
}

export const walletRef = (id: string): ActorRef => ({ kind: "wallet", id });
export const stationRef = (id: string): ActorRef => ({ kind: "station", id });

/** Tables that are not made of the journals: a rebuild leaves them alone. */
const OTHER_TABLES =
  /^(operator_openings|operators|cases|bill_imports|suspects|station_captures|audit_trail|dead_letters|freshness|sandbox_\w+|provider_health|d1_migrations|sqlite_\w+|_cf_\w+)$/;

/** What operators do is on record, two hops of the queue later, and that somebody began a rebuild too: compared in `staff/trail.test.ts`. */
const OF_THE_STAFF = /"actor":"(audit|operator)\//;

/** All rows of all read models: what two projections of the same journals must agree on. A new table counts by itself. */
export async function dump(): Promise<Readonly<Record<string, readonly string[]>>> {
  const named = await rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  const tables = named.map(({ name }) => name).filter((name) => !OTHER_TABLES.test(name));
  const results = await env.DB.batch(tables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`)));
  return Object.fromEntries(
    tables.map((table, index) => {
      const all = (results[index]?.results ?? []).map((row) => JSON.stringify(row));
      return [table, all.filter((row) => !OF_THE_STAFF.test(row)).sort()];
    }),
  );
}

/** The rows that name one of these. */
export async function rowsAbout(...ids: readonly string[]): Promise<readonly string[]> {
  return Object.entries(await dump()).flatMap(([table, found]) =>
    found.filter((row) => ids.some((id) => row.includes(id))).map((row) => `${table} ${row}`),
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
