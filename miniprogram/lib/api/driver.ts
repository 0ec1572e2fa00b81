import type { Movement } from "@forecourt/contract/movement";
import { cached, invalidate, peek, put } from "../cache.ts";
import { newId } from "../ids.ts";
import { submit } from "../outbox.ts";
import { store } from "../store.ts";
import { pause } from "../ticker.ts";
import { noteOrder } from "../unlisted.ts";
import { Problem, send, sendUnlessCurrent } from "./client.ts";
import type {
  BankAccount,
  Catalog,
  Coupon,
  Fueling,
  FuelingRequest,
  Home,
  Lot,
  Order,
  Page,
  PaymentCode,
  RefundPreview,
  RefundRequest,
  Station,
  Topup,
  Wallet,
} from "./types.ts";

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
/** As many as the home page is given. */
const HOME_PACKAGES = 4;
/** States of a top-up that nobody has paid or closed. */
export const UNPAID: readonly string[] = ["requested", "awaiting_payment"];
const LISTED_AFTER_MS = [300, 600, 1_200, 2_400, 4_800] as const;

/** The balance; never older than what the live channel said last. */
export async function fetchWallet(maxAgeMs = 15_000): Promise<Wallet> {
  const wallet = await cached(keys.wallet, maxAgeMs, () => send("get", "/v1/driver/wallet", {}));
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
  const home = await cached(keys.home, maxAgeMs, () => send("get", "/v1/driver/home", { query: { near: pointOf(near) } }));
  keepWallet(home.wallet);
  return home;
}

/** What is on offer. It is asked for only when the home page has named another version than the one that is held. */
export async function fetchCatalog(): Promise<Catalog> {
  const held = peek<Catalog>(keys.catalog);
  if (held && held.version === peek<Home>(keys.home)?.catalogVersion) return held;
  const fresh = await sendUnlessCurrent("/v1/driver/catalog", held?.version);
  if (fresh) put(keys.catalog, fresh);
  return fresh ?? (held as Catalog);
}

/** Makes a region the home region; what is on offer there is kept at once. */
export async function chooseRegion(regionId: string): Promise<void> {
  const offer = await send("put", "/v1/driver/region", { body: { regionId }, idempotencyKey: newId() });
  put(keys.catalog, offer);
  const home = peek<Home>(keys.home);
  if (home) put(keys.home, { ...home, catalogVersion: offer.version, packages: offer.packages.slice(0, HOME_PACKAGES) });
  invalidate(keys.stations);
}

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const pointOf = (place: Place | undefined) => (place ? `${place.latitude.toFixed(3)},${place.longitude.toFixed(3)}` : undefined);

/** The first page near a place is kept for a minute; pump states age fast. */
export function fetchStations(near: Place | undefined, cursor?: string, limit = 20): Promise<Page<Station>> {
  const ask = () => send("get", "/v1/driver/stations", { query: { near: pointOf(near), limit, cursor } });
  return cursor === undefined ? cached(keys.stations, MINUTE, ask) : ask();
}

/** A station as it is now; what never changes of it is remembered for {@link knownStation}. */
export async function fetchStation(stationId: string): Promise<Station> {
  const station = await send("get", "/v1/driver/stations/{stationId}", { params: { stationId } });
  put(keys.station + stationId, station);
  return station;
}

/** A station that was seen before, in a list or by itself. */
export function knownStation(stationId: string): Station | undefined {
  const listed = peek<Page<Station>>(keys.stations)?.items.filter((station) => station.stationId === stationId)[0];
  const nearby = peek<Home>(keys.home)?.stations.filter((station) => station.stationId === stationId)[0];
  return listed ?? nearby ?? peek<Station>(keys.station + stationId);
}

type TopupChoice = { readonly packageId: string; readonly valueMinor?: number } | { readonly amountMinor: number };

export async function createTopup(choice: TopupChoice, provider: string): Promise<Topup> {
  invalidate(keys.home, keys.wallet, keys.orders);
  const made = await submit("topup", "/v1/driver/topups", { ...choice, provider });
  noteOrder(made.orderId);
  return made;
}

/** What it takes to pay an order. WeChat Pay is told who is about to, which is not written down beforehand: the code is good once. */
export async function fetchPayment(orderId: string, provider: string): Promise<Topup> {
  const body = provider === "wechat" ? { wechatCode: (await wx.login()).code } : {};
  return send("post", "/v1/driver/orders/{orderId}/payment", { params: { orderId }, body });
}

/** A top-up order as the wallet has it, with what its provider needs to be paid. */
export const fetchTopup = (orderId: string): Promise<Topup> => send("get", "/v1/driver/topups/{orderId}", { params: { orderId } });

/** Settles a sandbox order, as the provider's cashier would. */
export const paySandbox = (orderId: string): Promise<unknown> =>
  send("post", "/sandbox/payments/{orderId}/pay", { params: { orderId }, body: {} });

export interface OrderFilter {
  readonly kind?: Order["kind"];
  readonly state?: string;
  /** One that has become part of the driver's own. */
  readonly account?: string;
}

export const fetchOrders = (filter: OrderFilter, cursor?: string) =>
  send("get", "/v1/driver/orders", { query: { ...filter, limit: 20, cursor } }) as Promise<Page<Order>>;

export const fetchOrder = (orderId: string) => send("get", "/v1/driver/orders/{orderId}", { params: { orderId } }) as Promise<Order>;

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

export async function cancelOrder(orderId: string): Promise<Topup> {
  const cancelled = await submit("cancel_order", "/v1/driver/orders/{orderId}/cancel", undefined, { orderId });
  noteOrder(orderId, UNPAID);
  return cancelled;
}

export const previewRefund = (orderId: string, amountMinor?: number): Promise<RefundPreview> =>
  send("get", "/v1/driver/orders/{orderId}/refund", { params: { orderId }, query: { amountMinor } });

/** Asked for, and not among the order's refunds yet: they learn of it a moment later. */
const unlistedRefunds = new Map<string, string>();

export async function askRefund(orderId: string, request: RefundRequest): Promise<void> {
  const { refundId } = await submit("refund", "/v1/driver/orders/{orderId}/refund", request, { orderId });
  unlistedRefunds.set(orderId, refundId);
}

/** Whether the order shows the refund that was asked for last. */
export function showsRefunds({ orderId, refunds = [] }: Order): boolean {
  const asked = unlistedRefunds.get(orderId);
  if (asked !== undefined && refunds.every(({ refundId }) => refundId !== asked)) return false;
  unlistedRefunds.delete(orderId);
  return true;
}

export const giveBankAccount = (refundId: string, account: BankAccount) =>
  send("put", "/v1/driver/refunds/{refundId}/bank", { params: { refundId }, body: account, idempotencyKey: newId() });

export const fetchStatement = (cursor?: string, limit = 20): Promise<Page<Movement>> =>
  send("get", "/v1/driver/wallet/statement", { query: { limit, cursor } });

/** What the balance is made of, in the order in which it is spent. */
export const fetchLots = (limit: number): Promise<Page<Lot>> => send("get", "/v1/driver/wallet/lots", { query: { limit } });

/** Coupons that came with top-ups, newest first. */
export const fetchCoupons = (cursor?: string): Promise<Page<Coupon>> => send("get", "/v1/driver/coupons", { query: { limit: 50, cursor } });

export const createPaymentCode = (): Promise<PaymentCode> => submit("payment_code", "/v1/driver/payment-codes", undefined);

export async function startFueling(request: FuelingRequest): Promise<Fueling> {
  const fueling = await submit("fueling", "/v1/driver/fuelings", request);
  invalidate(keys.home, keys.wallet, keys.stations, keys.orders);
  store.set("fill", fueling);
  return fueling;
}

export const fetchFueling = (fuelingId: string): Promise<Fueling> =>
  send("get", "/v1/driver/fuelings/{fuelingId}", { params: { fuelingId } });

export const cancelFueling = (fuelingId: string): Promise<Fueling> =>
  submit("cancel_fueling", "/v1/driver/fuelings/{fuelingId}/cancel", undefined, { fuelingId });
