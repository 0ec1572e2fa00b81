import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check } from "./checker/checker.ts";
import { checkWhenHealed } from "./checker/healed.ts";
import type { Violation } from "./checker/report.ts";
import type { Bug } from "./kit/faults.ts";
import { Fill } from "./kit/fill.ts";
import { Driver } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { BareTerminal } from "./kit/terminal.ts";
import { until } from "./kit/until.ts";
import { newLedger } from "./load/ledger.ts";
import { goOn } from "./subjects/joins/acts.ts";
import { newStory, storiesOf } from "./subjects/joins/story.ts";
import { boughtOf, type Offered, offer, RARE } from "./subjects/packages/terms.ts";
import { subjects } from "./subjects/subjects.ts";

/** The checker proves itself: it finds nothing in the product, and each of these bugs as soon as it is switched on. */

const AMOUNT_MINOR = 50_000;
const HOUR_MS = 3_600_000;
const LONG_ENOUGH_MS = 60_000;

/** What the story of one driver leaves behind, by which a violation is known to be about it. */
interface Story {
  readonly driver: string;
  readonly fuelingId: string;
}
type Sign = (violation: Violation, story: Story) => boolean;
const of =
  (kind: string): Sign =>
  ({ kind: found, facts }, { driver, fuelingId }) =>
    found === kind && (facts.driver === driver || facts.fuelingId === fuelingId);

/** The number of the story of two accounts that is told here. */
const JOIN = 900;

/** Figures are everybody's, so theirs comes first. */
const signs: readonly (readonly [Bug, Sign])[] = [
  ["projection applied twice", ({ kind, facts }) => kind === "figures_wrong" && Number(facts.told) > Number(facts.expected)],
  ["double capture", of("sale_twice")],
  ["lost outbox row", of("sale_lost")],
  ["lost refund", of("refund_lost")],
  ["wrong rounding", of("rounding_wrong")],
  ["broken chain", of("chain_broken")],
  ["reused code", ({ kind, facts }, { fuelingId }) => kind === "code_reused" && (facts.fuelingIds as string[]).includes(fuelingId)],
  ["expired hold captured twice", of("sale_twice")],
  [
    "lost belongings",
    ({ kind, facts }, { driver }) => kind === "join_lost_or_doubled" && facts.name === newStory(driver, JOIN, "bare").first.name,
  ],
  ["oversold stock", ({ kind, facts }, { driver }) => kind === "stock_oversold" && facts.packageId === lastOne(driver).packageId],
];

/** A package of which there is one, that nobody else wants. */
const lastOne = (driver: string): Offered => ({ ...RARE, packageId: `last-one-${driver}`, stock: 1, perDriver: null });

describe("the checker", () => {
  let product: Product;
  let terminal: BareTerminal;
  const ledger = newLedger();
  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
    const [credentials] = product.demo.stations[0]?.terminals ?? [];
    if (credentials === undefined) throw new Error("the demo has no terminal");
    terminal = new BareTerminal(product.baseUrl, credentials);
  });
  afterAll(() => product?.remove());

  it("finds nothing where there is nothing", async () => {
    await tell("sound", null);
    expect(String(await checkWhenHealed({ product, ledger }, subjects))).toContain("no violation");
  });

  it.each(signs)("finds: %s", async (bug, sign) => {
    const story = await tell(bug.replaceAll(" ", "-"), bug);
    const [operator] = product.demo.operators;
    if (operator === undefined) throw new Error("the demo has no operator");
    const found = async () => {
      const { violations } = await check({ baseUrl: product.baseUrl, operator, ledger, subjects }, false);
      return violations.find((violation) => sign(violation, story));
    };
    expect(await until(found, `"${bug}" is found`, 30_000)).toBeDefined();
    await product.inject({ bug: null });
  });

  /** A driver pays twice, fuels, shows the same code once more, and tops up again. */
  async function tell(name: string, bug: Bug | null): Promise<Story> {
    await product.inject({ bug });
    let driver = await Driver.signIn(product, name);
    ledger.drivers.push(name);
    const orderId = await pay(driver, name);
    const { transactionId } = await driver.pay(orderId, { again: true });
    ledger.payments.push({ driver: name, orderId, amountMinor: AMOUNT_MINOR, kind: "second", transactionId, acknowledged: true });
    const fill = new Fill(driver, terminal, 1);
    const code = await fill.show();
    await fill.authorise();
    ledger.codes[code] = [fill.fuelingId];
    if (bug === "expired hold captured twice") {
      terminal.aheadMs += 5 * HOUR_MS;
      product = await product.killAndRestart({ clockAheadMs: terminal.aheadMs, bug });
      driver = await Driver.signIn(product, name);
      await until(async () => (await driver.wallet()).reservedMinor === 0, "the hold has lapsed", LONG_ENOUGH_MS);
    }
    const { data } = fill.completed();
    ledger.sales[fill.fuelingId] = { terminalId: terminal.id, ...data };
    await terminal.tell(fill.completed());
    if (bug !== "lost outbox row") {
      const isPaid = async () => (await driver.statement()).some(({ kind }) => kind === "fueling");
      await until(isPaid, "the fill is settled", LONG_ENOUGH_MS);
      const { authorization } = await terminal.tell({
        type: "fuel.authorization_requested",
        data: { pump: 2, grade: "95", paymentCode: code },
      });
      if (authorization !== undefined) {
        ledger.codes[code].push(authorization.fuelingId);
        await terminal.tell({ type: "fuel.cancelled", data: { fuelingId: authorization.fuelingId, reason: "nobody" } });
      }
    }
    await pay(driver, `${name}-again`);
    if (bug === "lost belongings") {
      const joining = newStory(name, JOIN, "bare");
      storiesOf(ledger).push(joining);
      await goOn(joining, { running: { product, ledger }, random: () => 1, count: () => undefined });
    }
    if (bug === "oversold stock") await buyTwo(driver, lastOne(name));
    return { driver: name, fuelingId: fill.fuelingId };
  }

  async function pay(driver: Driver, key: string): Promise<string> {
    const orderId = await driver.order({ packageId: "top-500" }, key);
    await paid(driver, orderId, AMOUNT_MINOR);
    return orderId;
  }

  async function paid(driver: Driver, orderId: string, amountMinor: number): Promise<void> {
    const { transactionId } = await driver.pay(orderId);
    ledger.payments.push({ driver: driver.name, orderId, amountMinor, kind: "first", transactionId, acknowledged: true });
  }

  /** Both orders are made before either is paid, as two who want the last one do. */
  async function buyTwo(driver: Driver, offered: Offered): Promise<void> {
    const { packageId, amountMinor } = offered;
    await offer(product, ledger, offered);
    const isListed = async () =>
      (await driver.call<{ items: { packageId: string }[] }>("GET", "/v1/driver/packages")).items.some(
        (item) => item.packageId === packageId,
      );
    await until(isListed, "the package is on sale");
    const orderIds = [await driver.order({ packageId }, `${packageId}-1`), await driver.order({ packageId }, `${packageId}-2`)];
    for (const orderId of orderIds) {
      boughtOf(ledger).push({ driver: driver.name, orderId, packageId });
      await paid(driver, orderId, amountMinor);
    }
  }
});
