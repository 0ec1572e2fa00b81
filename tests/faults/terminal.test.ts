import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fill, GROSS_MINOR, LOT, VOLUME_ML } from "./kit/fill.ts";
import { Driver, Operator } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { randomOf, shuffled } from "./kit/random.ts";
import { BareTerminal } from "./kit/terminal.ts";
import { until } from "./kit/until.ts";

describe("a terminal that sends every event twice, in any order, across a kill", () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
  });
  afterAll(() => product?.remove());

  it("leaves the same balances as one that sends each once", async () => {
    const random = randomOf(20_261_122);
    const [station] = product.demo.stations;
    const [credentials] = station?.terminals ?? [];
    if (station === undefined || credentials === undefined) throw new Error("the demo has no terminal");
    const terminal = new BareTerminal(product.baseUrl, credentials);
    const fills = await Promise.all(
      station.pumps.map(async (pump) => {
        const fill = new Fill(await Driver.signIn(product, `twice-${pump}`), terminal, pump);
        await fill.prepare();
        return fill;
      }),
    );
    for (const fill of fills) await fill.authorise();
    for (const fill of fills) {
      terminal.record({ type: "pump.state", data: { pump: fill.pump, state: "fueling", nozzle: 2 } });
      for (const event of [fill.started(), ...[9_000, 21_000, 33_000].map((ml) => fill.progress(ml)), fill.completed()])
        terminal.record(event);
      terminal.record({ type: "pump.state", data: { pump: fill.pump, state: "idle" } });
    }
    const everything = shuffled([...terminal.events, ...terminal.events], random);
    const half = everything.slice(0, everything.length / 2);
    for (const event of half) await terminal.send([event]);
    product = await product.killAndRestart();
    // The half again: whatever was answered, the terminal may not have heard it.
    for (const event of shuffled([...everything, ...half], random)) await terminal.send([event]);

    for (const { driver, fuelingId } of fills) {
      const settled = async () => (await driver.statement()).some(({ sourceId }) => sourceId === fuelingId);
      await until(settled, "the fill is settled");
      expect((await driver.statement()).map(({ kind }) => kind)).toEqual(["fueling", "topup"]);
      expect(await driver.wallet()).toMatchObject({
        availableMinor: LOT.principalMinor + LOT.bonusMinor - GROSS_MINOR,
        reservedMinor: 0,
        debtMinor: 0,
      });
    }
    const operator = await Operator.signIn(product);
    const [total] = (await operator.station(station.id)).totals;
    expect(total).toMatchObject({ count: fills.length, volumeMl: fills.length * VOLUME_ML, amountMinor: fills.length * GROSS_MINOR });
    for (const pump of (await operator.station(station.id)).pumps) expect(pump).toMatchObject({ state: "idle", fuelingId: null });
  });
});
