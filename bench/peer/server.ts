import { readFileSync } from "node:fs";
import fastify from "fastify";
import { pool } from "./database.ts";
import { equip, type Item, ingest } from "./station.ts";
import { type Command, execute, Refused } from "./wallet.ts";

/** The peer: fastify on Node, PostgreSQL behind it, answering the paths that all contestants answer. */
const RELAY_MS = 200;
const RELAY_ROWS = 1_000;
const PAGE = 20;

interface Sent {
  readonly id: string;
  readonly command: Command;
}
type Addressed = { Params: { id: string } };

await pool.query(readFileSync("bench/peer/schema.sql", "utf8"));
const app = fastify();

const answer = async (work: Promise<unknown>) => {
  try {
    return { ok: true, reply: await work };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.message };
    throw error;
  }
};

app.get("/ready/x", () => ({ ok: true }));
app.post<Addressed & { Body: Sent }>("/wallet/:id", ({ params, body }) => answer(execute(params.id, body.id, body.command)));
app.post<Addressed & { Body: readonly Sent[] }>("/pair/:id", async ({ params, body }) => {
  const answers = [];
  for (const { id, command } of body) answers.push(await answer(execute(params.id, id, command)));
  return answers;
});
app.post<Addressed & { Body: { terminalId: string; items: readonly Item[] } }>("/station/:id", ({ params, body }) =>
  answer(ingest(params.id, body.terminalId, body.items)),
);
app.post<Addressed & { Body: { pumps: readonly { pump: number; terminalId: string }[] } }>("/equip/:id", ({ params, body }) =>
  answer(equip(params.id, body.pumps)),
);
app.get<Addressed>("/unsettled/:id", () => ({ fills: 0 }));
app.get<Addressed>("/wallet/:id", async ({ params }) => {
  const client = await pool.connect();
  try {
    const text = "SELECT principal_minor, bonus_minor, reserved_minor, debt_minor, currency, movements FROM wallets WHERE wallet_id = $1";
    return (await client.query<object>({ name: "view", text, values: [params.id] })).rows[0];
  } finally {
    client.release();
  }
});
app.get<Addressed>("/orders/:id", async ({ params }) => {
  const client = await pool.connect();
  try {
    const text = `SELECT * FROM fills WHERE wallet_id = $1 AND settled_at_ms IS NOT NULL ORDER BY settled_at_ms DESC LIMIT ${PAGE}`;
    return { items: (await client.query<object>({ name: "orders", text, values: [params.id] })).rows };
  } finally {
    client.release();
  }
});

/** Takes from the outbox what has been written to it, as what relays it would. It need not survive: what is not taken is taken again. */
async function relay(): Promise<void> {
  const client = await pool.connect();
  try {
    const text = `WITH off AS (SELECT set_config('synchronous_commit', 'off', true))
      DELETE FROM outbox WHERE id IN (SELECT id FROM outbox, off ORDER BY id LIMIT ${RELAY_ROWS}) RETURNING body`;
    const { rows } = await client.query<{ body: object }>({ name: "relay", text, values: [] });
    JSON.stringify(rows);
  } finally {
    client.release();
    setTimeout(() => void relay(), RELAY_MS);
  }
}
setTimeout(() => void relay(), RELAY_MS);

await app.listen({ host: "127.0.0.1", port: Number(process.env.PEER_PORT) });
