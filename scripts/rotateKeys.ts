import type { Rotation } from "@forecourt/contract/http/keys";
import type { Api } from "./platform/api.ts";
import { target } from "./platform/target.ts";

/**
 * `npm run rotate-keys`: wraps everything by the newest of `MASTER_KEYS`, while everything runs, and says which older ones may go. May be
 * stopped and begun again. Against another installation: `-- --base-url URL --email E` with the password in FORECOURT_PASSWORD.
 */

/** Between two passes only what is written meanwhile can be new; a third that still finds some is being worked against. */
const PASSES_MAX = 5;

const api = await target();
for (let pass = 1; ; pass++) {
  const { newest, older, looked, rewrapped, left } = await wholePass(api);
  console.log(`pass ${pass}: ${looked} keys looked at, ${rewrapped} wrapped anew by version ${newest}`);
  if (rewrapped === 0 && left === 0) {
    console.log(
      older.length === 0
        ? "MASTER_KEYS holds no older version: nothing else to do"
        : `nothing is wrapped by an older key any more: ${older.map((version) => `version ${version}`).join(", ")} may be left out of MASTER_KEYS`,
    );
    break;
  }
  if (pass === PASSES_MAX)
    throw new Error("keys are still being wrapped by an older version: is an instance running without the new MASTER_KEYS?");
}

async function wholePass(api: Api): Promise<Rotation> {
  let total = await page(api, null);
  while (total.nextCursor !== null) {
    const next = await page(api, total.nextCursor);
    total = { ...next, looked: total.looked + next.looked, rewrapped: total.rewrapped + next.rewrapped, left: total.left + next.left };
  }
  return total;
}

function page(api: Api, cursor: string | null): Promise<Rotation> {
  return api.call<Rotation>("POST", "/v1/operator/keys/rotations", { cursor });
}
