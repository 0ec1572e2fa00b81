import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Generates a migration from the drizzle schemas: `npm run migrations -- --name <what it does>`.
 *
 * drizzle-kit does not know WITHOUT ROWID, which saves a row written on every insert into a table keyed by text; it is
 * added to the new files here, before they are released. A released migration is never touched.
 */
const folder = "migrations";
const before = new Set(readdirSync(folder));
const { status } = spawnSync("node_modules/.bin/drizzle-kit", ["generate", ...process.argv.slice(2)], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
for (const file of readdirSync(folder)) {
  if (before.has(file) || !file.endsWith(".sql")) continue;
  const path = join(folder, file);
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(/^\);(?=\n|-->|$)/gm, ") WITHOUT ROWID;"));
  console.log(`${path}: tables are WITHOUT ROWID`);
}
