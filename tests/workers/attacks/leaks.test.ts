import { env } from "cloudflare:workers";
import { invitationLink, operatorSession, recoveryCodes, totpOffer } from "@forecourt/contract/http/staff";
import { auditOf, operatorOf } from "@forecourt/durable-objects/stubs";
import { expect, it, vi } from "vitest";
import { call, good } from "../kit/http.ts";
import { must, newOperator, openPlatform, PASSWORD } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";
import { newStation } from "../kit/station.ts";
import { Authenticator } from "../kit/totp.ts";

const NEW_PASSWORD = "a password that nobody else has";

/** All of the data base, whatever the tables are. */
async function wholeDump(): Promise<string> {
  const tables = await rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf%'");
  const all = await Promise.all(tables.map(({ name }) => rows(`SELECT * FROM ${name}`)));
  return JSON.stringify(all);
}

it("no password, code, token or secret of an operator or a terminal is in logs, the data base or what is published", async () => {
  const logged: string[] = [];
  for (const level of ["info", "warn", "error", "log", "debug"] as const)
    vi.spyOn(console, level).mockImplementation((...what: unknown[]) => void logged.push(what.map(String).join(" ")));

  const admin = await openPlatform();
  const station = await newStation(admin);
  const operator = await newOperator("finance");
  const { secret, uri } = good(
    totpOffer,
    await operator.call("POST", "/v1/operator/me/second-factor", { body: { password: PASSWORD } }),
    201,
  );
  const app = new Authenticator(secret);
  const first = app.code();
  const { recoveryCodes: codes } = good(
    recoveryCodes,
    await operator.call("POST", "/v1/operator/me/second-factor/confirm", { body: { code: first } }),
    201,
  );
  const email = `leak-${crypto.randomUUID()}@forecourt.example`;
  const { token } = good(
    invitationLink,
    await admin.call("POST", "/v1/operator/operators", { body: { email, name: "L", role: "support" } }),
    201,
  );
  await must(call("POST", "/v1/operator/invitations/accept", { body: { token, password: NEW_PASSWORD } }));
  const { accessToken } = good(
    operatorSession,
    await call("POST", "/v1/operator/sessions", { body: { email, password: NEW_PASSWORD } }),
    201,
  );
  await call("POST", "/v1/operator/sessions", { body: { email, password: `${NEW_PASSWORD} wrong` } });
  await call("GET", `/v1/operator/audit?subject=${NEW_PASSWORD}`, { token: "not-a-token-of-ours" });
  const people = [admin, operator].map(({ operatorId }) => ({ kind: "operator" as const, id: operatorId }));
  await projected(...people, { kind: "station", id: station.stationId });
  await projected({ kind: "audit", id: "audit" });

  const published = JSON.stringify([
    ...(await Promise.all(people.map(({ id }) => operatorOf(env, id).publications(0)))),
    await auditOf(env).publications(0),
  ]);
  const secrets: Readonly<Record<string, string>> = {
    PASSWORD,
    NEW_PASSWORD,
    secret,
    uri,
    token,
    accessToken,
    admin: admin.token,
    terminal: station.terminal.secret,
    first,
    ...Object.fromEntries(codes.map((code, index) => [`code ${index}`, code])),
  };
  const places = { logs: logged.join("\n"), dump: await wholeDump(), published };
  expect(logged.length).toBeGreaterThan(10);
  for (const [place, text] of Object.entries(places)) {
    for (const [name, value] of Object.entries(secrets)) {
      // Six digits may stand in any hash; the others are long enough to be nothing else.
      if (name !== "first") expect(text.includes(value), `${name} in ${place}`).toBe(false);
    }
  }
  // What is kept of an asked-for account is a hash, and gone once it is opened.
  expect(await rows("SELECT * FROM operator_openings")).toEqual([]);
});
