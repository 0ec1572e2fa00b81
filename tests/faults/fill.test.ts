import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fill, GROSS_MINOR, LOT, SPENT, VOLUME_ML } from "./kit/fill.ts";
import { Driver, Operator } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { BareTerminal } from "./kit/terminal.ts";
import { until } from "./kit/until.ts";

/**
 * A fill is stopped at each of its steps, all of them are killed with the process, and the terminal, who has heard of
 * nothing, sends again what it knows.
 */

type Reach = (fill: Fill, product: Product) => Promise<void>;
const told = async (fill: Fill, until: "authorised" | "started"): Promise<void> => {
  await fill.authorise();
  if (until === "started") await fill.terminal.tell(fill.started());
};
const stopped =
  (step: string, before: "nothing" | "authorised" | "started", by: (fill: Fill) => Promise<unknown>): Reach =>
  async (fill, product) => {
    if (before !== "nothing") await told(fill, before);
    await product.stopAt(step, () => by(fill));
  };
const complete = (fill: Fill) => fill.terminal.tell(fill.completed());

/** In this order: from "the queue" on nothing more is projected. */
const steps: readonly (readonly [name: string, reach: Reach])[] = [
  ["funds are reserved, the station does not know", stopped("after wallet.reserve ReserveFunds", "nothing", (fill) => fill.authorise())],
  [
    "the station has authorised, the terminal does not know",
    stopped("after station.ingest fuel.authorization_requested", "nothing", (fill) => fill.authorise()),
  ],
  [
    "the start is recorded, not answered",
    stopped("after station.ingest fuel.started", "authorised", (fill) => fill.terminal.tell(fill.started())),
  ],
  ["the sale has arrived, nothing is recorded", stopped("before station.ingest fuel.completed", "started", complete)],
  ["the sale is recorded, the wallet does not know", stopped("before wallet.execute CaptureFunds", "started", complete)],
  ["the wallet has paid, the station does not know", stopped("after wallet.execute CaptureFunds", "started", complete)],
  ["all is done, the terminal has no answer", stopped("after station.ingest fuel.completed", "started", complete)],
  ["the wallet has paid, and has not published it", stopped("before publish wallet", "started", complete)],
];

describe("a process that is killed in the middle of a fill", () => {
  let product: Product;
  let operator: Operator;
  const fills = new Map<string, Fill>();

  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
    const places = product.demo.stations.flatMap(({ id, pumps, terminals: [credentials] }) => {
      if (credentials === undefined) throw new Error(`${id} has no terminal`);
      const terminal = new BareTerminal(product.baseUrl, credentials);
      return pumps.map((pump) => ({ terminal, pump }));
    });
    for (const [index, [name]] of steps.entries()) {
      const place = places[index];
      if (place === undefined) throw new Error("there are fewer pumps than steps");
      fills.set(name, new Fill(await Driver.signIn(product, `step-${index}`), place.terminal, place.pump));
    }
    await Promise.all([...fills.values()].map((fill) => fill.prepare()));
    for (const [name, reach] of steps) await reach(fillOf(name), product);
    product = await product.killAndRestart();
    operator = await Operator.signIn(product);
    for (const [name, fill] of fills) await sendAgain(name, fill);
  }, 180_000);
  afterAll(() => product?.remove());

  it.each(steps.map(([name]) => name))("settles the fill once when %s", async (name) => {
    const { driver } = fillOf(name);
    await until(async () => (await driver.statement()).some(({ kind }) => kind === "fueling"), "the fill is settled");
    const wallet = await driver.wallet();
    expect(wallet).toMatchObject({
      principalMinor: LOT.principalMinor - SPENT.principalMinor,
      bonusMinor: LOT.bonusMinor - SPENT.bonusMinor,
      reservedMinor: 0,
      debtMinor: 0,
      availableMinor: LOT.principalMinor + LOT.bonusMinor - GROSS_MINOR,
    });
    expect((await driver.statement()).map(({ kind }) => kind)).toEqual(["fueling", "topup"]);
  });

  it("adds every fill to its station once, and leaves none running", async () => {
    for (const { id } of product.demo.stations) {
      const count = [...fills.values()].filter(({ terminal }) => terminal.id.startsWith(`${id}.`)).length;
      const settled = async () => (await operator.station(id)).fuelings.every(({ state }) => state === "settled");
      await until(settled, "the station has heard of every settlement");
      const [total] = (await operator.station(id)).totals;
      expect(total).toMatchObject({ count, volumeMl: count * VOLUME_ML, amountMinor: count * GROSS_MINOR });
    }
  });

  it("lists every fill once in the read models, though the queue was lost with the process", async () => {
    for (const { driver, fuelingId } of fills.values()) {
      const listed = async () => (await driver.orders()).some(({ orderId }) => orderId === fuelingId);
      await until(listed, "the fill is listed");
      const orders = await driver.orders();
      expect(orders.filter(({ kind }) => kind === "fueling")).toMatchObject([{ orderId: fuelingId, amountMinor: GROSS_MINOR }]);
      expect(orders.filter(({ kind }) => kind === "topup")).toMatchObject([{ state: "paid", amountMinor: LOT.principalMinor }]);
    }
  });

  function fillOf(name: string): Fill {
    const fill = fills.get(name);
    if (fill === undefined) throw new Error(`no fill for "${name}"`);
    return fill;
  }

  /** Everything that the terminal has said of this fill, and what it had not come to say. */
  async function sendAgain(name: string, fill: Fill): Promise<void> {
    const own = fill.terminal.events.filter(
      ({ data }) => ("pump" in data && data.pump === fill.pump) || ("fuelingId" in data && data.fuelingId === fill.fuelingId),
    );
    const results = await fill.terminal.send(own);
    if (fill.fuelingId === "") fill.learn(results[0]);
    const types = own.map(({ type }) => type);
    if (!types.includes("fuel.started")) await fill.terminal.tell(fill.started());
    if (!types.includes("fuel.completed")) await fill.terminal.tell(fill.completed());
    if (results.some(({ status }) => status === "rejected")) throw new Error(`"${name}": ${JSON.stringify(results)}`);
  }
});
