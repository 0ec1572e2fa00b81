import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Api } from "../../scripts/platform/api.ts";
import { type Ask, Journals } from "../../scripts/truth/journals.ts";
import { type Look, look } from "../../scripts/truth/truth.ts";
import { Fill, GROSS_MINOR, VOLUME_ML } from "./kit/fill.ts";
import { Driver, Operator } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { BareTerminal } from "./kit/terminal.ts";
import { until } from "./kit/until.ts";

/** Every figure of the dashboard beside a recount of the journals, as `npm run truth` holds them, after a short day's business. */

const ADJUSTED_MINOR = 1_234;
const REFUNDED_MINOR = 20_000;
const SETTLES_MS = 3_000;

describe("the dashboard's figures", () => {
  let product: Product;
  let terminal: BareTerminal;
  let ask: Ask;
  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
    const [credentials] = product.demo.stations[0]?.terminals ?? [];
    if (credentials === undefined) throw new Error("the demo has no terminal");
    terminal = new BareTerminal(product.baseUrl, credentials);
    const operator = await Operator.signIn(product);
    ask = (path) => operator.call("GET", path);
  });
  afterAll(() => product?.remove());

  it("agree with the journals: top-ups paid and given up, a package, a fill, a refund, an adjustment", async () => {
    const driver = await Driver.signIn(product, "counted");
    await fills(driver);
    await driver.cancel(await driver.order({ amountMinor: 7_000 }, "given-up"));
    const other = await Driver.signIn(product, "refunded");
    const paid = await other.topUp({ amountMinor: 50_000 });
    // So small a part of an untouched top-up goes back without anybody's decision.
    await other.call("POST", `/v1/driver/orders/${paid}/refund`, { amountMinor: REFUNDED_MINOR, reason: "changed my mind" });
    const sent = async () => (await ask<{ items: { state: string }[] }>("/v1/operator/refunds?limit=1")).items[0]?.state === "succeeded";
    await until(sent, "the refund is sent back");
    await adjust("counted");

    // A look is content with any moment of the last seconds; this one waits for the last thing that happened.
    let seen = await look(ask, new Journals(ask));
    const caughtUp = async () => {
      seen = await look(ask, new Journals(ask));
      return heldMinor(seen) === 102_500 - GROSS_MINOR - REFUNDED_MINOR + ADJUSTED_MINOR;
    };
    await until(caughtUp, "the figures know of the adjustment");
    expect(seen.differences).toEqual([]);
    const today = new Map(seen.today.map(({ figure, journals }) => [figure, journals]));
    // Not the agreement of nothing with nothing.
    const told = ["topups", "toppedUpMinor", "bonusMinor", "topupsEnded", "fueledMinor", "volumeMl", "refunds", "refundedMinor"];
    expect(told.map((figure) => today.get(`totals.${figure}`))).toEqual([2, 100_000, 2_500, 3, GROSS_MINOR, VOLUME_ML, 1, REFUNDED_MINOR]);
  });

  it("are told apart from the journals when something is counted twice", async () => {
    await product.inject({ bug: "projection applied twice" });
    await (await Driver.signIn(product, "twice")).topUp({ amountMinor: 10_000 });
    const isListed = async () =>
      (await ask<{ items: { amountMinor: number; state: string }[] }>("/v1/operator/orders?kind=topup&limit=1")).items[0]?.state === "paid";
    await until(isListed, "the order is listed as paid");
    const { differences } = await look(ask, new Journals(ask), SETTLES_MS);
    const differs = differences.find(({ figure }) => figure === "overview by hour: totals.toppedUpMinor");
    expect(differs).toMatchObject({ dashboard: 120_000, journals: 110_000 });
  });

  function heldMinor({ today }: Look): number {
    const of = (name: string) => today.find(({ figure }) => figure === `liability.${name}`)?.journals ?? 0;
    return of("principalMinor") + of("bonusMinor");
  }

  async function fills(driver: Driver): Promise<void> {
    const fill = new Fill(driver, terminal, 1);
    await fill.prepare();
    await fill.authorise();
    await terminal.tell(fill.started());
    await terminal.tell(fill.completed());
    await until(async () => (await driver.statement()).some(({ kind }) => kind === "fueling"), "the fill is settled");
  }

  /** One operator proposes, another one approves. */
  async function adjust(name: string): Promise<void> {
    const [maker, checker] = await Promise.all(["support", "finance"].map(signIn));
    if (maker === undefined || checker === undefined) throw new Error("the demo has no such operators");
    const { items } = await maker.call<{ items: { driverId: string }[] }>("GET", `/v1/operator/drivers?q=${name}`);
    const path = `/v1/operator/drivers/${items[0]?.driverId}/adjustments`;
    const terms = { direction: "credit", part: "principal", amountMinor: ADJUSTED_MINOR, cause: "goodwill", reason: "for the wait" };
    const { adjustmentId } = await maker.call<{ adjustmentId: string }>("POST", path, terms);
    await checker.call("POST", `${path}/${adjustmentId}/approve`, {});
  }

  async function signIn(role: string): Promise<Api> {
    const operator = product.demo.operators.find((one) => one.role === role);
    const anyone = new Api(product.baseUrl);
    const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/operator/sessions", {
      email: operator?.email,
      password: operator?.password,
    });
    return anyone.withToken(accessToken);
  }
});
