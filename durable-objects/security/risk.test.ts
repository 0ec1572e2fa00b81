import { defaultRiskRules, RISK_ALERTS_KEPT, type RiskHit, type RiskRule } from "@forecourt/contract/risk";
import type { SecurityCommand } from "@forecourt/contract/security";
import { describe, expect, it } from "vitest";
import { arrive, bare, DAY, HOUR, li, MINUTE, phone, SECOND, type SecurityGiven, sessionOf } from "./given.ts";

type Of<Type extends SecurityCommand["type"]> = Extract<SecurityCommand, { type: Type }>;

const cny = (minor: number) => ({ byCurrency: { CNY: minor }, byRegion: {} });
const burst = (outcome: RiskRule["outcome"]): RiskRule => ({
  ...{ ruleId: "burst", kind: "topup_burst", enabled: true, outcome, windowMs: HOUR, count: 2, atLeast: cny(1_000), sum: null },
});
const newPlace: RiskRule = {
  ...{ ruleId: "arrival", kind: "new_arrival_topup", enabled: true, outcome: "challenge", windowMs: DAY },
  ...{ atLeast: cny(1_000), novelties: ["device", "place"] },
};
const SHANGHAI = { country: "CN", region: "Shanghai", city: "Shanghai" };
const LHASA = { country: "CN", region: "Tibet", city: "Lhasa" };

const home = () => bare().after(arrive("phone-1", { place: SHANGHAI }));
const withPhone = () => home().after({ type: "AddCredential", driver: li, credential: phone });

/** A top-up that is judged; `no` names it. */
function assess(given: SecurityGiven, no: number, change: Partial<Of<"AssessRisk">> = {}): Of<"AssessRisk"> {
  return {
    ...{ type: "AssessRisk", subject: "topup", sessionId: sessionOf(given), commandId: `topup/${no}`, fingerprint: `said ${no}` },
    ...{ amountMinor: 1_000, currency: "CNY", regionId: null, orderId: `top_${no}`, orders: [] },
    ...{ device: { key: "phone-1", name: "" }, place: SHANGHAI, addressKey: "addr", hits: [] },
    ...{ set: { version: 7, rules: [burst("challenge")] }, challenge: `challenge ${no}` },
    ...change,
  };
}
const ruled = (outcome: RiskRule["outcome"]) => ({ set: { version: 7, rules: [burst(outcome)] } });
/** One large top-up has been let through: the next is one too many. */
const afterOne = (given: SecurityGiven) => given.after(assess(given, 1));

/** The confirmation asked for last, given by SMS. */
function confirmed(given: SecurityGiven): SecurityGiven {
  const { confirmationId } = given.state.confirmations.at(-1)!;
  return given.after({ type: "Prove", proof: { sms: true, answers: [] }, effect: { do: "confirm", confirmationId } });
}

describe("a command that no rule meets", () => {
  it("passes, is remembered, and raises nothing", () => {
    const given = home();
    given.when(assess(given, 1)).yields({ events: [{ type: "CommandPassed", orderId: "top_1" }], reply: { outcome: "passed" } });
  });

  it("passes again without being judged again, whatever has come since, and another of its name does not", () => {
    const given = afterOne(withPhone());
    given.when(assess(given, 1)).yields({ events: [], reply: { outcome: "passed" } });
    given.when(assess(given, 1, { fingerprint: "said otherwise", orderId: "top_x" })).yields({
      events: [{ type: "RiskAlertRaised" }, { type: "ConfirmationAsked" }],
    });
  });

  it("is refused to a session that is over", () => {
    home()
      .when(assess(home(), 1, { sessionId: "ses_other" }))
      .refused("session_revoked");
  });
});

describe("a phone that is added once a top-up was refused for want of one", () => {
  it("confirms nothing for a day", () => {
    const lately = home();
    const orders = [{ orderId: "top_1", atMs: lately.nowMs, amountMinor: 1_000, counts: true }];
    const set = { version: 7, rules: [{ ...burst("challenge"), windowMs: 7 * DAY } as RiskRule] };
    const second = (given: SecurityGiven) => assess(given, 2, { orders, set });
    const unverifiable = { outcome: "refused", code: "risk_unverifiable" };
    const refused = lately.when(second(lately)).yields({ events: [{ type: "RiskAlertRaised" }], reply: unverifiable });
    const added = refused.after({ type: "AddCredential", driver: li, credential: phone });
    added.when(second(added)).yields({ events: [], reply: unverifiable });
    const later = added.at(added.nowMs + DAY);
    const asked = later.when(second(later)).yields({ events: [{ type: "ConfirmationAsked", methods: ["sms"] }] });
    confirmed(asked)
      .when(second(later))
      .yields({ reply: { outcome: "passed" } });
  });

  it("and takes the place of another can't give what was asked of that one", () => {
    const given = afterOne(withPhone());
    const asked = given.after(assess(given, 2));
    const { confirmationId } = asked.state.confirmations.at(-1)!;
    asked
      .after({ type: "AddCredential", driver: li, credential: { ...phone, id: "hash2" } })
      .when({ type: "Prove", proof: { sms: true, answers: [] }, effect: { do: "confirm", confirmationId } })
      .refused("proof_too_new");
  });
});

describe("a rule that only alerts", () => {
  it("lets the command pass, and names the version, what was counted, the device and the place", () => {
    const given = afterOne(home());
    given.when(assess(given, 2, ruled("alert"))).yields({
      events: [
        {
          type: "RiskAlertRaised",
          ...{ driverId: li.driverId, walletId: li.walletId, ruleId: "burst", version: 7, outcome: "alert", subject: "topup" },
          evidence: {
            counted: { count: 2, sumMinor: 2_000 },
            commands: [
              { id: "top_1", amountMinor: 1_000 },
              { id: "top_2", amountMinor: 1_000 },
            ],
            ...{ amountMinor: 1_000, device: { key: "phone-1" }, place: SHANGHAI, addressKey: "addr" },
          },
        },
        { type: "CommandPassed" },
      ],
      reply: { outcome: "passed" },
    });
  });

  it("alerts once in its time, however often it is met, and again after that", () => {
    const alerted = afterOne(home()).after(assess(home(), 2, ruled("alert")));
    alerted.when(assess(alerted, 3, ruled("alert"))).yields({ events: [{ type: "CommandPassed" }] });
    const later = alerted.at(alerted.nowMs + HOUR);
    const orders = [{ orderId: "top_9", atMs: later.nowMs - MINUTE, amountMinor: 1_000, counts: true }];
    later
      .when(assess(later, 4, { ...ruled("alert"), orders }))
      .yields({ events: [{ type: "RiskAlertRaised" }, { type: "CommandPassed" }] });
  });
});

describe("a rule that challenges", () => {
  it("asks for SMS or a question, once for a command however often it is sent, and passes it once that is given", () => {
    const given = afterOne(withPhone());
    const asked = given.when(assess(given, 2)).yields({
      events: [{ type: "RiskAlertRaised" }, { type: "ConfirmationAsked", kind: "risk", methods: ["sms"], commandId: "topup/2" }],
    });
    asked.when(assess(asked, 2)).yields({ events: [] });
    const answered = confirmed(asked);
    const passed = answered.when(assess(answered, 2)).yields({
      events: [{ type: "ConfirmationUsed" }, { type: "CommandPassed" }],
      reply: { outcome: "passed" },
    });
    passed.when(assess(passed, 2)).yields({ events: [], reply: { outcome: "passed" } });
    // Long after the confirmation is forgotten, too.
    passed
      .at(passed.nowMs + HOUR)
      .when(assess(passed, 2))
      .yields({ events: [], reply: { outcome: "passed" } });
  });

  it("is answered for that command alone: another one, or other words, have to be confirmed by themselves", () => {
    const given = afterOne(withPhone());
    const answered = confirmed(given.after(assess(given, 2)));
    answered.when(assess(answered, 3)).yields({ events: [{ type: "ConfirmationAsked", commandId: "topup/3" }] });
    answered
      .when(assess(answered, 2, { fingerprint: "ten times as much", amountMinor: 10_000 }))
      .yields({ events: [{ type: "ConfirmationAsked" }] });
    const passed = answered.after(assess(answered, 2));
    passed.when(assess(passed, 3)).yields({ events: [{ type: "ConfirmationAsked", commandId: "topup/3" }] });
  });

  it("asks anew when the answer comes too late, or is used too late", () => {
    const given = afterOne(withPhone());
    const asked = given.after(assess(given, 2));
    const { confirmationId } = asked.state.confirmations.at(-1)!;
    const late = asked.at(asked.nowMs + 5 * MINUTE + SECOND);
    late
      .when({ type: "Prove", proof: { sms: true, answers: [] }, effect: { do: "confirm", confirmationId } })
      .refused("confirmation_not_found");
    const orders = [{ orderId: "top_1", atMs: given.nowMs, amountMinor: 1_000, counts: true }];
    late.when(assess(late, 2, { orders })).yields({ events: [{ type: "ConfirmationAsked" }] });
    const idle = confirmed(asked).at(asked.nowMs + 2 * MINUTE + SECOND);
    idle.when(assess(idle, 2)).yields({ events: [{ type: "ConfirmationAsked" }] });
  });

  it("refuses who has nothing to confirm with, and says so; nothing is counted of it", () => {
    const given = afterOne(home());
    const refused = given.when(assess(given, 2)).yields({
      events: [{ type: "RiskAlertRaised" }],
      reply: { outcome: "refused", code: "risk_unverifiable" },
    });
    refused.when(assess(refused, 2)).yields({ events: [], reply: { outcome: "refused", code: "risk_unverifiable" } });
  });

  it("can't challenge a sign-in, which is what a challenge is answered by: the money is challenged later", () => {
    const given = home();
    const hits: RiskHit[] = [
      { ruleId: "busy", kind: "device_velocity", outcome: "challenge", windowMs: HOUR, counted: { drivers: 9 }, commands: [] },
    ];
    given.when(assess(given, 1, { subject: "sign_in", amountMinor: null, orderId: null, hits })).yields({
      events: [{ type: "RiskAlertRaised", subject: "sign_in", ruleId: "busy" }],
      reply: { outcome: "passed" },
    });
  });
});

describe("a rule that refuses", () => {
  it("refuses, alerts once, and outweighs those that are milder", () => {
    const given = afterOne(withPhone());
    const rules = [{ ...burst("challenge"), ruleId: "mild" }, burst("refuse")];
    const set = { version: 7, rules };
    const refused = given.when(assess(given, 2, { set })).yields({
      events: [
        { type: "RiskAlertRaised", ruleId: "mild" },
        { type: "RiskAlertRaised", ruleId: "burst" },
      ],
      reply: { outcome: "refused", code: "risk_refused" },
    });
    refused.when(assess(refused, 2, { set })).nothing();
  });
});

describe("what counts as a top-up", () => {
  const orderedAt = (given: SecurityGiven, minutesAgo: number, counts = true) => ({
    ...{ orderId: `top_w${minutesAgo}`, atMs: given.nowMs - minutesAgo * MINUTE, amountMinor: 1_000, counts },
  });

  it("is what the wallet has, unless it was cancelled or ran out", () => {
    const given = withPhone();
    given.when(assess(given, 1, { orders: [orderedAt(given, 10, false)] })).yields({ events: [{ type: "CommandPassed" }] });
    given
      .when(assess(given, 1, { orders: [orderedAt(given, 10)] }))
      .yields({ events: [{ type: "RiskAlertRaised" }, { type: "ConfirmationAsked" }] });
  });

  it("is what was let through a moment ago, though the wallet does not have it yet: of two at once the second is one too many", () => {
    const given = afterOne(withPhone());
    given.when(assess(given, 2)).yields({ events: [{ type: "RiskAlertRaised" }, { type: "ConfirmationAsked" }] });
    // It never came to the wallet, which has refused it.
    const later = given.at(given.nowMs + 6 * MINUTE);
    later.when(assess(later, 2)).yields({ events: [{ type: "CommandPassed" }] });
  });

  it("is counted once, whoever tells of it, and is not what is judged itself", () => {
    const given = afterOne(withPhone());
    const set = { version: 7, rules: [{ ...burst("challenge"), count: 3 } as RiskRule] };
    const known = { orderId: "top_1", atMs: given.nowMs, amountMinor: 1_000, counts: true };
    given.when(assess(given, 2, { set, orders: [known] })).yields({ events: [{ type: "CommandPassed" }] });
    const cancelled = { ...known, counts: false };
    given.when(assess(given, 2, { orders: [cancelled] })).yields({ events: [{ type: "CommandPassed" }] });
  });
});

describe("a place or a device that is new", () => {
  const large = { set: { version: 7, rules: [newPlace] } };
  /** Signed in on another device, from another place: the second session. */
  const away = () => withPhone().after(arrive("phone-2", { place: LHASA }));
  const there = (given: SecurityGiven) => ({
    ...large,
    sessionId: sessionOf(given, 1),
    device: { key: "phone-2", name: "" },
    place: LHASA,
  });

  it("has a large top-up confirmed, and is nothing to who was the first there", () => {
    const given = away();
    given
      .when(assess(given, 1, there(given)))
      .yields({ events: [{ type: "RiskAlertRaised", ruleId: "arrival" }, { type: "ConfirmationAsked" }] });
    given.when(assess(given, 1, large)).yields({ events: [{ type: "CommandPassed" }] });
    const later = given.at(given.nowMs + DAY);
    later.when(assess(later, 1, there(given))).yields({ events: [{ type: "CommandPassed" }] });
  });

  it("is the driver's once they have said so", () => {
    const given = away().after({ type: "AnswerDoubt", no: 1, isMine: true });
    given.when(assess(given, 1, there(given))).yields({ events: [{ type: "CommandPassed" }] });
  });

  it("is noticed where protection mode is off, too", () => {
    const given = withPhone()
      .after({ type: "SetProtection", enabled: false })
      .after(arrive("phone-2", { place: LHASA }));
    given.when(assess(given, 1, there(given))).yields({ events: [{ type: "RiskAlertRaised" }, { type: "ConfirmationAsked" }] });
  });

  it("is noticed in the middle of a session: whoever has copied its token is somewhere else", () => {
    const given = withPhone();
    given
      .when(assess(given, 1, { ...large, place: LHASA }))
      .yields({ events: [{ type: "RiskAlertRaised" }, { type: "ConfirmationAsked" }] });
    given
      .when(assess(given, 1, { ...large, device: { key: "phone-9", name: "" } }))
      .yields({ events: [{ type: "RiskAlertRaised" }, { type: "ConfirmationAsked" }] });
    given
      .when(assess(given, 1, { ...large, device: { key: null, name: "" }, place: null }))
      .yields({ events: [{ type: "CommandPassed" }] });
  });
});

describe("more fuel than a car burns", () => {
  const hit = (outcome: RiskHit["outcome"]): RiskHit => ({
    ...{ ruleId: "pace", kind: "fueling_pace", outcome, windowMs: DAY, counted: { volumeMl: 900_000 } },
    commands: [{ what: "fueling", atMs: 1, id: "fue_1", amountMinor: 500, volumeMl: 900_000 }],
  });
  const noted = (given: SecurityGiven, outcome: RiskHit["outcome"]) =>
    given.after({ type: "NoteFillRule", version: 7, hit: hit(outcome), currency: "CNY", untilMs: given.nowMs + HOUR });
  const spend = (given: SecurityGiven, change: Partial<Of<"Authorise">> = {}): Of<"Authorise"> => ({
    ...{
      type: "Authorise",
      kind: "fueling",
      sessionId: sessionOf(given),
      commandId: "f1",
      fingerprint: "x",
      amountMinor: 100,
      challenge: "c",
    },
    ...change,
  });

  it("raises one alert, and weighs on nothing where that is all the rule wants", () => {
    const given = withPhone();
    const told = given.when({ type: "NoteFillRule", version: 7, hit: hit("alert"), currency: "CNY", untilMs: 0 }).yields({
      events: [{ type: "RiskAlertRaised", subject: "fueling", evidence: { counted: { volumeMl: 900_000 }, amountMinor: 500 } }],
    });
    told.when({ type: "NoteFillRule", version: 7, hit: hit("alert"), currency: "CNY", untilMs: 0 }).nothing();
    told.when(spend(told)).yields({ events: [], reply: { outcome: "free" } });
  });

  it("has what is spent next confirmed for a time, however small it is, beside what the driver wants confirmed", () => {
    const given = noted(withPhone().after({ type: "SetPin", pin: { salt: "s", cost: 1, key: "right" }, thresholdMinor: 0 }), "challenge");
    const asked = given.when(spend(given)).yields({ events: [{ type: "ConfirmationAsked", kind: "risk", methods: ["sms"] }] });
    const both = confirmed(asked)
      .when(spend(given))
      .yields({ events: [{ type: "ConfirmationAsked", kind: "fueling", methods: ["pin"] }] });
    const { confirmationId } = both.state.confirmations.at(-1)!;
    const pin = both.after({ type: "Confirm", confirmationId, given: { method: "pin", key: "right" } });
    const free = pin
      .when(spend(pin))
      .yields({ events: [{ type: "ConfirmationUsed" }, { type: "ConfirmationUsed" }], reply: { outcome: "free" } });
    free.when(spend(free)).yields({ events: [], reply: { outcome: "free" } });
    const later = given.at(given.nowMs + HOUR);
    later.when(spend(later)).yields({ events: [{ type: "ConfirmationAsked", kind: "fueling" }] });
  });

  it("has each payment code confirmed by itself", () => {
    const given = noted(withPhone(), "challenge");
    const code = { kind: "payment_code", commandId: "payment-code" } as const;
    const first = confirmed(given.after(spend(given, code)));
    const used = first.when(spend(first, code)).yields({ events: [{ type: "ConfirmationUsed" }], reply: { outcome: "free" } });
    const second = confirmed(used.when(spend(used, code)).yields({ events: [{ type: "ConfirmationAsked" }] }));
    second.when(spend(second, code)).yields({ events: [{ type: "ConfirmationUsed" }], reply: { outcome: "free" } });
  });

  it("is refused where the rule says so, or where there is nothing to confirm with", () => {
    const refused = noted(withPhone(), "refuse");
    refused.when(spend(refused)).refused("risk_refused");
    const nobody = noted(home(), "challenge");
    nobody.when(spend(nobody)).refused("risk_unverifiable");
    nobody.when(spend(nobody, { kind: "refund" })).yields({ events: [] });
  });
});

describe("an alert", () => {
  const alerted = () => afterOne(home()).after(assess(home(), 2, ruled("alert")));
  const idOf = ({ state }: SecurityGiven) => state.risk.alerts.at(-1)!.alertId;
  const acknowledge = (given: SecurityGiven) => ({ type: "AcknowledgeRiskAlert", alertId: idOf(given), operator: "ada" }) as const;
  const close = (given: SecurityGiven) =>
    ({ type: "CloseRiskAlert", alertId: idOf(given), verdict: "fraud", note: "n", operator: "ada" }) as const;

  it("is acknowledged, and closed with what it was; the first word stands", () => {
    const given = alerted();
    const seen = given.when(acknowledge(given)).yields({ events: [{ type: "RiskAlertAcknowledged" }] });
    seen.when(acknowledge(seen)).nothing();
    const closed = seen.when(close(seen)).yields({ events: [{ type: "RiskAlertClosed", verdict: "fraud" }] });
    closed.when(close(closed)).refused("risk_alert_closed");
    closed.when(acknowledge(closed)).refused("risk_alert_closed");
  });

  it("that is not this driver's is nobody's", () => {
    const given = alerted();
    given.when({ ...close(given), alertId: "rsk_other" }).refused("risk_alert_not_found");
  });

  it("is forgotten when there are too many, those that are closed first", () => {
    const given = alerted().after(close(alerted()));
    const rules = (no: number) => ({ set: { version: 1, rules: [{ ...burst("alert"), ruleId: `rule-${no}` }] } });
    const many = Array.from({ length: RISK_ALERTS_KEPT }, (_, no) => no).reduce(
      (so, no) => so.after(assess(so, 10 + no, rules(no))),
      given,
    );
    expect(many.state.risk.alerts).toHaveLength(RISK_ALERTS_KEPT);
    expect(many.state.risk.alerts.every(({ state }) => state === "open")).toBe(true);
  });
});

describe("the rules as they come", () => {
  it("let an ordinary driver's ordinary day pass", () => {
    const given = withPhone();
    const set = { version: 1, rules: defaultRiskRules };
    const day = [20_000, 50_000, 20_000].reduce((so, amountMinor, no) => so.after(assess(so, no, { amountMinor, set })), given);
    expect(day.state.risk).toMatchObject({ alerts: [], passed: [{}, {}, {}] });
  });
});
