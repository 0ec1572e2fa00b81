import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { Api, CallFailed } from "./api.ts";
import type { Demo } from "./demo.ts";

/**
 * The installation that a command is for, signed in to: what `npm start` runs, or `--base-url URL --email E` with FORECOURT_PASSWORD. Asks for the
 * code of a second factor, unless FORECOURT_CODE is it.
 */
export async function target(): Promise<Api> {
  const { baseUrl, email, password } = named();
  const anyone = new Api(baseUrl);
  const signIn = (path: string, body: object) => anyone.call<{ accessToken: string }>("POST", `/v1/operator/sessions${path}`, body);
  const { accessToken } = await signIn("", { email, password }).catch(async (error: unknown) => {
    if (!(error instanceof CallFailed) || error.code !== "second_factor_required") throw error;
    return signIn("/second-factor", { challengeId: error.problem.challengeId, code: await secondFactor() });
  });
  return anyone.withToken(accessToken);
}

async function secondFactor(): Promise<string> {
  const given = process.env.FORECOURT_CODE;
  if (given !== undefined) return given;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const code = await prompt.question("Code of your authenticator app: ");
  prompt.close();
  return code.trim();
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
