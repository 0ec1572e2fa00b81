import { fetchHome } from "./api/driver.ts";
import type { Home } from "./api/types.ts";
import { runningStates } from "./live.ts";
import { findPlace } from "./place.ts";
import { store } from "./store.ts";

/** What the home page shows. A fill that runs is taken up: the app may have been closed while a pump was held. */
export async function loadHome(maxAgeMs?: number): Promise<Home> {
  const home = await fetchHome(await findPlace(), maxAgeMs);
  const known = store.get("fill");
  const { runningFueling } = home;
  const runs = known !== null && runningStates.indexOf(known.state) >= 0;
  if (runningFueling && (!runs || known.fuelingId !== runningFueling.fuelingId)) store.set("fill", runningFueling);
  return home;
}
