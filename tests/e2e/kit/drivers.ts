import { expect } from "vitest";
import type { Api } from "../../../scripts/platform/api.ts";

/** What a driver can do without the app: for what a test needs, and is not about. */

/** A driver's session, as the API answers it. */
interface DriverSession {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
  readonly driver: { readonly driverId: string };
}

/** Signs in to the sandbox on a device: with WeChat, or with another provider's code. */
export async function signInOn(
  origin: string,
  device: string,
  shown: { readonly code: string; readonly deviceName: string; readonly provider?: string },
): Promise<DriverSession> {
  const answer = await fetch(`${origin}/v1/driver/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", "forecourt-device": device },
    body: JSON.stringify({ provider: "wechat", ...shown }),
  });
  if (!answer.ok) throw new Error(`signing in on ${shown.deviceName}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as DriverSession;
}

/** ¥200 in a wallet, or what a package brings. @returns the order's id */
export async function topUp(api: Api, order: object = { amountMinor: 20_000 }): Promise<string> {
  const { orderId } = await api.call<{ orderId: string }>("POST", "/v1/driver/topups", { ...order, provider: "sandbox" });
  await api.call("POST", `/sandbox/payments/${orderId}/pay`, {});
  return orderId;
}

/** Waits until a driver's list shows an order in a state; lists learn of what happens a moment later. */
export async function listed(api: Api, orderId: string, state: string): Promise<void> {
  const stateOf = () => api.call<{ state: string }>("GET", `/v1/driver/orders/${orderId}`).then((order) => order.state);
  await expect.poll(() => stateOf().catch(() => "not listed"), { interval: 100 }).toBe(state);
}

interface Offer {
  readonly packages: readonly { readonly packageId: string }[];
  readonly coming: readonly { readonly packageId: string }[];
}

/** Waits until a driver is offered a package, now or soon; an operator sees what they have saved before a driver does. */
export async function offered(api: Api, packageId: string): Promise<void> {
  const ids = async () => {
    const { packages, coming } = await api.call<Offer>("GET", "/v1/driver/catalog");
    return [...packages, ...coming].map((one) => one.packageId);
  };
  await expect.poll(ids).toContain(packageId);
}
