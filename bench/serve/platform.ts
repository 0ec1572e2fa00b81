import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import type { Demo } from "../../scripts/platform/demo.ts";
import { freePort, Server } from "./process.ts";

/** The whole product, with D1 and the queue, under the local simulator; with meters. */
export interface EdgePlatform {
  readonly server: Server;
  readonly baseUrl: string;
  readonly port: number;
  readonly demo: Demo;
}

export function startEdge(directory: string): Promise<EdgePlatform> {
  return startEdgeOn(join(directory, "edge"), "bench/workers/edge.ts");
}

/** On a folder of its own or one that was seeded before; with the meters of this entry point. */
export async function startEdgeOn(state: string, entryPoint: string): Promise<EdgePlatform> {
  const script = join(state, "edge-worker", "edge.js");
  await build({
    entryPoints: [entryPoint],
    outfile: script,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker"],
    // As in wrangler.toml.
    alias: { "hono/http-exception": resolve("worker/http/noHono.ts") },
    external: ["node:*", "cloudflare:*"],
    logLevel: "error",
  });
  const port = await freePort();
  const args = ["bench/serve/platformMain.ts", "--port", String(port), "--state", state, "--script", script];
  const server = new Server("edge", [process.execPath, ...args], { endsItself: true });
  await server.until(() => /^ready /m.test(server.said), 60_000);
  const demo = JSON.parse(readFileSync(join(state, "demo.json"), "utf8")) as Demo;
  return { server, baseUrl: demo.baseUrl, port, demo };
}
