import type { Movement } from "@forecourt/contract/movement";
import { cached, invalidate, peek, put } from "../cache.ts";
import { submit } from "../outbox.ts";
import { store } from "../store.ts";
import { pause } from "../ticker.ts";
import { Problem, send } from "./client.ts";
import type { Catalog, Fueling, FuelingRequest, Home, Order, Page, PaymentCode, Station, Topup, Wallet } from "./types.ts";

/** Each call of the driver's API once, with how long its answer may be kept. */

export const keys = {
  wallet: "wallet",
  home: "home",
  catalog: "catalog",
  stations: "stations",
  orders: "orders",
  station: "known-station:",
} as const;

const MINUTE = 60_000;
const LISTED_AFTER_MS = [300, 600, 1_200, 2_400, 4_800] as const;

/** The balance; never older than what the live channel said last. */
export async function fetchWallet(maxAgeMs = 15_000): Promise<Wallet> {
  const wallet = await cached(keys.wallet, maxAgeMs, () => send<Wallet>({ path: "/v1/driver/wallet" }));
  keepWallet(wallet);
  return wallet;
}

/** Takes a wallet view from wherever it came, unless a newer one is known. */
export function keepWallet(wallet: Wallet): void {
  const known = store.get("wallet");
  if (known && known.seq > wallet.seq) return;
  store.set("wallet", wallet);
  put(keys.wallet, wallet);
}

/** All that the home page shows, in one request; everything of it is kept where the other pages look. */
export async function fetchHome(near: Place | undefined, maxAgeMs = 15_000): Promise<Home> {
  const home = await cached(keys.home, maxAgeMs, () => send<Home>({ path: "/v1/driver/home", query: { near: pointOf(near) } }));
  keepWallet(home.wallet);
  return home;
}

/** What is on offer. It is asked for only when the home page has named another version than the one that is held. */
export async function fetchCatalog(): Promise<Catalog> {
  const held = peek<Catalog>(keys.catalog);
  if (held && held.version === peek<Home>(keys.home)?.catalogVersion) return held;
  const fresh = await send<Catalog | undefined>({ path: "/v1/driver/catalog", ...(held ? { version: held.version } : {}) });
  if (fresh) put(keys.catalog, fresh);
  return fresh ?? (held as Catalog);
}

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const pointOf = (place: Place | undefined) => (place ? `${place.latitude.toFixed(3)},${place.longitude.toFixed(3)}` : undefined);

/** The first page near a place is kept for a minute; pump states age fast. */
export function fetchStations(near: Place | undefined, cursor?: string, limit = 20): Promise<Page<Station>> {
  const ask = () => send<Page<Station>>({ path: "/v1/driver/stations", query: { near: pointOf(near), limit, cursor } });
  return cursor === undefined ? cached(keys.stations, MINUTE, ask) : ask();
}

/** A station as it is now; what never changes of it is remembered for {@link knownStation}. */
export async function fetchStation(stationId: string): Promise<Station> {
  const station = await send<Station>({ path: `/v1/driver/stations/${encodeURIComponent(stationId)}` });
  put(keys.station + stationId, station);
  return station;
}

/** A station that was seen before, in a list or by itself. */
export function knownStation(stationId: string): Station | undefined {
  const listed = peek<Page<Station>>(keys.stations)?.items.filter((station) => station.stationId === stationId)[0];
  const nearby = peek<Home>(keys.home)?.stations.filter((station) => station.stationId === stationId)[0];
  return listed ?? nearby ?? peek<Station>(keys.station + stationId);
}

export function createTopup(choice: { packageId: string } | { amountMinor: number }): Promise<Topup> {
  invalidate(keys.home, keys.wallet, keys.orders);
  return submit<Topup>("topup", "/v1/driver/topups", { ...choice, provider: "sandbox" });
}

/** Settles a sandbox order, as the provider's cashier would. */
export const paySandbox = (orderId: string) =>
  send<object>({ method: "POST", path: `/sandbox/payments/${encodeURIComponent(orderId)}/pay`, body: {} });

export interface OrderFilter {
  readonly kind?: Order["kind"];
  readonly state?: string;
}

export const fetchOrders = (filter: OrderFilter, cursor?: string) =>
  send<Page<Order>>({ path: "/v1/driver/orders", query: { ...filter, limit: 20, cursor } });

export const fetchOrder = (orderId: string) => send<Order>({ path: `/v1/driver/orders/${encodeURIComponent(orderId)}` });

/** Lists know of an order a moment after it was made; a page that was opened by its id waits for that moment. */
export async function awaitOrder(orderId: string): Promise<Order> {
  for (const waitMs of LISTED_AFTER_MS) {
    try {
      return await fetchOrder(orderId);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      await pause(waitMs);
    }
  }
  return fetchOrder(orderId);
}

export const cancelOrder = (orderId: string) =>
  submit<Order>("cancel_order", `/v1/driver/orders/${encodeURIComponent(orderId)}/cancel`, {});

export const fetchStatement = (cursor?: string, limit = 20) =>
  send<Page<Movement>>({ path: "/v1/driver/wallet/statement", query: { limit, cursor } });

export const createPaymentCode = () => submit<PaymentCode>("payment_code", "/v1/driver/payment-codes", {});

export async function startFueling(request: FuelingRequest): Promise<Fueling> {
  const fueling = await submit<Fueling>("fueling", "/v1/driver/fuelings", { ...request });
  invalidate(keys.home, keys.wallet, keys.stations, keys.orders);
  store.set("fill", fueling);
  return fueling;
}

export const fetchFueling = (fuelingId: string) => send<Fueling>({ path: `/v1/driver/fuelings/${encodeURIComponent(fuelingId)}` });

export const cancelFueling = (fuelingId: string) =>
  submit<Fueling>("cancel_fueling", `/v1/driver/fuelings/${encodeURIComponent(fuelingId)}/cancel`, {});
