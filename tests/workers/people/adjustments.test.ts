import { adjustment, adjustmentItem } from "@forecourt/contract/http/people";
import { beforeAll, describe, expect, it } from "vitest";
import { listOf } from "../../../worker/http/list.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows, walletRef } from "../kit/readModels.ts";

let maker: Operator;
let checker: Operator;
let driver: Driver;
let path: string;
beforeAll(async () => {
  await openPlatform();
  [maker, checker] = await Promise.all([newOperator("support"), newOperator("finance")]);
  driver = await newDriver(20_000);
  await projected(...driver.actors());
  path = `/v1/operator/drivers/${driver.driverId}/adjustments`;
});

const terms = { direction: "credit", part: "bonus", amountMinor: 1_500, cause: "complaint", reason: "The pump stopped early" };
const propose = async (change: object = {}) => good(adjustment, await maker.call("POST", path, { body: { ...terms, ...change } }), 201);
const decide = (id: string, verb: "approve" | "decline", operator = checker, key?: string) =>
  operator.call("POST", `${path}/${id}/${verb}`, { body: { note: "Seen the receipt" }, ...(key === undefined ? {} : { key }) });

describe("an adjustment", () => {
  it("takes two: its proposer can't approve it, whatever their role; a colleague does, once, however often it is sent", async () => {
    const senior = await newOperator("finance");
    const own = good(adjustment, await senior.call("POST", path, { body: terms }), 201);
    expectProblem(await decide(own.adjustmentId, "approve", senior), "adjustment_own");
    expectProblem(await decide(own.adjustmentId, "approve", maker), "forbidden");
    const before = await driver.wallet();
    const answers = [
      await decide(own.adjustmentId, "approve", checker, "once"),
      await decide(own.adjustmentId, "approve", checker, "once"),
    ];
    for (const answer of answers) expect(good(adjustment, answer)).toMatchObject({ state: "approved", decidedBy: checker.email });
    expectProblem(await decide(own.adjustmentId, "decline", await newOperator("operations")), "adjustment_decided");
    expect((await driver.wallet()).bonusMinor).toBe(before.bonusMinor + 1_500);
  });

  it("is a movement of the driver's statement", async () => {
    const { adjustmentId } = await propose({ part: "principal", cause: "payment_error" });
    good(adjustment, await decide(adjustmentId, "approve"));
    const { items } = await driver.statement("?limit=1");
    expect(items).toMatchObject([{ kind: "adjustment", sourceId: adjustmentId, principalMinor: 1_500, bonusMinor: 0 }]);
  });

  it("changes nothing when it is declined or withdrawn, and only its proposer withdraws it", async () => {
    const before = await driver.wallet();
    const [declined, withdrawn] = [await propose(), await propose()];
    good(adjustment, await decide(declined.adjustmentId, "decline"));
    expectProblem(await checker.call("POST", `${path}/${withdrawn.adjustmentId}/withdraw`), "adjustment_of_another");
    good(adjustment, await maker.call("POST", `${path}/${withdrawn.adjustmentId}/withdraw`));
    expectProblem(await decide(withdrawn.adjustmentId, "approve"), "adjustment_decided");
    const { principalMinor, bonusMinor } = await driver.wallet();
    expect({ principalMinor, bonusMinor }).toEqual({ principalMinor: before.principalMinor, bonusMinor: before.bonusMinor });
  });

  it("never takes more than there is, and says how much that is", async () => {
    const { adjustmentId } = await propose({ direction: "debit", amountMinor: 400_000 });
    const { bonusMinor } = await driver.wallet();
    expect(expectProblem(await decide(adjustmentId, "approve"), "adjustment_exceeds_balance").mostMinor).toBe(bonusMinor);
    good(adjustment, await decide(adjustmentId, "decline"));
    expectProblem(await maker.call("POST", path, { body: { ...terms, amountMinor: 500_001 } }), "validation_failed");
    expectProblem(await maker.call("POST", path, { body: { ...terms, direction: "debit", bonusValidDays: 3 } }), "validation_failed");
  });

  it("waits in the list of all wallets' until it is decided, and leaves the balance in the read models as the wallet has it", async () => {
    const { adjustmentId } = await propose();
    await projected(walletRef(driver.walletId));
    const waiting = async () => {
      const list = good(listOf(adjustmentItem), await checker.call("GET", "/v1/operator/adjustments?state=proposed"));
      return list.items.map((item) => item.adjustmentId);
    };
    expect(await waiting()).toContain(adjustmentId);
    good(adjustment, await decide(adjustmentId, "approve"));
    await projected(walletRef(driver.walletId));
    expect(await waiting()).not.toContain(adjustmentId);
    const all = good(listOf(adjustmentItem), await checker.call("GET", "/v1/operator/adjustments?limit=1"));
    expect(all.items).toMatchObject([{ adjustmentId, state: "approved", decidedBy: checker.email, note: "Seen the receipt" }]);
    const { principalMinor, bonusMinor } = await driver.wallet();
    const [row] = await rows("SELECT * FROM wallets WHERE wallet_id = ?", driver.walletId);
    expect(row).toMatchObject({ principal_minor: principalMinor, bonus_minor: bonusMinor });
  });
});
