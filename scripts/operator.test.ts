import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lockDirectory } from "../station-sdk/lock.ts";
import { verifyPassword } from "../worker/auth/passwords.ts";

const PASSWORD = "correct horse battery staple";

let stateDir: string;
let file: string;
beforeAll(() => {
  stateDir = mkdtempSync(join(tmpdir(), "forecourt-operator-"));
  mkdirSync(join(stateDir, "data", "d1", "miniflare-D1DatabaseObject"), { recursive: true });
  file = join(stateDir, "data", "d1", "miniflare-D1DatabaseObject", "0123.sqlite");
  const database = new DatabaseSync(file);
  for (const name of readdirSync("migrations").filter((each) => each.endsWith(".sql")))
    database.exec(readFileSync(join("migrations", name), "utf8").replaceAll("--> statement-breakpoint", ""));
  database.close();
});
afterAll(() => rmSync(stateDir, { recursive: true }));

function operator(args: readonly string[], password = PASSWORD) {
  const env = { ...process.env, STATE_DIR: stateDir, FORECOURT_PASSWORD: password };
  return spawnSync(process.execPath, ["scripts/operator.ts", ...args], { env, encoding: "utf8" });
}

function openings() {
  const database = new DatabaseSync(file);
  const rows = database.prepare("SELECT email, name, role, stations, password_hash FROM operator_openings").all();
  database.close();
  return rows;
}

it("asks for the first administrator's account, and once more for another role, as the first sign-in opens it", async () => {
  const args = ["--email", "Ada@Forecourt.example", "--name", "Ada O'Brien", "--role"];
  expect(operator([...args, "support"])).toMatchObject({ status: 0 });
  expect(operator([...args, "super_admin"])).toMatchObject({ status: 0 });
  const [row, ...others] = openings();
  expect(others).toEqual([]);
  expect(row).toMatchObject({ email: "ada@forecourt.example", name: "Ada O'Brien", role: "super_admin", stations: null });
  expect(await verifyPassword(PASSWORD, String(row?.password_hash))).toBe(true);
});

it("writes nothing for a role that is none, a password that is short, or beside a platform that is running", () => {
  const before = openings();
  expect(operator(["--email", "eve@forecourt.example", "--role", "emperor"]).status).toBe(2);
  expect(operator(["--email", "eve@forecourt.example", "--role", "support"], "short").status).toBe(2);
  const unlock = lockDirectory(stateDir);
  const refused = operator(["--email", "eve@forecourt.example", "--role", "support"]);
  unlock();
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("Forecourt is running");
  expect(openings()).toEqual(before);
});
