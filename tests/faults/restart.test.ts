import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fill, GROSS_MINOR, LOT } from "./kit/fill.ts";
import { Driver } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { BareTerminal } from "./kit/terminal.ts";
import { until } from "./kit/until.ts";

const HOUR_MS = 3_600_000;
/** A fill without a limit of its own holds all that the wallet has. */
const HELD_MINOR = LOT.principalMinor + LOT.bonusMinor;

describe("the product as npm start runs it", () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ worker: "product" });
  });
  afterAll(() => product?.remove());

  it("survives being stopped and started again with its data and its address", async () => {
    const driver = await Driver.signIn(product, "stays");
    await driver.topUp({ packageId: "top-500" });
    const before = { demo: product.demo, wallet: await driver.wallet(), statement: await driver.statement() };
    for (let times = 0; times < 2; times++) {
      expect(await product.stop()).toBe(0);
      product = await product.restart();
      const { demo } = product;
      // The driver is still signed in, and the terminal's secret is the one it has.
      expect({ demo, wallet: await driver.wallet(), statement: await driver.statement() }).toEqual(before);
    }
  });

  it("refuses to run twice on the same data", async () => {
    await expect(Product.start({ worker: "product", stateDir: product.stateDir })).rejects.toThrow(/is running on/);
    const driver = await Driver.signIn(product, "stays");
    expect(await driver.wallet()).toMatchObject({ availableMinor: LOT.principalMinor + LOT.bonusMinor });
  });
});

describe("a stop that is longer than a reservation lives", () => {
  let product: Product;
  let terminal: BareTerminal;
  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
    const [credentials] = product.demo.stations[0]?.terminals ?? [];
    if (credentials === undefined) throw new Error("the demo has no terminal");
    terminal = new BareTerminal(product.baseUrl, credentials);
  });
  afterAll(() => product?.remove());

  it("does not let the reservation of flowing fuel lapse, and settles from it", async () => {
    const fill = await begin("flows", 1);
    await terminal.tell(fill.started());
    const driver = await comeBackIn(2 * HOUR_MS, fill);
    // The station has been asked by now, and has said that fuel flows.
    const isExtended = async () => (await driver.wallet()).reservations.some(({ expiresAt }) => Date.parse(expiresAt) > now());
    await until(isExtended, "the hold is extended");
    expect(await driver.wallet()).toMatchObject({ reservedMinor: HELD_MINOR, availableMinor: 0 });
    await terminal.tell(fill.completed());
    await until(async () => (await driver.wallet()).reservedMinor === 0, "the fill is settled");
    expect(await driver.wallet()).toMatchObject({ availableMinor: HELD_MINOR - GROSS_MINOR, debtMinor: 0 });
  });

  it("gives back what was reserved for a fill that never began, and settles it all the same when it is reported", async () => {
    const fill = await begin("never", 2);
    const driver = await comeBackIn(5 * HOUR_MS, fill);
    await until(async () => (await driver.wallet()).reservedMinor === 0, "the hold has lapsed");
    expect(await driver.wallet()).toMatchObject({ availableMinor: HELD_MINOR });
    await terminal.tell(fill.completed());
    await until(async () => (await driver.statement()).some(({ kind }) => kind === "fueling"), "the fill is settled");
    expect(await driver.wallet()).toMatchObject({ availableMinor: HELD_MINOR - GROSS_MINOR, debtMinor: 0 });
  });

  const now = (): number => Date.now() + terminal.aheadMs;

  async function begin(name: string, pump: number): Promise<Fill> {
    const fill = new Fill(await Driver.signIn(product, name), terminal, pump);
    await fill.prepare();
    await fill.authorise();
    return fill;
  }

  /** The power fails, and comes back when the clocks are so far on; by then the driver's session has ended. */
  async function comeBackIn(ms: number, fill: Fill): Promise<Driver> {
    terminal.aheadMs += ms;
    product = await product.killAndRestart({ clockAheadMs: terminal.aheadMs });
    return Driver.signIn(product, fill.driver.name);
  }
});
