import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Api, CallFailed } from "../platform/api.ts";
import type { Demo } from "../platform/demo.ts";
import type { Ask } from "./journals.ts";

/** As an operator of the running demo, or of the installation that is named; signs in again when the session has ended. */
export async function signedIn(baseUrl: string | undefined, email: string | undefined): Promise<Ask> {
  const target = targetOf(baseUrl, email);
  const anyone = new Api(target.baseUrl);
  const signIn = async () => {
    const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/operator/sessions", {
      email: target.email,
      password: target.password,
    });
    return anyone.withToken(accessToken);
  };
  let api = await signIn();
  return async (path) => {
    try {
      return await api.call("GET", path);
    } catch (error) {
      if (!(error instanceof CallFailed) || error.status !== 401) throw error;
      api = await signIn();
      return api.call("GET", path);
    }
  };
}

function targetOf(baseUrl: string | undefined, email: string | undefined) {
  const password = process.env.FORECOURT_PASSWORD;
  if (baseUrl !== undefined && email !== undefined && password !== undefined) return { baseUrl, email, password };
  const demo = JSON.parse(readFileSync(join(resolve(process.env.STATE_DIR ?? ".state"), "demo.json"), "utf8")) as Demo;
  const [operator] = demo.operators;
  if (operator === undefined) throw new Error("the demo has no operator");
  return { baseUrl: demo.baseUrl, ...operator };
}
