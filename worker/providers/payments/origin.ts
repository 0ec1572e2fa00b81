import type { Env } from "../../env.ts";

/** Our address as vendors and payers reach it, without a slash at its end. */
export function originOf(env: Env, url: URL): string {
  return env.PUBLIC_URL === "" ? url.origin : env.PUBLIC_URL.replace(/\/+$/, "");
}
