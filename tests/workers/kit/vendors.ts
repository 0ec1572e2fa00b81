import { env, exports } from "cloudflare:workers";
import { vi } from "vitest";
import { type Counterpart, type Deliver, LOST } from "../../counterparts/kit/counterpart.ts";
import type { Settings } from "../../counterparts/settings.ts";
import { must, names, type Operator } from "./platform.ts";
import { projected } from "./readModels.ts";

/** What the counterparts and the product agree on in these tests. */
export const settings = JSON.parse(env.COUNTERPARTS) as Settings;

/** Carries a notification to the product, as the vendor would over the network. */
export const deliver: Deliver = async (request) => (await exports.default.fetch(request as unknown as Request)).status;

/** Has calls to these addresses answered by the counterparts, and any other call fail: no test reaches a real vendor. */
export function answeredBy(counterparts: Readonly<Record<string, Counterpart>>): void {
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input as RequestInfo, init);
    const counterpart = counterparts[new URL(request.url).origin];
    if (counterpart === undefined) throw new TypeError(`nobody answers at ${request.url}`);
    const response = (await counterpart.handle(request as never)) as unknown as Response;
    if (response.headers.get(LOST) !== null) throw new TypeError("the connection was lost");
    return response;
  });
}

/** Has the region offer these ways to pay. */
export async function offer(admin: Operator, ...providers: readonly string[]): Promise<void> {
  const region = { names: names("East"), currency: "CNY", timeZone: "Asia/Shanghai", providers };
  await must(admin.call("PUT", "/v1/operator/regions/cn-test", { body: region }));
  await projected({ kind: "catalog", id: "catalog" });
}
