import { setTimeout as wait } from "node:timers/promises";
import { Api } from "../../scripts/platform/api.ts";

/** A driver with funds, signed in through the public surface. */
export interface Driver {
  readonly api: Api;
  readonly token: string;
}

/** Three for each pump of the demo. */
const DRIVERS = 24;
const AT_ONCE = 8;
const READ_MODEL_MS_MAX = 15_000;

/** All {@link DRIVERS}, few enough at once that none of them is too many for a platform that has just started. */
export async function signUpAll(baseUrl: string, name: string): Promise<readonly Driver[]> {
  const drivers: Driver[] = [];
  while (drivers.length < DRIVERS)
    drivers.push(
      ...(await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => signUp(baseUrl, `${name}-${drivers.length + index}`)))),
    );
  return drivers;
}

async function signUp(baseUrl: string, name: string, packageId = "top-1000"): Promise<Driver> {
  const anyone = new Api(baseUrl);
  const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/driver/sessions", {
    provider: "wechat",
    code: `demo-${name}`,
  });
  const api = anyone.withToken(accessToken);
  await topUp(api, packageId);
  return { api, token: accessToken };
}

export async function topUp(api: Api, packageId = "top-1000"): Promise<void> {
  const { orderId } = await api.call<{ orderId: string }>("POST", "/v1/driver/topups", { packageId, provider: "sandbox" });
  await api.call("POST", `/sandbox/payments/${orderId}/pay`, {});
}

/** Waits until something is so, for as long as read models may take. */
export async function until(what: string, isSo: () => Promise<boolean>, withinMs = READ_MODEL_MS_MAX): Promise<void> {
  for (const endMs = Date.now() + withinMs; !(await isSo()); await wait(50)) {
    if (Date.now() > endMs) throw new Error(`${what}: not within ${withinMs} ms`);
  }
}
