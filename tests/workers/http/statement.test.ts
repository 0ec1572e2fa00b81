import type { movement } from "@forecourt/contract/http/driver";
import { topup } from "@forecourt/contract/http/driver";
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { type Driver, newDriver, pay } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { type Operator, openPlatform, putPackage } from "../kit/platform.ts";
import { newStation } from "../kit/station.ts";

type Movement = z.output<typeof movement>;

let admin: Operator;
let driver: Driver;
beforeAll(async () => {
  admin = await openPlatform();
  const station = await newStation(admin);
  driver = await newDriver(20_000);
  const packageId = await putPackage(admin, { amountMinor: 10_000, bonusMinor: 1_000 });
  const { orderId } = good(topup, await driver.call("POST", "/v1/driver/topups", { body: { packageId, provider: "sandbox" } }), 201);
  await pay(orderId);
  await station.fill(driver, 1, 15_000);
  await station.fill(driver, 2, 40_120);
  await driver.topUp(50_000);
  for (const volumeMl of [1_000, 2_000, 3_000]) await station.fill(driver, 1, volumeMl);
});

/** JSON with sorted keys and no white space, written anew from what the reference says of it. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join()}]`;
  const entries = new Map(Object.entries(value));
  return `{${[...entries.keys()]
    .toSorted()
    .map((key) => `"${key}":${canonical(entries.get(key))}`)
    .join()}}`;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What is wrong with a statement, oldest first; null when it holds. */
async function flawIn(movements: readonly Movement[]): Promise<string | null> {
  let previousHash = "0".repeat(64);
  let balance = { principalMinor: 0, bonusMinor: 0, debtMinor: 0 };
  for (const [index, one] of movements.entries()) {
    const { hash, ...covered } = one;
    if (one.no !== index + 1) return `number ${one.no} stands at ${index + 1}`;
    if (one.previousHash !== previousHash) return `${one.no} does not follow`;
    if (hash !== (await sha256(canonical(covered)))) return `${one.no} is not what was hashed`;
    balance = {
      principalMinor: balance.principalMinor + one.principalMinor,
      bonusMinor: balance.bonusMinor + one.bonusMinor,
      debtMinor: balance.debtMinor + one.debtMinor,
    };
    if (canonical(balance) !== canonical(one.balance)) return `${one.no} leaves another balance`;
    const lots = one.lots.reduce((sum, lot) => sum + lot.principalMinor + lot.bonusMinor, 0);
    if (lots !== one.principalMinor + one.bonusMinor) return `${one.no} differs from its lots`;
    previousHash = hash;
  }
  return null;
}

const whole = async () => (await driver.statement("?limit=100")).items.toReversed();

describe("the statement", () => {
  it("is a chain that anybody can verify, and ends at the balance of the wallet", async () => {
    const movements = await whole();
    expect(movements.map(({ kind }) => kind)).toEqual([
      "topup",
      "topup",
      "fueling",
      "fueling",
      "topup",
      "debt_payment",
      "fueling",
      "fueling",
      "fueling",
    ]);
    expect(await flawIn(movements)).toBeNull();
    const { principalMinor, bonusMinor, debtMinor } = await driver.wallet();
    expect(movements.at(-1)?.balance).toEqual({ principalMinor, bonusMinor, debtMinor });
  });

  it("shows any change of it: of an amount, of a fill, of its order, or of what is missing", async () => {
    const movements = await whole();
    const changed = (at: number, change: (one: Movement) => Movement) => movements.map((one, index) => (index === at ? change(one) : one));
    const forgeries = [
      changed(0, (one) => ({ ...one, principalMinor: one.principalMinor + 1 })),
      changed(3, (one) => ({ ...one, fueling: { ...one.fueling!, volumeMl: 40_119 } })),
      changed(2, (one) => ({ ...one, atMs: one.atMs + 1 })),
      movements.toSpliced(3, 1),
      movements.toSpliced(2, 2, movements[3]!, movements[2]!),
    ];
    for (const forged of forgeries) expect(await flawIn(forged)).not.toBeNull();
  });

  it.each([1, 2, 4, 9])("comes %i to a page, or a few more, without one missing or coming twice", async (limit) => {
    const found: Movement[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<Driver["statement"]>> = await driver.statement(
        `?limit=${limit}${cursor === null ? "" : `&cursor=${cursor}`}`,
      );
      expect(page.items.length).toBeLessThan(limit + 3);
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found.toReversed()).toEqual(await whole());
  });

  it("of a driver who has none is empty, and a cursor that is none is refused", async () => {
    const fresh = await newDriver();
    expect(await fresh.statement()).toMatchObject({ items: [], nextCursor: null });
    expectProblem(await fresh.call("GET", "/v1/driver/wallet/statement?cursor=x"), "validation_failed");
    expectProblem(await fresh.call("GET", "/v1/driver/wallet/statement?limit=1000"), "validation_failed");
  });
});
