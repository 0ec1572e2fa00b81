import { order } from "@forecourt/contract/http/driver";
import { overview } from "@forecourt/contract/http/figures";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { newDriver } from "../kit/driver.ts";
import { good } from "../kit/http.ts";
import { LiveSocket } from "../kit/live.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { rows } from "../kit/readModels.ts";
import { completion, newStation, reading } from "../kit/station.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});

describe("a driver who tops up, shows a code, fills 40.12 L at ¥7.48 and watches", () => {
  it("pays exactly ¥300.10; order, statement, totals and figures agree; the live socket saw the litres rise", async () => {
    const driver = await newDriver(50_000);
    const station = await newStation(admin);
    const { terminal } = station;
    const figures = async () => good(overview, await admin.call("GET", "/v1/operator/overview")).totals.fueledMinor;
    const fueledBefore = await figures();
    using socket = await LiveSocket.open(driver.token);

    const authorization = await station.authorise(driver, 1);
    expect(authorization).toMatchObject({ grade: "95", limitMinor: 50_000, unitPriceMilli: 7_480 });
    const { fuelingId } = authorization;
    expect(await driver.wallet()).toMatchObject({ reservedMinor: 50_000, availableMinor: 0 });
    await terminal.tell("fuel.started", reading(fuelingId, 1, 0));
    for (const volumeMl of [5_000, 18_500, 33_250]) {
      const said = await terminal.tell("fuel.progress", reading(fuelingId, 1, volumeMl));
      expect(said).toMatchObject({ status: "accepted", nextProgressInMs: 1_000 });
    }
    const { results } = await terminal.send(terminal.event("fuel.completed", completion(fuelingId, 1, 40_120)));
    expect(results).toEqual([expect.objectContaining({ status: "accepted" })]);

    const wallet = await until(async () => {
      const now = await driver.wallet();
      return now.reservedMinor === 0 && now;
    }, "the wallet has paid");
    expect(wallet).toMatchObject({
      principalMinor: 50_000 - 30_010,
      bonusMinor: 0,
      debtMinor: 0,
      availableMinor: 19_990,
      reservations: [],
    });

    const [last] = (await driver.statement()).items;
    expect(last).toMatchObject({
      kind: "fueling",
      sourceId: fuelingId,
      principalMinor: -30_010,
      fueling: { volumeMl: 40_120, amountMinor: 30_010 },
    });

    // Through the queue, as it comes.
    const listed = z.object({ items: z.array(order) });
    const [sale] = await until(async () => {
      const { items } = good(listed, await driver.call("GET", "/v1/driver/orders?kind=fueling"));
      return items.length > 0 && items;
    }, "the queue has brought the order to D1");
    expect(sale).toMatchObject({
      orderId: fuelingId,
      state: "settled",
      amountMinor: 30_010,
      fueling: { volumeMl: 40_120, unitPriceMilli: 7_480 },
    });
    expect(await figures()).toBe(fueledBefore + 30_010);

    const view = await until(async () => {
      const now = await station.view();
      return now.fuelings.some((fueling) => fueling.fuelingId === fuelingId && fueling.state === "settled") && now;
    }, "the station knows that the fill is settled");
    expect(view.totals).toEqual([{ grade: "95", volumeMl: 40_120, amountMinor: 30_010, count: 1 }]);
    expect(view.pumps.find(({ pump }) => pump === 1)).toMatchObject({ state: "idle", fuelingId: null });
    expect(await rows("SELECT volume_ml, amount_minor FROM fuelings WHERE fueling_id = ?", fuelingId)).toEqual([
      { volume_ml: 40_120, amount_minor: 30_010 },
    ]);

    const litres = socket.fuelings(fuelingId).map(({ volumeMl }) => volumeMl);
    expect(litres).toEqual([...litres].sort((a, b) => a - b));
    expect(litres).toEqual(expect.arrayContaining([5_000, 18_500, 33_250]));
    await until(() => socket.wallets().at(-1)?.availableMinor === 19_990, "the socket has shown the new balance");
  });
});
