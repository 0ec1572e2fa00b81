import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Api } from "./platform/api.ts";
import type { Demo } from "./platform/demo.ts";

/**
 * `npm run rebuild`: empties the read models and has them made anew from the journals, and tells how far it has come.
 * Against another installation: `-- --base-url URL --email E` with the password in FORECOURT_PASSWORD.
 */
const { values } = parseArgs({ options: { "base-url": { type: "string" }, email: { type: "string" } } });

function target(): { readonly baseUrl: string; readonly email: string; readonly password: string } {
  const { "base-url": baseUrl, email } = values;
  const password = process.env.FORECOURT_PASSWORD;
  if (baseUrl !== undefined && email !== undefined && password !== undefined) return { baseUrl, email, password };
  const demo = JSON.parse(readFileSync(join(resolve(process.env.STATE_DIR ?? ".state"), "demo.json"), "utf8")) as Demo;
  const [operator] = demo.operators;
  if (operator === undefined) throw new Error("the demo has no operator");
  return { baseUrl: demo.baseUrl, ...operator };
}

const { baseUrl, email, password } = target();
const anyone = new Api(baseUrl);
const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/operator/sessions", { email, password });
const api = anyone.withToken(accessToken);
const startedAtMs = Date.now();
let { actors, left } = await api.call<{ actors: number; left: number }>("POST", "/v1/operator/rebuilds");
while (left > 0) {
  console.log(`${actors - left} of ${actors} journals read`);
  await wait(500);
  ({ actors, left } = await api.call<{ actors: number; left: number }>("GET", "/v1/operator/rebuilds"));
}
console.log(`${actors} journals read in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
