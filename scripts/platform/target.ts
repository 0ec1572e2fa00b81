import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Api } from "./api.ts";
import type { Demo } from "./demo.ts";

/** The installation that a command is for, signed in to: what `npm start` runs, or `--base-url URL --email E` with FORECOURT_PASSWORD. */
export async function target(): Promise<Api> {
  const { baseUrl, email, password } = named();
  const anyone = new Api(baseUrl);
  const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/operator/sessions", { email, password });
  return anyone.withToken(accessToken);
}

function named(): { readonly baseUrl: string; readonly email: string; readonly password: string } {
  const { values } = parseArgs({ options: { "base-url": { type: "string" }, email: { type: "string" } } });
  const { "base-url": baseUrl, email } = values;
  const password = process.env.FORECOURT_PASSWORD;
  if (baseUrl !== undefined && email !== undefined && password !== undefined) return { baseUrl, email, password };
  const demo = JSON.parse(readFileSync(join(resolve(process.env.STATE_DIR ?? ".state"), "demo.json"), "utf8")) as Demo;
  const [operator] = demo.operators;
  if (operator === undefined) throw new Error("the demo has no operator");
  return { baseUrl: demo.baseUrl, ...operator };
}
