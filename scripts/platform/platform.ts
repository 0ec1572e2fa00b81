import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { lock } from "./database.ts";

const CRON_MS = 60_000;

/** The product, running on this machine. */
export interface Platform {
  readonly baseUrl: string;
  readonly miniflare: Miniflare;
  stop(): Promise<void>;
}

export interface PlatformOptions {
  readonly port: number;
  readonly stateDir: string;
  /** What the Worker is bound to beside the rest, such as vendors' secrets. */
  readonly bindings?: Readonly<Record<string, string>>;
  /** Another build of the Worker, and what it is bound to beside the rest: how the fault tests run the product. */
  readonly worker?: { readonly script: string; readonly bindings: Readonly<Record<string, string>> };
  /** How long the queue holds back what is to be projected, seconds: how tests see what leans on its being quick. */
  readonly projectionWaitS?: number | undefined;
}

/**
 * Runs the built Worker in workerd with everything that `wrangler.toml` binds, kept on disk under `stateDir`, and brings
 * the data base up to date. What it logs goes to `<stateDir>/logs/worker.log`.
 */
export async function startPlatform({
  port,
  stateDir,
  bindings = {},
  worker = { script: "dist/worker/index.js", bindings: {} },
  projectionWaitS,
}: PlatformOptions): Promise<Platform> {
  const logs = join(stateDir, "logs");
  mkdirSync(logs, { recursive: true });
  const unlock = lock(stateDir);
  const { workerOptions } = unstable_getMiniflareWorkerOptions("wrangler.toml");
  const options = convertV4MiniflareOptions({
    host: "127.0.0.1",
    port,
    cf: false,
    structuredWorkerdLogs: true,
    handleStructuredLogs: ({ message }) => appendFileSync(join(logs, "worker.log"), `${message}\n`),
    workers: [
      {
        ...workerOptions,
        name: "forecourt",
        rootPath: process.cwd(),
        modulesRoot: dirname(worker.script),
        modules: [{ type: "ESModule", path: worker.script }],
        bindings: Object.assign({}, workerOptions.bindings, secretsOf(stateDir), bindings, worker.bindings),
        ...(projectionWaitS === undefined
          ? {}
          : { queueProducers: { PROJECTION: { queueName: "forecourt-projection", deliveryDelay: projectionWaitS } } }),
      },
    ],
  });
  const miniflare = leavingSignals(() => new Miniflare({ ...options, resourcePersistencePath: resolve(stateDir, "data") }));
  const baseUrl = (await miniflare.ready).origin;
  await migrate(miniflare);
  let isStopping = false;
  const cron = setInterval(() => {
    runCron(miniflare).catch((error: unknown) => {
      // One that is under way when everything is stopped has nobody to answer it any more.
      if (!isStopping) throw error;
    });
  }, CRON_MS);
  return {
    baseUrl,
    miniflare,
    async stop() {
      isStopping = true;
      clearInterval(cron);
      await miniflare.dispose();
      unlock();
    },
  };
}

/**
 * Miniflare ends the process itself when a signal comes, before whoever started it could stop what else is running: the
 * simulated stations outlived it. What it does at the process's exit stays, so that workerd never does.
 */
function leavingSignals<Made>(make: () => Made): Made {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const before = signals.map((signal) => new Set(process.listeners(signal)));
  const made = make();
  for (const [index, signal] of signals.entries()) {
    for (const listener of process.listeners(signal)) if (before[index]?.has(listener) === false) process.off(signal, listener);
  }
  return made;
}

/** Applies the migrations that have not been applied; keeps the same book as `wrangler d1 migrations apply`. */
async function migrate(miniflare: Miniflare): Promise<void> {
  const db = await miniflare.getD1Database("DB", "forecourt");
  await db.exec(
    "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
  );
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  for (const name of readdirSync("migrations")
    .filter((file) => file.endsWith(".sql"))
    .sort()) {
    if (applied.has(name)) continue;
    const statements = readFileSync(join("migrations", name), "utf8").split("--> statement-breakpoint");
    await db.batch([...statements.map((sql) => db.prepare(sql)), db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name)]);
  }
}

async function runCron(miniflare: Miniflare): Promise<void> {
  const worker = await miniflare.getWorker("forecourt");
  await worker.scheduled({ cron: "* * * * *" });
}

/** This installation's own secrets, each made the first time that it is needed. */
function secretsOf(stateDir: string): Readonly<Record<string, string>> {
  const path = join(stateDir, "secrets.json");
  const known = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, string>>) : {};
  const bytes = () => randomBytes(32).toString("base64");
  const made = {
    SESSION_SECRET: randomBytes(32).toString("base64url"),
    PAYMENT_CODE_KEY: bytes(),
    MASTER_KEYS: `1:${bytes()}`,
    HASH_KEY: bytes(),
  };
  const secrets = { ...made, ...known };
  if (Object.keys(secrets).length > Object.keys(known).length) writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
