import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { roles } from "@forecourt/contract/permissions";
import { hashPassword } from "../worker/auth/passwords.ts";
import { databaseOf, lock } from "./platform/database.ts";

/**
 * `npm run operator -- --email E --role R [--name N] [--remote]`: makes an operator, or gives one a new role and password,
 * takes a lost second factor off and ends every session. It takes effect when they next sign in. Without `--remote` it is for what `npm start` runs
 * in STATE_DIR, which must be stopped meanwhile.
 */
const { values } = parseArgs({
  options: { email: { type: "string" }, role: { type: "string" }, name: { type: "string" }, remote: { type: "boolean", default: false } },
});
const email = values.email?.toLowerCase() ?? "";
if (!/^[^\s'@]+@[^\s'@]+$/.test(email) || !roles.some((role) => role === values.role)) {
  console.error(`npm run operator -- --email you@example.com --role ${roles.join("|")} [--name "Ada Chen"] [--remote]`);
  process.exit(2);
}
const prompt = createInterface({ input: process.stdin, output: process.stdout });
const password = process.env.FORECOURT_PASSWORD ?? (await prompt.question("Password (12 characters at least): "));
prompt.close();
if (password.length < 12) {
  console.error("That is shorter than 12 characters.");
  process.exit(2);
}
const name = values.name ?? email.split("@")[0] ?? "";
const row = [email, randomUUID(), name, values.role ?? "", await hashPassword(password)];
const insert = "INSERT OR REPLACE INTO operator_openings (email, opening_id, name, role, password_hash) VALUES";
process.exit(values.remote ? writeRemotely() : writeHere(resolve(process.env.STATE_DIR ?? ".state")));

function writeRemotely(): number {
  const texts = row.map((text) => `'${text.replaceAll("'", "''")}'`);
  const command = ["d1", "execute", "forecourt", "--remote", "--command", `${insert} (${texts.join(", ")})`];
  return spawnSync(process.execPath, ["node_modules/wrangler/bin/wrangler.js", ...command], { stdio: "inherit" }).status ?? 1;
}

function writeHere(stateDir: string): number {
  try {
    const unlock = lock(stateDir);
    const database = new DatabaseSync(databaseOf(stateDir));
    database.prepare(`${insert} (?, ?, ?, ?, ?)`).run(...row);
    database.close();
    unlock();
    console.log(`${email} may sign in with that password once Forecourt runs on ${stateDir} again.`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}
