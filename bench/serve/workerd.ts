import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { Server } from "./process.ts";

/** A Worker on raw `workerd serve`, without the simulator's front layer, its objects in SQLite on disk. */
export interface RawWorker {
  readonly name: string;
  /** The entry file. */
  readonly entry: string;
  /** Binding → class. */
  readonly objects: Readonly<Record<string, string>>;
  /** Binding → text. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly port: number;
  readonly inspectorPort?: number;
}

/** Bundles the Worker and runs it; its data is in `<directory>/<name>`. */
export async function startWorkerd(worker: RawWorker, directory: string): Promise<Server> {
  const home = join(directory, worker.name);
  mkdirSync(join(home, "data"), { recursive: true });
  await build({
    entryPoints: [worker.entry],
    outfile: join(home, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker"],
    // As in wrangler.toml.
    alias: { "hono/http-exception": resolve("worker/http/noHono.ts") },
    external: ["node:*", "cloudflare:*"],
    logLevel: "error",
  });
  writeFileSync(join(home, "config.capnp"), configOf(worker, join(home, "data")));
  const inspector = worker.inspectorPort === undefined ? [] : [`--inspector-addr=127.0.0.1:${worker.inspectorPort}`];
  const server = new Server(worker.name, [resolve("node_modules/.bin/workerd"), "serve", ...inspector, "config.capnp"], { cwd: home });
  await server.until(() => answers(`http://127.0.0.1:${worker.port}/ready/x`));
  return server;
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}

function configOf({ objects, texts = {}, port }: RawWorker, dataPath: string): string {
  const [, date = ""] = /^compatibility_date = "(.*)"$/m.exec(readFileSync("wrangler.toml", "utf8")) ?? [];
  const namespaces = Object.values(objects).map((name) => `(className = "${name}", uniqueKey = "${name}", enableSql = true)`);
  const bindings = [
    ...Object.entries(objects).map(([binding, name]) => `(name = "${binding}", durableObjectNamespace = "${name}")`),
    ...Object.entries(texts).map(([binding, text]) => `(name = "${binding}", text = ${JSON.stringify(text)})`),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "disk", disk = (path = "${dataPath}", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${date}",
  compatibilityFlags = ["nodejs_compat"],
  durableObjectNamespaces = [${namespaces.join(", ")}],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [${bindings.join(", ")}],
);
`;
}
