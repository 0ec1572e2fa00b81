import { Api } from "../../scripts/platform/api.ts";
import { WAITING_MAX } from "../../worker/http/admission.ts";
import { Connection } from "../load/http.ts";
import { load, type Step, type Timed } from "../load/run.ts";
import { type Storm, storm, type Wish } from "../load/storm.ts";

const AT_ONCE = 8;
const CALM_MS = 2_000;
const STORM_MS = 10_000;
const TIMES = 10;
/** Far fewer would all find a row to wait in, as a burst: on a slow machine even ten times too many are not more. */
const CLIENTS_MIN = 5 * WAITING_MAX;

export interface Customer {
  readonly api: Api;
  readonly token: string;
  /** Orders that were acknowledged. */
  readonly acknowledged: string[];
}

export interface OrderStorm extends Storm {
  /** Orders a second when no more than a few are under way. */
  readonly capacity: number;
  /** Each wants an order every second. */
  readonly clients: number;
  readonly customers: readonly Customer[];
}

/**
 * Ten times as many drivers want an order each second as the running process can serve.
 *
 * @param drivers so many that none of them has more orders open than one may have
 */
export async function orderStorm(baseUrl: string, port: number, drivers: number): Promise<OrderStorm> {
  const { customers, next } = await orders(baseUrl, drivers);
  const connections = await openAll(port);
  const { units, seconds, firstError } = await load(orderSteps(connections, next), CALM_MS);
  for (const connection of connections) connection.close();
  if (firstError !== undefined) throw new Error(firstError);
  const capacity = units / seconds;
  const clients = Math.max(CLIENTS_MIN, Math.ceil(TIMES * capacity));
  return { capacity, clients, customers, ...(await storm(port, clients, STORM_MS, next)) };
}

/** Drivers who have signed in, and the orders that they want, one after the other. */
export async function orders(
  baseUrl: string,
  drivers: number,
): Promise<{ readonly customers: readonly Customer[]; readonly next: () => Wish }> {
  const customers: Customer[] = [];
  while (customers.length < drivers)
    customers.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => signIn(baseUrl, customers.length + index)))));
  let keys = 0;
  const next = () => {
    const customer = customers[keys % customers.length];
    return {
      path: "/v1/driver/topups",
      body: JSON.stringify({ amountMinor: 10_000, provider: "sandbox" }),
      headers: `authorization: Bearer ${customer?.token}\r\nidempotency-key: storm-${keys++}\r\n`,
      accepted: (answer: string) => void customer?.acknowledged.push((JSON.parse(answer) as { orderId: string }).orderId),
    };
  };
  return { customers, next };
}

/** As many connections as have an order under way while nobody has to wait. */
export function openAll(port: number): Promise<readonly Connection[]> {
  return Promise.all(Array.from({ length: AT_ONCE }, () => Connection.open(port)));
}

/** Each connection wants one order after the other. */
export function orderSteps(connections: readonly Connection[], next: () => Wish): readonly Step[] {
  return connections.map((connection) => async (timed: Timed) => {
    const { path, body, headers, accepted } = next();
    accepted(await timed(connection, "POST", path, body, headers));
    return 1;
  });
}

async function signIn(baseUrl: string, index: number): Promise<Customer> {
  const api = new Api(baseUrl);
  const session = { provider: "wechat", code: `demo-storm-${index}` };
  const { accessToken } = await api.call<{ accessToken: string }>("POST", "/v1/driver/sessions", session);
  return { api: api.withToken(accessToken), token: accessToken, acknowledged: [] };
}
