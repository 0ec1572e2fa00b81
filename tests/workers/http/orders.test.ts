import { env } from "cloudflare:workers";
import { order } from "@forecourt/contract/http/driver";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Driver, newDriver } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows, stationRef } from "../kit/readModels.ts";
import { newStation, type Station } from "../kit/station.ts";

const TOPUPS = 9;
const FILLS = 5;

let admin: Operator;
let driver: Driver;
let station: Station;
beforeAll(async () => {
  admin = await openPlatform();
  station = await newStation(admin);
  driver = await newDriver(100_000);
  for (let count = 1; count < TOPUPS - 1; count++) await driver.requestTopup(100 * count);
  const { orderId } = await driver.requestTopup(77_700);
  await driver.call("POST", `/v1/driver/orders/${orderId}/cancel`);
  for (let count = 1; count <= FILLS; count++) await station.fill(driver, 1, 1_000 * count);
  await projected(...driver.actors(), stationRef(station.stationId));
});

const page = z.object({ items: z.array(order), nextCursor: z.string().nullable(), asOf: z.iso.datetime() });
const list = async (query = "") => good(page, await driver.call("GET", `/v1/driver/orders${query}`));

async function pages(query: string, from: (query: string) => ReturnType<typeof list> = list) {
  const found = [];
  let cursor: string | null = null;
  do {
    const next: z.output<typeof page> = await from(`${query}${cursor === null ? "" : `&cursor=${cursor}`}`);
    found.push(next);
    cursor = next.nextCursor;
  } while (cursor !== null && found.length < 100);
  return found;
}

describe("a driver's orders", () => {
  it("are both kinds in one list, newest first, with how fresh it is", async () => {
    const { items, nextCursor, asOf } = await list("?limit=100");
    expect(items).toHaveLength(TOPUPS + FILLS);
    expect(nextCursor).toBeNull();
    const [freshness] = await rows("SELECT applied_at_ms FROM freshness");
    expect(Date.parse(asOf)).toBe(freshness?.applied_at_ms);
    const [last] = items;
    expect(last).toMatchObject({
      kind: "fueling",
      state: "settled",
      fueling: { stationId: station.stationId, volumeMl: 5_000, grade: "95" },
    });
    expect(last?.amountMinor).toBe(3_740);
    expect(items.at(-1)).toMatchObject({ kind: "topup", state: "paid", amountMinor: 100_000, topup: { provider: "sandbox" } });
  });

  it.each([1, 2, 3, 5, 13, 14])("come %i to a page without one missing or coming twice", async (limit) => {
    const whole = (await list("?limit=100")).items.map(({ orderId }) => orderId);
    const found = await pages(`?limit=${limit}`);
    expect(found.flatMap(({ items }) => items.map(({ orderId }) => orderId))).toEqual(whole);
    expect(found.slice(0, -1).every(({ items }) => items.length === limit)).toBe(true);
  });

  it("keep their pages when newer ones come in between", async () => {
    const other = await newDriver();
    for (let count = 1; count <= 4; count++) await other.requestTopup(100 * count);
    await projected(...other.actors());
    const listed = async (query: string) => good(page, await other.call("GET", `/v1/driver/orders${query}`));
    const first = await listed("?limit=2");
    await other.requestTopup(900);
    await projected(...other.actors());
    const second = await listed(`?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ amountMinor }) => amountMinor)).toEqual([400, 300, 200, 100]);
  });

  it("of one and the same moment come once each, too", async () => {
    const other = await newDriver();
    for (let count = 1; count <= 5; count++) await other.requestTopup(100 * count);
    await projected(...other.actors());
    await env.DB.prepare("UPDATE topups SET created_at_ms = 1700000000000 WHERE wallet_id = ?").bind(other.walletId).run();
    const found = await pages("?limit=2", async (query) => good(page, await other.call("GET", `/v1/driver/orders${query}`)));
    expect(new Set(found.flatMap(({ items }) => items.map(({ amountMinor }) => amountMinor)))).toEqual(new Set([100, 200, 300, 400, 500]));
    expect(found.flatMap(({ items }) => items)).toHaveLength(5);
  });

  it("can be had by kind and by state", async () => {
    expect((await list("?kind=fueling&limit=100")).items).toHaveLength(FILLS);
    expect((await list("?kind=topup&limit=100")).items).toHaveLength(TOPUPS);
    expect((await list("?state=cancelled")).items).toEqual([
      expect.objectContaining({ amountMinor: 77_700, completedAt: expect.any(String) }),
    ]);
    expect((await list("?state=paid")).items).toHaveLength(1);
    expect((await list("?state=cancelled,paid")).items).toHaveLength(2);
    expect((await list("?state=paid,settled&limit=100")).items).toHaveLength(FILLS + 1);
    expect((await list("?state=settled&limit=100")).items).toHaveLength(FILLS);
    expect((await list("?state=settled&kind=topup")).items).toEqual([]);
    expect((await list("?state=awaiting_payment&limit=100")).items).toHaveLength(TOPUPS - 2);
  });

  it("of a list that can't be asked for are refused", async () => {
    for (const query of [
      "?limit=0",
      "?limit=101",
      "?limit=ten",
      "?kind=gift",
      "?state=paid,",
      "?cursor=%21%21",
      "?cursor=bm9uZQ",
      `?cursor=${"A".repeat(201)}`,
    ]) {
      expectProblem(await driver.call("GET", `/v1/driver/orders${query}`), "validation_failed");
    }
  });

  it("can be had one by one by their owner, and by nobody else", async () => {
    const { items } = await list("?limit=100");
    const stranger = await newDriver();
    for (const one of [items[0], items.at(-1)]) {
      expect(good(order, await driver.call("GET", `/v1/driver/orders/${one?.orderId}`))).toEqual(
        one?.kind === "topup" ? { ...one, refunds: [] } : one,
      );
      expectProblem(await stranger.call("GET", `/v1/driver/orders/${one?.orderId}`), "not_found");
    }
    expect(good(page, await stranger.call("GET", "/v1/driver/orders")).items).toEqual([]);
  });
});

describe("everybody's orders", () => {
  const listAll = async (query: string) => good(page, await admin.call("GET", `/v1/operator/orders${query}`));

  it("can be had by wallet and by station, page by page", async () => {
    const ours = await listAll(`?walletId=${driver.walletId}&limit=100`);
    expect(ours.items).toHaveLength(TOPUPS + FILLS);
    const here = await pages(`?stationId=${station.stationId}&limit=2`, listAll);
    expect(here.flatMap(({ items }) => items.map(({ amountMinor }) => amountMinor))).toEqual([3_740, 2_992, 2_244, 1_496, 748]);
    const other = await newStation(admin);
    expect((await listAll(`?stationId=${other.stationId}`)).items).toEqual([]);
  });
});

describe("a page deep down", () => {
  it("is read along an index from its place on, never through what comes before it", async () => {
    const plans = await Promise.all([
      rows<{ detail: string }>(
        "EXPLAIN QUERY PLAN SELECT * FROM topups WHERE wallet_id = ? AND (created_at_ms, order_id) < (?, ?) ORDER BY created_at_ms DESC, order_id DESC LIMIT 21",
        driver.walletId,
        Date.now(),
        "top_z",
      ),
      rows<{ detail: string }>(
        "EXPLAIN QUERY PLAN SELECT * FROM fuelings WHERE wallet_id = ? AND (settled_at_ms, fueling_id) < (?, ?) ORDER BY settled_at_ms DESC, fueling_id DESC LIMIT 21",
        driver.walletId,
        Date.now(),
        "fue_z",
      ),
    ]);
    for (const plan of plans.map((steps) => steps.map(({ detail }) => detail).join("; "))) {
      expect(plan).toMatch(/SEARCH .* USING INDEX .*_by_wallet \(wallet_id=\? AND .*\(?.*_at_ms/);
      expect(plan).not.toContain("TEMP B-TREE");
    }
  });
});
