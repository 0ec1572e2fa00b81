import { spawnSync } from "node:child_process";
import { build } from "./platform/build.ts";

/**
 * `npm run deploy`: puts the product on Cloudflare. The account, the D1 database, the queues, the bucket and the secrets
 * are made once, as docs/install.md says. Migrations run before the new code: they only ever add.
 */
build();
for (const args of [
  ["d1", "migrations", "apply", "forecourt", "--remote"],
  ["deploy", ...process.argv.slice(2)],
]) {
  const { status } = spawnSync(process.execPath, ["node_modules/wrangler/bin/wrangler.js", ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
