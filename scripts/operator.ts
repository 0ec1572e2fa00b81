import { spawnSync } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { hashPassword } from "../worker/auth/passwords.ts";

/** `npm run operator -- --email E --role R [--remote]`: makes an operator, or gives one a new role and password. */
const roles = ["super_admin", "operations", "finance", "station_manager", "support", "auditor"];
const { values } = parseArgs({
  options: { email: { type: "string" }, role: { type: "string" }, remote: { type: "boolean", default: false } },
});
const email = values.email?.toLowerCase() ?? "";
if (!/^[^\s'@]+@[^\s'@]+$/.test(email) || !roles.includes(values.role ?? "")) {
  console.error(`npm run operator -- --email you@example.com --role ${roles.join("|")} [--remote]`);
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
const sql = `INSERT INTO operators (email, role, password_hash) VALUES ('${email}', '${values.role}', '${await hashPassword(password)}')
  ON CONFLICT (email) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash`;
const target = values.remote ? "--remote" : "--local";
const { status } = spawnSync(
  process.execPath,
  ["node_modules/wrangler/bin/wrangler.js", "d1", "execute", "forecourt", target, "--command", sql],
  {
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
