import { setTimeout as wait } from "node:timers/promises";
import { target } from "./platform/target.ts";

/**
 * `npm run rebuild`: empties the read models and has them made anew from the journals, and tells how far it has come.
 * Against another installation: `-- --base-url URL --email E` with the password in FORECOURT_PASSWORD.
 */
const api = await target();
const startedAtMs = Date.now();
let { actors, left } = await api.call<{ actors: number; left: number }>("POST", "/v1/operator/rebuilds");
while (left > 0) {
  console.log(`${actors - left} of ${actors} journals read`);
  await wait(500);
  ({ actors, left } = await api.call<{ actors: number; left: number }>("GET", "/v1/operator/rebuilds"));
}
console.log(`${actors} journals read in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
