import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { roles } from "@forecourt/contract/permissions";
import { hashPassword } from "../worker/auth/passwords.ts";

/**
 * `npm run operator -- --email E --role R [--name N] [--remote]`: makes an operator, or gives one a new role and password,
 * takes a lost second factor off and ends every session. It takes effect when they next sign in.
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
// The hash is of our own alphabet and the address was checked, so neither can end the string it stands in.
const name = (values.name ?? email.split("@")[0] ?? "").replaceAll("'", "''");
const columns = "(email, opening_id, name, role, password_hash)";
const row = `('${email}', '${randomUUID()}', '${name}', '${values.role}', '${await hashPassword(password)}')`;
const sql = `INSERT OR REPLACE INTO operator_openings ${columns} VALUES ${row}`;
const target = values.remote ? "--remote" : "--local";
const { status } = spawnSync(
  process.execPath,
  ["node_modules/wrangler/bin/wrangler.js", "d1", "execute", "forecourt", target, "--command", sql],
  {
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
