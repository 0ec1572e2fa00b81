import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A thing that is built of some folders and files; built again only when one of them has changed. */
export interface Target {
  readonly name: string;
  readonly sources: readonly string[];
  readonly command: readonly string[];
  /** What of it the Worker serves, and where. */
  readonly output?: { readonly from: string; readonly to: string };
}

const targets: readonly Target[] = [
  {
    name: "worker",
    sources: ["contract", "durable-objects", "worker", "wrangler.toml", "package.json", "package-lock.json"],
    command: ["node_modules/.bin/wrangler", "deploy", "--dry-run", "--outdir", "dist/worker"],
  },
  {
    name: "dashboard",
    sources: ["contract", "dashboard", "package-lock.json"],
    command: ["node_modules/.bin/vite", "build", "dashboard", "--logLevel", "error"],
  },
  {
    name: "driver's app",
    sources: ["contract", "miniprogram", "package-lock.json"],
    command: ["node_modules/.bin/node", "miniprogram/preview/build.ts"],
    output: { from: "miniprogram/dist/preview", to: "dist/assets/app" },
  },
];

/**
 * The tools need the Node that the project brings, whichever one is first elsewhere. A test runner calls its environment `test`, and
 * what is built there would be that to the end: libraries choose by it.
 */
const env = {
  ...process.env,
  NODE_ENV: "production",
  PATH: `${resolve("node_modules/.bin")}:${process.env.PATH}`,
  WRANGLER_SEND_METRICS: "false",
};

/** Builds what has changed since it was last built; `pages: false` leaves the two front ends out. */
export function build({ pages = true }: { readonly pages?: boolean } = {}): void {
  mkdirSync("dist/assets", { recursive: true });
  for (const target of pages ? targets : targets.slice(0, 1)) {
    const stamp = join("dist", `.${target.name.replaceAll(/\W/g, "-")}`);
    const print = fingerprintOf(target.sources);
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === print) continue;
    const startedAtMs = Date.now();
    const [program = "", ...args] = target.command;
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env });
    if (status !== 0) throw new Error(`the ${target.name} does not build:\n${stdout}\n${stderr}`);
    if (target.output !== undefined) {
      rmSync(target.output.to, { recursive: true, force: true });
      cpSync(target.output.from, target.output.to, { recursive: true });
    }
    writeFileSync(stamp, print);
    console.log(`built the ${target.name} in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
  }
}

function fingerprintOf(sources: readonly string[]): string {
  const hash = createHash("sha256");
  for (const source of sources) for (const file of filesOf(source)) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && name !== "dist" && !name.endsWith(".test.ts"))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => filesOf(join(path, name)));
}
