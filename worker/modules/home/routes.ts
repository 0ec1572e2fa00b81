import { home } from "@forecourt/contract/http/account";
import { again, securityOf, stationOf } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { DriverCaller } from "../../auth/access.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { asOf } from "../../projection/freshness.ts";
import { driverCatalog } from "../catalog/driverCatalog.ts";
import { toFueling } from "../fuelings/queries.ts";
import { near, stationItems } from "../stations/items.ts";
import { driverWallet } from "../wallets/queries.ts";

const STATIONS_SHOWN = 3;
const PACKAGES_SHOWN = 4;

type Home = z.input<typeof home>;

const get = endpoint({
  method: "get",
  path: "/v1/driver/home",
  tag: "Driver: home",
  summary: "All that the home page shows, in one request",
  description:
    "The wallet and the running fill are as they are this moment; the rest is as of `asOf`. `catalogVersion` says whether a catalog that " +
    "is kept is still the current one.",
  access: "driver",
  query: { near: near.optional() },
  reply: home,
  codes: ["wallet_not_found", "region_not_found"],
  async handle({ env, caller, query }): Promise<Home> {
    const [{ wallet, runningFueling }, newSignIn, { items: stations }, catalog, at] = await Promise.all([
      walletAndFill(env, caller.walletId),
      unansweredSignIn(env, caller),
      stationItems(env, query.near ?? null, STATIONS_SHOWN, 0),
      driverCatalog(env, caller.driverId),
      asOf(drizzle(env.DB)),
    ]);
    const packages = catalog.packages.slice(0, PACKAGES_SHOWN);
    return { wallet, runningFueling, newSignIn, stations, packages, catalogVersion: catalog.version, asOf: at };
  },
});

export const homeRoutes = [get];

/** On another device, and nothing said of it yet. A driver's security that does not answer must not take the page with it. */
async function unansweredSignIn(env: Env, { driverId, sessionId }: DriverCaller): Promise<Home["newSignIn"]> {
  const protection = await again(async () => securityOf(env, driverId).protection()).catch(() => null);
  const found = protection?.doubts.find((doubt) => doubt.isOpen && doubt.sessionId !== sessionId);
  return found === undefined ? null : { deviceName: found.deviceName };
}

/** What funds are held for is under way; its station knows how far it is. One that does not answer must not take the page with it. */
async function walletAndFill(env: Env, walletId: string): Promise<Pick<Home, "wallet" | "runningFueling">> {
  const wallet = await driverWallet(env, walletId);
  const held = wallet.reservations.at(-1);
  if (held === undefined) return { wallet, runningFueling: null };
  const view = await again(async () => stationOf(env, held.stationId).fueling(held.fuelingId)).catch(() => null);
  return { wallet, runningFueling: view === null ? null : toFueling(view) };
}
