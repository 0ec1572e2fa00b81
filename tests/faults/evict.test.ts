import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Faults } from "./kit/faults.ts";
import { Fill, GROSS_MINOR, LOT, SPENT } from "./kit/fill.ts";
import { Driver, Operator } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { BareTerminal } from "./kit/terminal.ts";
import { until } from "./kit/until.ts";

/** The platform may take an object out of memory at any moment; here it does at every step of a top-up and a fill. */
describe("a top-up and a fill during which objects are thrown out of memory", () => {
  let product: Product;
  let terminal: BareTerminal;
  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
    const [credentials] = product.demo.stations[0]?.terminals ?? [];
    if (credentials === undefined) throw new Error("the demo has no terminal");
    terminal = new BareTerminal(product.baseUrl, credentials);
  });
  afterAll(() => product?.remove());

  it.each<[what: string, evicted: Faults["evicted"], pump: number]>([
    ["before and after every call to them", "callees", 1],
    ["at every step at which they wait for another", "callers", 2],
  ])("take effect once: %s", async (_, evicted, pump) => {
    const driver = await Driver.signIn(product, `evicted-${evicted}`);
    await product.inject({ evicted });
    const fill = new Fill(driver, terminal, pump);
    await fill.prepare();
    // Thrown out between taking the payment in and telling the wallet, the object of the payment tells it when it next wakes.
    await until(async () => (await driver.wallet()).availableMinor > 0, "the top-up is credited");
    const asked = terminal.record({ type: "fuel.authorization_requested", data: { pump, grade: "95", paymentCode: await fill.show() } });
    const told = async (...events: Parameters<BareTerminal["send"]>[0]) =>
      // Sent again, as every terminal does, until it is answered.
      until(() => terminal.send(events).catch(() => null), "the terminal is answered");
    fill.learn((await told(asked))[0]);
    await told(terminal.record(fill.started()));
    await told(terminal.record(fill.completed()));
    await until(async () => (await driver.statement()).some(({ kind }) => kind === "fueling"), "the fill is settled");
    const operator = await Operator.signIn(product);
    const isSettled = async () => {
      const { fuelings } = await operator.station(terminal.id.slice(0, terminal.id.indexOf(".")));
      return fuelings.find(({ fuelingId }) => fuelingId === fill.fuelingId)?.state === "settled";
    };
    await until(isSettled, "the station has heard of the settlement");
    await product.inject({ evicted: "never" });
    expect(await driver.wallet()).toMatchObject({
      principalMinor: LOT.principalMinor - SPENT.principalMinor,
      bonusMinor: LOT.bonusMinor - SPENT.bonusMinor,
      availableMinor: LOT.principalMinor + LOT.bonusMinor - GROSS_MINOR,
      reservedMinor: 0,
      debtMinor: 0,
    });
    expect((await driver.statement()).map(({ kind }) => kind)).toEqual(["fueling", "topup"]);
  });
});
