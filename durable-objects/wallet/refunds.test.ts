import type { RefundOutcome } from "@forecourt/contract/payments";
import type { RefundPolicy } from "@forecourt/contract/refunds";
import type { WalletCommand } from "@forecourt/contract/wallet";
import { describe, expect, it } from "vitest";
import { capture, HOUR, lastOrder, MINUTE, opened, requestTopup, reserve, toppedUp, type WalletGiven } from "./given.ts";
import { previewRefund } from "./refunds.ts";

const DAY = 24 * HOUR;
const policy: RefundPolicy = { automaticMaxMinor: 50_000, windowMs: 365 * DAY, refundsMax: 3, gapMs: MINUTE };
const paid = (bonusMinor = 2_000) => toppedUp(opened(), 10_000, bonusMinor);
const ask = (given: WalletGiven, change: Partial<Extract<WalletCommand, { type: "RequestRefund" }>> = {}) =>
  ({
    type: "RequestRefund",
    orderId: lastOrder(given).orderId,
    amountMinor: null,
    reason: "unused",
    policy,
    bank: null,
    ...change,
  }) as const;
const last = (given: WalletGiven) => given.state.refunds.at(-1)!;
/** What the provider answers to what it is asked. */
const answer = (given: WalletGiven, outcome: RefundOutcome) =>
  given
    .deliveries()
    .find(({ id }) => id.startsWith("refund/"))!
    .acknowledge(outcome);
const done: RefundOutcome = { state: "succeeded", refundId: "prov-1", atMs: 1 };
const notice = (given: WalletGiven, outcome: RefundOutcome) =>
  ({ type: "RecordRefundOutcome", refundNo: last(given).refundNo, outcome }) as const;
const balance = ({ state: { principalMinor, bonusMinor, debtMinor } }: WalletGiven) => ({ principalMinor, bonusMinor, debtMinor });

describe("asking for a refund", () => {
  it("of a lot that nothing was spent of sets all of it apart and goes to the provider at once", () => {
    const given = paid();
    const asked = given.when(ask(given)).yields({
      events: [{ type: "RefundRequested", automatic: true, channel: "provider", principalMinor: 10_000, bonusMinor: 2_000 }],
      state: { principalMinor: 0, bonusMinor: 0 },
    });
    expect(lastOrder(asked).state).toBe("refunding");
    const [delivery] = asked.deliveries();
    const { refundNo } = last(asked);
    expect(refundNo).toMatch(/^\w{1,32}$/);
    expect(delivery!.message).toMatchObject({ ask: "return", again: false, refund: { refundNo, amountMinor: 10_000, totalMinor: 10_000 } });
    const over = asked.when(answer(asked, done)).yields({ events: [{ type: "RefundSucceeded", reference: "prov-1", operator: null }] });
    expect(lastOrder(over).state).toBe("refunded");
    expect(over.deliveries()).toEqual([]);
    over.when(ask(over)).refused("refund_nothing_left");
  });

  it("waits for an operator when something was spent, or it is a lot of money", () => {
    const spent = paid().after(capture("fue_1", 6_000));
    const asked = spent
      .when(ask(spent))
      .yields({ events: [{ type: "RefundRequested", automatic: false, principalMinor: 5_000, bonusMinor: 1_000 }] });
    expect(asked.deliveries()).toEqual([]);
    expect(lastOrder(asked).state).toBe("refund_requested");
    const { refundId } = last(asked);
    const approved = asked.after({ type: "ApproveRefund", refundId, operator: "fin@example.com", note: null });
    expect(approved.deliveries()).toHaveLength(1);
    approved.when({ type: "ApproveRefund", refundId, operator: "fin@example.com", note: null }, "again").nothing();
    approved.when({ type: "DeclineRefund", refundId, operator: "fin@example.com", note: "no" }).refused("refund_decided");
    const large = toppedUp(opened(), 50_001);
    large.when(ask(large)).yields({ events: [{ type: "RefundRequested", automatic: false }] });
  });

  it("that an operator declines gives principal and bonus back where they were", () => {
    const spent = toppedUp(paid().after(capture("fue_1", 6_000)), 500, 0);
    const orderId = spent.state.lots[0]!.orderId;
    const asked = spent.after(ask(spent, { orderId }));
    expect(asked.state.lots).toHaveLength(1);
    const declined = asked.after({ type: "DeclineRefund", refundId: last(asked).refundId, operator: "o", note: "spent already" });
    expect(balance(declined)).toEqual(balance(spent));
    expect(declined.state.lots.map((lot) => [lot.orderId, lot.principalMinor, lot.bonusMinor])).toEqual(
      spent.state.lots.map((lot) => [lot.orderId, lot.principalMinor, lot.bonusMinor]),
    );
  });

  it("of a part takes the bonus in proportion, and the odd minor unit of it", () => {
    const given = toppedUp(opened(), 10_000, 1_001);
    given
      .when(ask(given, { amountMinor: 3_000 }))
      .yields({ events: [{ type: "RefundRequested", principalMinor: 3_000, bonusMinor: 301 }] });
    given.when(ask(given, { amountMinor: 10_001 })).refused("refund_exceeds_rest", { refundableMinor: 10_000 });
  });

  it("is refused while one of the order is under way, a moment after the last, and when there were too many", () => {
    const part = { amountMinor: 100 };
    let given = paid().after(ask(paid(), part));
    given.when(ask(given, part)).refused("refund_in_progress");
    given = given.after(answer(given, done));
    given.when(ask(given, part)).refused("refund_too_soon", { nextAtMs: MINUTE });
    for (const minute of [1, 2]) {
      given = given.at(minute * MINUTE);
      given = given.after(ask(given, part));
      given = given.after({ type: "ApproveRefund", refundId: last(given).refundId, operator: "o", note: null });
      given = given.after(answer(given, done));
    }
    given.at(HOUR).when(ask(given, part)).refused("refund_limit_reached", { refundsMax: 3 });
  });

  it("is refused of what a fill holds, of what was not paid, of what is gone, and while the wallet is frozen", () => {
    const given = paid();
    const held = given.after(reserve("fue_1", 5_000));
    held.when(ask(held)).refused("refund_funds_held");
    held.when(ask(held, { amountMinor: 5_000 })).done();
    const unpaid = opened().after(requestTopup());
    unpaid.when(ask(unpaid)).refused("topup_not_paid");
    given.when(ask(given, { orderId: "top_000000" })).refused("topup_not_found");
    const spent = given.after(capture("fue_1", 12_000));
    spent.when(ask(spent)).refused("refund_nothing_left");
    const frozen = given.after({ type: "FreezeWallet", kind: "operator", reason: "r", operator: "o" });
    frozen.when(ask(frozen)).refused("wallet_frozen");
  });

  it("of a lot that only bonus was spent of waits for an operator; bonus that has lapsed was not spent", () => {
    const asked = (given: WalletGiven) => given.when(ask(given));
    const spent = toppedUp(opened("bonus_first"), 10_000, 2_000, HOUR).after(capture("fue_1", 500));
    expect(balance(spent)).toMatchObject({ principalMinor: 10_000, bonusMinor: 1_500 });
    asked(spent).yields({ events: [{ type: "RefundRequested", automatic: false }] });
    asked(spent.at(2 * HOUR)).yields({ events: [{ type: "BonusExpired" }, { type: "RefundRequested", automatic: false }] });
    const lapsed = toppedUp(opened("bonus_first"), 10_000, 2_000, HOUR).at(2 * HOUR);
    asked(lapsed).yields({ events: [{ type: "BonusExpired" }, { type: "RefundRequested", automatic: true }] });
  });

  it("beyond the provider's window goes by bank, to an account that has to be named", () => {
    const given = paid().at(365 * DAY);
    given.when(ask(given)).refused("bank_account_required");
    const asked = given.after(ask(given, { bank: "sealed" }));
    const { refundId } = last(asked);
    expect(last(asked)).toMatchObject({ channel: "bank", state: "review" });
    const listed = asked.after({ type: "ApproveRefund", refundId, operator: "o", note: null });
    expect(listed.deliveries()).toEqual([]);
    const exported = listed.after({ type: "ExportBankTransfer", refundId, batchId: "b1", operator: "o" });
    exported.when({ type: "ExportBankTransfer", refundId, batchId: "b2", operator: "o" }).refused("refund_decided");
    const confirmed = exported.after({ type: "ConfirmBankTransfer", refundId, reference: "bank-7", operator: "o" });
    expect(last(confirmed).state).toBe("succeeded");
    confirmed.when({ type: "ConfirmBankTransfer", refundId, reference: "bank-7", operator: "o" }, "again").nothing();
    confirmed.when({ type: "RejectBankTransfer", refundId, note: "n", operator: "o" }).refused("refund_decided");
    const rejected = exported.after({ type: "RejectBankTransfer", refundId, note: "account closed", operator: "o" });
    expect(balance(rejected)).toEqual(balance(given));
  });

  it("is previewed as it would be", () => {
    const given = paid().after(capture("fue_1", 6_000));
    const { orderId } = lastOrder(given);
    expect(previewRefund(given.state, orderId, null, policy, 0)).toEqual({
      ...{ orderId, currency: "CNY", refundableMinor: 5_000, principalMinor: 5_000, bonusMinor: 1_000 },
      channel: "provider",
      automatic: false,
    });
    expect(previewRefund(given.state, orderId, 5_001, policy, 0)).toMatchObject({ ok: false, code: "refund_exceeds_rest" });
  });
});

describe("a refund under way", () => {
  const asked = () => paid().after(ask(paid()));

  it("is asked after, ever less often and for as long as it takes, while the provider works on it or does not answer", () => {
    let given = asked();
    const waits: number[] = [];
    for (const outcome of [
      { state: "unknown", error: "timeout" },
      { state: "not_found" },
      ...Array(7).fill({ state: "processing", refundId: "p" }),
    ]) {
      given = given.after(answer(given, outcome));
      waits.push(given.deliveries()[0]!.notBeforeMs! - given.nowMs);
      expect(given.deliveries()[0]!.message).toMatchObject({ again: true, refund: { refundNo: last(asked()).refundNo } });
    }
    expect(waits.slice(0, 3)).toEqual([10_000, MINUTE, 5 * MINUTE]);
    expect(waits.at(-1)).toBe(DAY);
    expect(last(given.after(answer(given, done))).state).toBe("succeeded");
  });

  it("that the provider refuses for good is given back, and pays what is owed first", () => {
    const given = asked().after(capture("fue_1", 300));
    expect(balance(given)).toEqual({ principalMinor: 0, bonusMinor: 0, debtMinor: 300 });
    const back = given.after(answer(given, { state: "failed", reason: "refused" }));
    expect(balance(back)).toEqual({ principalMinor: 9_750, bonusMinor: 1_950, debtMinor: 0 });
    expect(lastOrder(back).state).toBe("refund_failed");
  });

  it("for which the merchant's account holds too little is tried again in an hour, under the number that it has", () => {
    const given = asked();
    const again = given.after(answer(given, { state: "failed", reason: "not_enough_funds" }));
    const [delivery] = again.deliveries();
    expect(delivery!.notBeforeMs).toBe(HOUR);
    expect(delivery!.message).toMatchObject({ again: true, refund: { refundNo: last(given).refundNo, shortages: 1 } });
    expect(last(again.after(answer(again, done))).state).toBe("succeeded");
  });

  it("that the payer's account can't take waits for a bank account, and goes that way", () => {
    const given = asked();
    const abnormal = given.after(answer(given, { state: "failed", reason: "account_abnormal", refundId: "p" }));
    expect(last(abnormal)).toMatchObject({ state: "bank_details", channel: "bank" });
    const { refundId } = last(abnormal);
    abnormal.when({ type: "ExportBankTransfer", refundId, batchId: "b", operator: "o" }).refused("refund_decided");
    const listed = abnormal.after({ type: "GiveBankAccount", refundId, bank: "sealed" });
    expect(last(listed).state).toBe("bank_listed");
  });

  it("is over when the provider says so by itself; coming again, late or out of order that changes nothing", () => {
    const given = asked();
    const over = given.after(notice(given, done));
    expect(last(over).state).toBe("succeeded");
    over.when(notice(given, done), "again").nothing();
    over.when(answer(given, { state: "processing", refundId: "p" })).nothing();
    over.when(answer(given, done)).nothing();
  });

  it("that is said to have failed is asked after before anything is given back", () => {
    const given = asked();
    const told = given.after(notice(given, { state: "failed", reason: "account_abnormal" }));
    expect(balance(told).principalMinor).toBe(0);
    expect(told.deliveries()[0]!.message).toMatchObject({ ask: "return", again: true });
    expect(last(told.after(answer(told, done))).state).toBe("succeeded");
  });
});

describe("a provider that contradicts itself", () => {
  it("and has sent what was given back takes it from what is there; the rest is owed", () => {
    const given = paid().after(ask(paid()));
    const failed = given.after(answer(given, { state: "failed", reason: "closed" })).after(capture("fue_1", 6_000));
    const late = failed.when(notice(given, done)).yields({ events: [{ type: "RefundSucceededLate", movement: { debtMinor: 5_000 } }] });
    expect(balance(late)).toEqual({ principalMinor: 0, bonusMinor: 0, debtMinor: 5_000 });
    late.when(notice(given, done), "again").nothing();
  });

  it("by saying that what it had sent has failed is asked, and only its answer counts", () => {
    const given = paid().after(ask(paid()));
    const over = given.after(answer(given, done));
    const doubted = over.after(notice(given, { state: "failed", reason: "closed" }));
    expect(balance(doubted)).toEqual(balance(over));
    doubted.when(notice(given, { state: "failed", reason: "closed" }), "again").nothing();
    const [question] = doubted.deliveries();
    expect(question!.message).toMatchObject({ ask: "refund_status" });
    expect(balance(doubted.after(question!.acknowledge(done)))).toEqual(balance(over));
    const undone = doubted.after(question!.acknowledge({ state: "failed", reason: "closed" }));
    expect(balance(undone)).toEqual(balance(paid()));
    expect(undone.deliveries()).toEqual([]);
  });

  it("while the bank has it too is over, with an alert; should the bank send it all the same, it is taken once more", () => {
    const given = paid();
    const abnormal = given.after(ask(given, { bank: "sealed" }));
    const { refundId } = last(abnormal);
    const confirm = (reference: string) => ({ type: "ConfirmBankTransfer", refundId, reference, operator: "o" }) as const;
    const exported = abnormal.after(answer(abnormal, { state: "failed", reason: "account_abnormal" }), {
      type: "ExportBankTransfer",
      refundId,
      batchId: "b",
      operator: "o",
    });
    const over = exported.when(notice(exported, done)).yields({ events: [{ type: "RefundSucceeded", channel: "provider", atBank: true }] });
    over.when(notice(over, done), "again").nothing();
    expect(balance(over)).toEqual({ principalMinor: 0, bonusMinor: 0, debtMinor: 0 });
    const twice = over.when(confirm("bank-7")).yields({ events: [{ type: "RefundSucceededLate", channel: "bank", twice: true }] });
    expect(balance(twice)).toMatchObject({ debtMinor: 10_000 });
    twice.when(confirm("bank-7"), "again").nothing();
    twice.when(confirm("bank-8")).refused("refund_decided");
    twice.when(notice(twice, done), "once more").nothing();

    // And should the provider not have sent it, what was taken once too often comes back.
    const failed: RefundOutcome = { state: "failed", reason: "closed" };
    const doubted = over.after(notice(over, failed));
    const [question] = doubted.deliveries();
    const bankOnly = doubted.after(confirm("bank-7"), question!.acknowledge(failed));
    expect(balance(bankOnly)).toEqual(balance(over));
    expect(last(bankOnly)).toMatchObject({ state: "succeeded", sentBy: ["bank"] });
    const undone = doubted.after(question!.acknowledge(failed));
    expect(balance(undone)).toEqual(balance(paid()));
    expect(balance(undone.after(confirm("bank-7")))).toEqual(balance(over));
  });

  it("after the bank has, and after that was found true, is taken once more, and only once", () => {
    const given = paid();
    const asked = given.after(ask(given, { bank: "sealed" }));
    const { refundId } = last(asked);
    const byBank = asked.after(
      answer(asked, { state: "failed", reason: "account_abnormal" }),
      { type: "ExportBankTransfer", refundId, batchId: "b", operator: "o" },
      { type: "ConfirmBankTransfer", refundId, reference: "bank-7", operator: "o" },
    );
    const doubted = byBank.after(notice(byBank, done));
    const twice = doubted.after(doubted.deliveries()[0]!.acknowledge(done));
    expect(balance(twice)).toMatchObject({ debtMinor: 10_000 });
    twice.when(notice(twice, done), "again").nothing();
  });
});
