import { closeDays } from "../../worker/modules/figures/closing.ts";
import type { PublishedEvent } from "../../worker/projection/projection.ts";
import { lifeOf, type World } from "./life.ts";
import type { Network } from "./network.ts";
import { Random } from "./random.ts";
import { RowWriter } from "./writer.ts";

/** Drivers whose rows are written together: sums of an hour are merged among them. */
const DRIVERS_PER_FLUSH = 100;
const DAY_MS = 24 * 3_600_000;
const OFFSET_MS = 8 * 3_600_000;
const TIME_ZONE = "Asia/Shanghai";
const LATELY = 1.6;

interface SeedOptions {
  /** D1's file. */
  readonly path: string;
  readonly scale: { readonly drivers: number; readonly orders: number };
  readonly seed: number;
  readonly network: Network;
  /** The year ends with the day before. */
  readonly nowMs: number;
  readonly say: (text: string) => void;
}

/** Writes the year before today: the rows that the projectors make of what the drivers' actors would have written down. */
export async function seedOrders({ path, scale, seed, network, nowMs, say }: SeedOptions) {
  const untilMs = Math.floor((nowMs + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
  const world: World = { ...network, fromMs: untilMs - 365 * DAY_MS, untilMs, offsetMs: OFFSET_MS };
  const writer = new RowWriter(path);
  let orders = 0;
  for (let no = 0; no < scale.drivers; no++) {
    const random = new Random(seed * 1_000_003 + no);
    // More have signed up lately than in the beginning; who has been here longer has ordered more.
    const life = random.next() ** LATELY;
    const startedAtMs = Math.floor(untilMs - 2 * DAY_MS - life * 363 * DAY_MS);
    const share = ordersOf(scale.orders - orders, scale.drivers - no, (0.3 + 0.7 * (LATELY + 1) * life) * (0.4 + 1.2 * random.next()));
    const id = no.toString(36).padStart(8, "0");
    const seqs = { wallet: 0, identity: 0 };
    for (const { actor, atMs, event } of lifeOf(no, startedAtMs, share, random, world)) {
      const seq = ++seqs[actor];
      const name = actor === "wallet" ? `wal_seed${id}` : `wechat:seed-${id}`;
      const published = event as PublishedEvent;
      writer.apply(published, { actor: { kind: actor, id: name }, seq, index: 0, atMs, events: [published] });
    }
    orders += share;
    if ((no + 1) % DRIVERS_PER_FLUSH === 0 || no + 1 === scale.drivers) writer.flush();
    if ((no + 1) % (scale.drivers / 10) === 0) say(`${no + 1} drivers, ${orders} orders`);
  }
  // The days that are over are added up, as the clock has them before anybody looks.
  await closeDays({ DB: writer.asDayBook() }, TIME_ZONE, nowMs);
  writer.exec("UPDATE freshness SET applied_at_ms = unixepoch() * 1000");
  const rows = writer.count();
  writer.close();
  return { drivers: scale.drivers, orders, rows };
}

/** How many orders a driver has: so much of the mean, and all together just what is left. */
function ordersOf(left: number, drivers: number, ofMean: number): number {
  if (drivers === 1) return left;
  return Math.max(1, Math.min(left - (drivers - 1), Math.round((left / drivers) * ofMean)));
}
