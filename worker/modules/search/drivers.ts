import type { SearchGroup } from "@forecourt/contract/http/search";
import { normalPhone } from "@forecourt/contract/phones";
import { isPlate, normalPlate, plateRules } from "@forecourt/contract/plates";
import { again, identityOf } from "@forecourt/durable-objects/stubs";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { phoneName } from "../credentials/phones.ts";
import { searchDrivers } from "../drivers/queries.ts";
import { drivers } from "../sessions/schema.ts";
import { plateName } from "../vehicles/plates.ts";
import { plates } from "../vehicles/schema.ts";
import { type Finder, HITS_MAX } from "./finder.ts";

type Hit = Extract<SearchGroup, { group: "drivers" }>["items"][number];

/** Drivers by their phone or their plate in full, by their ids and their wallets' ids, and by how their names begin. */
export const driverFinder: Finder = {
  permission: "drivers.read",
  async find(env, text) {
    const found = await Promise.all([byPhone(env, text), byPlate(env, text), byName(env, text)]);
    const items = [...new Map(found.flat().map((hit) => [hit.driverId, hit])).values()];
    return { group: "drivers", items: items.slice(0, HITS_MAX) };
  },
};

async function byName(env: Env, text: string): Promise<readonly Hit[]> {
  const { items } = await searchDrivers(env, text, { limit: HITS_MAX });
  return items.map(({ driverId, walletId, name }) => ({ driverId, walletId, name }));
}

/** A phone is the name of an actor, which knows whose it is. */
async function byPhone(env: Env, text: string): Promise<readonly Hit[]> {
  const phone = normalPhone(text);
  if (phone === null) return [];
  const name = await phoneName(env, phone);
  const driver = await again(async () => identityOf(env, name).driver());
  return driver === null ? [] : [{ driverId: driver.driverId, walletId: driver.walletId, name: driver.name }];
}

async function byPlate(env: Env, text: string): Promise<readonly Hit[]> {
  const plate = normalPlate(text);
  if (!plateRules.some((rule) => isPlate(plate, rule))) return [];
  return drizzle(env.DB)
    .select({ driverId: drivers.driverId, walletId: drivers.walletId, name: drivers.name })
    .from(plates)
    .innerJoin(drivers, eq(drivers.driverId, plates.driverId))
    .where(eq(plates.plateName, await plateName(env, plate)))
    .limit(HITS_MAX);
}
