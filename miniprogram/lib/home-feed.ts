import { fetchFueling, fetchPackages, fetchStations, fetchWallet } from "./api/driver.ts";
import type { Station, TopupPackage, Wallet } from "./api/types.ts";
import { runningStates } from "./live.ts";
import { findPlace } from "./place.ts";
import { store } from "./store.ts";

export interface HomeFeed {
  readonly wallet: Wallet | undefined;
  readonly packages: readonly TopupPackage[];
  readonly stations: readonly Station[] | undefined;
}

/** All that the home page shows. A part that fails leaves the others standing. */
export async function loadHome(walletMaxAgeMs?: number): Promise<HomeFeed> {
  const or = <Value, Other>(work: Promise<Value>, other: Other) => work.catch(() => other);
  const [wallet, packages, stations] = await Promise.all([
    or(fetchWallet(walletMaxAgeMs), undefined),
    or(fetchPackages(), [] as readonly TopupPackage[]),
    or(
      findPlace().then((place) => fetchStations(place)),
      undefined,
    ),
  ]);
  if (wallet) await or(findRunningFill(wallet), undefined);
  return { wallet, packages, stations: stations?.items };
}

/** A reservation without a fill on screen means that the app was closed while a pump was held: find it again. */
async function findRunningFill(wallet: Wallet): Promise<void> {
  const open = wallet.reservations?.[0];
  const known = store.get("fill");
  if (known && runningStates.indexOf(known.state) >= 0 && (!open || known.fuelingId === open.fuelingId)) return;
  if (open) store.set("fill", await fetchFueling(open.fuelingId));
}
