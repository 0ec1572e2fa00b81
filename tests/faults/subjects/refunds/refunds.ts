import { Api } from "../../../../scripts/platform/api.ts";
import { Operator } from "../../kit/people.ts";
import type { Running } from "../../load/running.ts";
import type { Act, Misfortune, Rule, Subject } from "../subject.ts";

/** Drivers ask for their money back, operators decide, and a provider loses answers, is away, and takes its time. */

interface RefundTold {
  readonly refundId: string;
  readonly orderId: string;
  readonly state: string;
  readonly channel: string;
  readonly principalMinor: number;
}

interface CaseTold {
  readonly caseId: string;
  readonly subject: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

const REVIEW = "/v1/operator/refunds?state=review&limit=50";
/** The provider's moods, towards everybody. */
const MOODS = ["answer_lost", "unreachable", "takes_time", "refuses", "no_funds"] as const;

/** Asks for all or a part of a top-up, sometimes twice at once. */
const askBack: Act = {
  name: "asked for a refund",
  chance: ({ availableMinor }) => (availableMinor > 0 ? 0.15 : 0),
  async perform(customer, { running, random, count }) {
    const paid = customer.ledger.payments.filter(
      ({ driver, kind, acknowledged }) => driver === customer.name && kind === "first" && acknowledged,
    );
    const payment = paid[Math.floor(random() * paid.length)];
    if (payment === undefined) return;
    const { orderId, amountMinor } = payment;
    customer.ledger.refunded.push(orderId);
    const part = random() < 0.4 ? { amountMinor: 1 + Math.floor((amountMinor / 2) * random()) } : {};
    const ask = (key: string) =>
      customer.as((driver) => driver.call("POST", `/v1/driver/orders/${orderId}/refund`, { reason: "changed my mind", ...part }, key));
    const key = customer.newKey();
    const twice = random() < 0.3 ? [ask(random() < 0.5 ? key : customer.newKey())] : [];
    const answers = await Promise.allSettled([ask(key), ...twice]);
    if (answers.some(({ status }) => status === "fulfilled")) count("asked for a refund");
    if (random() < 0.3) await decide(running, random);
  },
};

/** An operator goes through what waits, and declines some. */
async function decide(running: Running, random: () => number): Promise<void> {
  const operator = await Operator.signIn(running.product);
  const { items } = await operator.call<{ items: readonly RefundTold[] }>("GET", REVIEW);
  for (const { refundId } of items) {
    const declines = random() < 0.3;
    const [verb, body] = declines ? ["decline", { reason: "it was spent" }] : ["approve", {}];
    await operator.call("POST", `/v1/operator/refunds/${refundId}/${verb}`, body, `${verb}-${refundId}`);
  }
}

const moody: Misfortune = {
  name: "the provider is moody about refunds",
  weight: 2,
  lane: "outside",
  async befall(running, random, sleep) {
    const refund = MOODS[Math.floor(random() * MOODS.length)] ?? "unreachable";
    await setRules(running, { refund, refundTakesMs: 4_000, ...(random() < 0.3 ? { queryRefund: "unreachable" } : {}) });
    await sleep(3_000 * (0.5 + random()));
    await setRules(running, {});
  },
};

/** The product may be down at that moment; then the provider keeps its mood for a while. */
async function setRules({ product }: Running, rules: object): Promise<void> {
  await new Api(product.baseUrl).call("PUT", "/sandbox/rules/*", rules).catch(() => undefined);
}

/** What the provider has sent back of a payment is what the wallets say is gone, or is on its way. */
const sentOnce: Rule = async ({ reader, ledger, wallets }, report) => {
  const refunds = await reader.pages<RefundTold>("/v1/operator/refunds?", await reader.signIn());
  const net = new Map<string, number>();
  for (const { statement } of wallets) {
    for (const { kind, sourceId, principalMinor } of statement) {
      if (kind === "refund" || kind === "refund_returned") net.set(sourceId, (net.get(sourceId) ?? 0) - principalMinor);
    }
  }
  for (const refund of refunds) {
    const isBack = ["declined", "failed", "rejected"].includes(refund.state);
    report.same("refund_unbalanced", { ...refund }, isBack ? 0 : refund.principalMinor, net.get(refund.refundId) ?? 0);
  }
  for (const [refundId] of net) {
    if (!refunds.some((refund) => refund.refundId === refundId)) report.add("refund_unlisted", { refundId });
  }
  for (const orderId of new Set(ledger.refunded)) {
    const of = refunds.filter((refund) => refund.orderId === orderId && refund.channel === "provider");
    const sum = (states: readonly string[]) =>
      of.filter(({ state }) => states.includes(state)).reduce((total, { principalMinor }) => total + principalMinor, 0);
    const sentMinor = (await reader.refundedMinor(`sbx_${orderId}`)) ?? 0;
    const [doneMinor, underWayMinor] = [sum(["succeeded"]), sum(["sending", "processing"])];
    if (sentMinor < doneMinor || sentMinor > doneMinor + underWayMinor)
      report.add("refund_wrong", { orderId, sentMinor, doneMinor, underWayMinor });
    const paidMinor = ledger.payments.find((payment) => payment.orderId === orderId && payment.kind === "first")?.amountMinor ?? 0;
    if (sentMinor > paidMinor) report.add("refund_exceeds_payment", { orderId, sentMinor, paidMinor });
  }
  report.looked.refunds = refunds.length;
};

/**
 * A second payment that the provider would not send back is given to a person: here that is us, and its case is there until the provider has been
 * asked anew.
 */
const refused: Rule = async ({ reader }, report) => {
  const token = await reader.signIn();
  const open = await reader.pages<CaseTold>("/v1/operator/cases?kind=payment_quarantined&", token);
  for (const { caseId, subject, evidence } of open) {
    if (evidence.reason !== "return_refused") continue;
    report.add("case_open", { kind: "return_refused", subject });
    await reader.ask("POST", `/v1/operator/cases/${caseId}/resolve`, token, { action: "return", note: "it takes refunds again" });
  }
};

/** What the product compares by itself agrees, too: nothing is left that stands for longer than it takes to be told. */
const books: Rule = async ({ reader }, report) => {
  const token = await reader.signIn();
  const liability = await reader.ask<{ byCurrency: readonly { agrees: boolean }[] }>("GET", "/v1/operator/liability", token);
  for (const row of liability.byCurrency) if (!row.agrees) report.add("liability_differs", { ...row });
  for (const kind of ["settlement_differs", "refund_contradicted"]) {
    const cases = await reader.pages<CaseTold>(`/v1/operator/cases?kind=${kind}&`, token);
    for (const { subject } of cases) report.add("case_open", { kind, subject });
  }
};

export const refunds: Subject = {
  name: "refunds",
  acts: [askBack],
  misfortunes: [moody],
  async settle(_customers, running) {
    await setRules(running, {});
    await decide(running, () => 0.5);
  },
  lines: {
    refund: { flow: "out", lots: "named", holds: ({ principalMinor, bonusMinor }) => principalMinor < 0 && bonusMinor <= 0 },
    refund_returned: { flow: "out", lots: "named", holds: ({ principalMinor, debtMinor }) => principalMinor > 0 && debtMinor === 0 },
  },
  rules: [refused, sentOnce, books],
};
