import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { freePort, type Server } from "./process.ts";
import { startWorkerd } from "./workerd.ts";

/** The product's edge and actors on raw `workerd serve`, as `workers/whole.ts` binds them. */
export async function startWhole(
  directory: string,
  inspectorPort?: number,
): Promise<{ readonly server: Server; readonly baseUrl: string; readonly port: number }> {
  const port = await freePort();
  const bound = readFileSync("wrangler.toml", "utf8").matchAll(/^name = "([A-Z_]+)"\nclass_name = "(\w+)"$/gm);
  const objects = Object.fromEntries([...bound].map(([, binding = "", className = ""]) => [binding, className]));
  const key = () => randomBytes(32).toString("base64");
  const secrets = { SESSION_SECRET: key(), PAYMENT_CODE_KEY: key(), MASTER_KEYS: `1:${key()}`, HASH_KEY: key() };
  const texts = { PROVIDERS_MODE: "sandbox", PUBLIC_URL: "", CORS_ORIGINS: "", ...secrets };
  const inspector = inspectorPort === undefined ? {} : { inspectorPort };
  const server = await startWorkerd({ name: "whole", entry: "bench/workers/whole.ts", objects, texts, port, ...inspector }, directory);
  return { server, baseUrl: `http://127.0.0.1:${port}`, port };
}
