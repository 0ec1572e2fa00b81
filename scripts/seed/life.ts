import type { IdentityEvent } from "@forecourt/contract/identity";
import type { FuelingFacts, Movement, MovementKind } from "@forecourt/contract/movement";
import { grossMinor } from "@forecourt/contract/units";
import type { WalletEvent } from "@forecourt/contract/wallet";
import type { Random } from "./random.ts";

/** What drivers find: stations, prices, packages. */
export interface World {
  readonly stations: readonly string[];
  readonly pricesMilli: Readonly<Record<string, number>>;
  readonly packages: readonly { readonly packageId: string; readonly amountMinor: number; readonly bonusMinor: number }[];
  readonly fromMs: number;
  readonly untilMs: number;
  /** How far the clocks of the region are ahead of UTC. */
  readonly offsetMs: number;
}

/** A commit of one of the driver's actors. */
export interface Step {
  readonly actor: "wallet" | "identity";
  readonly atMs: number;
  readonly event: WalletEvent | IdentityEvent;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TOPUP_LIFE_MS = 15 * 60_000;
const FILL_MINOR_MIN = 5_000;

/** Fills by the hour of the day: on the way to work, at noon, on the way home. */
const rhythm = [1, 1, 1, 1, 1, 3, 8, 18, 16, 9, 7, 8, 10, 7, 6, 7, 11, 20, 18, 11, 8, 6, 4, 2].map(
  (weight, hour) => [hour, weight] as const,
);
const grades = [
  ["92", 46],
  ["95", 42],
  ["98", 12],
] as const;

/**
 * The life of a driver as their actors would have written it down: signs up, tops up when the balance runs low, fills now and
 * then, mostly at the same station.
 *
 * @param orders how many top-ups and fills there are to be
 */
export function* lifeOf(no: number, startedAtMs: number, orders: number, random: Random, world: World): Generator<Step> {
  const id = no.toString(36).padStart(8, "0");
  const walletId = `wal_seed${id}`;
  const driverId = `drv_seed${id}`;
  yield {
    actor: "identity",
    atMs: startedAtMs,
    event: { type: "DriverRegistered", credential: "wechat", driverId, walletId, name: `Driver ${no + 1}` },
  };
  yield { actor: "wallet", atMs: startedAtMs, event: { type: "WalletOpened", driverId, currency: "CNY", spendingPolicy: "prorata" } };
  const grade = random.pick(grades);
  const home = random.pick(world.stations.map((station, index) => [station, 1 + (index % 7)] as const));
  const tankMl = random.whole(38, 68) * 1_000;
  const purse = new Purse();
  for (const [order, atMs] of momentsOf(startedAtMs, orders, random, world).entries()) {
    if (purse.balanceMinor >= FILL_MINOR_MIN && (purse.balanceMinor >= 30_000 || random.chance(0.75))) {
      const station = random.chance(0.72) ? home : random.pick(world.stations.map((one) => [one, 1] as const));
      const unitPriceMilli = world.pricesMilli[grade] ?? 7_480;
      const wishMl = Math.floor(tankMl * (0.35 + 0.6 * random.next()));
      const volumeMl = Math.min(wishMl, Math.floor((purse.balanceMinor * 10_000) / unitPriceMilli) - 1);
      const fuelingId = `fue_seed${id}n${order.toString(36).padStart(3, "0")}`;
      const fueling: FuelingFacts = {
        fuelingId,
        stationId: station,
        pump: random.whole(1, 4),
        nozzle: 1,
        grade,
        volumeMl,
        unitPriceMilli,
        amountMinor: grossMinor(volumeMl, unitPriceMilli),
        transactionId: `seed-${id}-${order}`,
        startedAtMs: atMs - 150_000,
        endedAtMs: atMs - 2_000,
        offline: random.chance(0.01),
      };
      const movement = { ...purse.spend(atMs, fuelingId, fueling.amountMinor), fueling };
      yield {
        actor: "wallet",
        atMs,
        event: { type: "FundsCaptured", fuelingId, currency: "CNY", reservedMinor: fueling.amountMinor, movement },
      };
      continue;
    }
    const terms = random.chance(0.8) ? random.pick(world.packages.map((one, index) => [one, 3 - (index % 3)] as const)) : undefined;
    const amountMinor = terms?.amountMinor ?? random.whole(1, 8) * 10_000;
    const bonusMinor = terms?.bonusMinor ?? 0;
    const orderId = `top_seed${id}n${order.toString(36).padStart(3, "0")}`;
    const provider = "sandbox";
    yield {
      actor: "wallet",
      atMs,
      event: {
        type: "TopupRequested",
        orderId,
        currency: "CNY",
        provider,
        amountMinor,
        bonusMinor,
        ...(terms === undefined ? {} : { packageId: terms.packageId, packageVersion: 1 }),
        expiresAtMs: atMs + TOPUP_LIFE_MS,
      },
    };
    const end = random.pick([
      ["paid", 93],
      ["expired", 5],
      ["cancelled", 2],
    ] as const);
    if (end === "expired") yield { actor: "wallet", atMs: atMs + TOPUP_LIFE_MS, event: { type: "TopupExpired", orderId } };
    else if (end === "cancelled") yield { actor: "wallet", atMs: atMs + 60_000, event: { type: "TopupCancelled", orderId } };
    else {
      const paidAtMs = atMs + random.whole(4, 40) * 1_000;
      yield {
        actor: "wallet",
        atMs: paidAtMs,
        event: {
          type: "TopupPaid",
          orderId,
          currency: "CNY",
          provider,
          providerTransactionId: `sbx_${orderId}`,
          lotId: orderId.replace("top_", "lot_"),
          principalMinor: amountMinor,
          bonusMinor,
          late: false,
          movement: purse.add(paidAtMs, orderId, amountMinor, bonusMinor),
        },
      };
    }
  }
}

/** When the orders are: all over the driver's time, at hours that people like, each after the one before has come to its end. */
function momentsOf(startedAtMs: number, orders: number, random: Random, { untilMs, offsetMs }: World): readonly number[] {
  const moments = Array.from({ length: orders }, () => {
    const wishMs = startedAtMs + random.next() * (untilMs - startedAtMs);
    const dayMs = Math.floor((wishMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
    return Math.floor(dayMs + random.pick(rhythm) * HOUR_MS + random.next() * HOUR_MS);
  }).sort((a, b) => a - b);
  let beforeMs = startedAtMs;
  return moments.map((atMs) => {
    beforeMs = Math.max(atMs, beforeMs + TOPUP_LIFE_MS + 60_000);
    return beforeMs;
  });
}

/** A wallet's balances and movements. The statement's hashes are left out: the seed has no wallets to verify them. */
class Purse {
  #principalMinor = 0;
  #bonusMinor = 0;
  #movements = 0;

  get balanceMinor(): number {
    return this.#principalMinor + this.#bonusMinor;
  }

  add(atMs: number, sourceId: string, principalMinor: number, bonusMinor: number): Movement {
    return this.#move(atMs, "topup", sourceId, principalMinor, bonusMinor);
  }

  spend(atMs: number, sourceId: string, amountMinor: number): Movement {
    const bonusMinor = Math.floor((amountMinor * this.#bonusMinor) / this.balanceMinor);
    return this.#move(atMs, "fueling", sourceId, bonusMinor - amountMinor, 0 - bonusMinor);
  }

  #move(atMs: number, kind: MovementKind, sourceId: string, principalMinor: number, bonusMinor: number): Movement {
    this.#principalMinor += principalMinor;
    this.#bonusMinor += bonusMinor;
    return {
      no: ++this.#movements,
      atMs,
      kind,
      sourceId,
      principalMinor,
      bonusMinor,
      debtMinor: 0,
      lots: [],
      balance: { principalMinor: this.#principalMinor, bonusMinor: this.#bonusMinor, debtMinor: 0 },
      previousHash: "",
      hash: "",
    };
  }
}
