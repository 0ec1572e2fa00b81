import { env } from "cloudflare:workers";
import { vehicle } from "@forecourt/contract/http/account";
import { session } from "@forecourt/contract/http/driver";
import { alert } from "@forecourt/contract/http/operator";
import { riskAlert, riskPreview, riskRulesVersion } from "@forecourt/contract/http/risk";
import { defaultRiskRules, type RiskRule } from "@forecourt/contract/risk";
import { securityOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { listOf } from "../../../worker/http/list.ts";
import { later } from "../kit/clock.ts";
import { Driver, newDriver } from "../kit/driver.ts";
import { type Answer, call, expectProblem, good } from "../kit/http.ts";
import { codeFor, lastCode, newDevice, newPhone, phoneDriver, signInByPhone } from "../kit/phone.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { dump, projected, rows } from "../kit/readModels.ts";
import { newStation } from "../kit/station.ts";
import { until } from "../kit/until.ts";

const HOUR = 3_600_000;
/** A copy of the rules is as old as this at most. */
const COPY_MS = 10_000;
const cny = (minor: number) => ({ byCurrency: { CNY: minor }, byRegion: {} });
const burst = (change: object = {}): RiskRule => ({
  ...({
    ruleId: "burst",
    kind: "topup_burst",
    enabled: true,
    outcome: "challenge",
    windowMs: HOUR,
    count: 2,
    atLeast: cny(10_000),
  } as const),
  sum: null,
  ...change,
});
const velocity: RiskRule = {
  ...{ ruleId: "busy", kind: "device_velocity", enabled: true, outcome: "challenge", windowMs: HOUR, drivers: 3, commands: 50 },
};

const pace: RiskRule = { ruleId: "pace", kind: "fueling_pace", enabled: true, outcome: "challenge", windowMs: HOUR, volumeMl: 50_000 };

const tank: RiskRule = {
  ...{ ruleId: "tank", kind: "fill_above_tank", enabled: true, outcome: "alert", slackPercent: 5 },
};

let admin: Operator;
let version = 1;
beforeAll(async () => {
  admin = await openPlatform();
  await setRules([burst(), velocity, pace, tank]);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function setRules(rules: readonly RiskRule[]): Promise<void> {
  const set = await admin.call("PUT", "/v1/operator/risk/rules", { body: { baseVersion: version, reason: "For the tests", rules } });
  version = good(riskRulesVersion, set).version;
}

const order = (driver: Driver, amountMinor: number, key = crypto.randomUUID(), headers = {}) =>
  driver.call("POST", "/v1/driver/topups", { key, headers, body: { amountMinor, provider: "sandbox" } });
const askedIn = (answer: Answer) => String(expectProblem(answer, "confirmation_required").confirmationId);
const prove = (driver: Driver, confirmationId: string, code: string) =>
  driver.call("POST", "/v1/driver/security/proofs", { body: { do: "confirm", confirmationId, code } });

const signInOn = (name: string, device: string) =>
  call("POST", "/v1/driver/sessions", { body: { provider: "wechat", code: `demo-${name}` }, headers: { "forecourt-device": device } });

/** A driver with a phone who has topped up once: the next large one is one too many. */
async function toppedUp(amountMinor = 10_000): Promise<{ readonly driver: Driver; readonly phone: string }> {
  const [driver, phone] = [await newDriver(amountMinor), newPhone()];
  await must(driver.call("POST", "/v1/driver/credentials", { body: { provider: "wechat_phone", code: `demo-${phone}` } }));
  return { driver, phone };
}

/** What the driver's phone is sent on their behalf. */
async function codeOn(driver: Driver, phone: string): Promise<string> {
  await must(driver.call("POST", "/v1/driver/security/codes", { body: { purpose: "confirm" } }));
  return lastCode(phone);
}

async function alertsOf(driver: Driver) {
  await projected({ kind: "security", id: driver.driverId });
  return good(listOf(riskAlert), await admin.call("GET", `/v1/operator/risk/alerts?driverId=${driver.driverId}`)).items;
}

describe("a top-up that a rule wants confirmed", () => {
  it("is refused with what to confirm, goes through once that is given, and is one order however often it is sent", async () => {
    const { driver, phone } = await toppedUp();
    const before = await driver.whole();
    const key = crypto.randomUUID();
    const refused = expectProblem(await order(driver, 10_000, key), "confirmation_required");
    expect(refused).toMatchObject({ methods: ["sms"], expiresAt: expect.stringMatching(/Z$/) });
    expect(askedIn(await order(driver, 10_000, key))).toBe(refused.confirmationId);
    expect(await driver.whole()).toBe(before);
    await must(prove(driver, String(refused.confirmationId), await codeOn(driver, phone)));
    const answers = await Promise.all([order(driver, 10_000, key), order(driver, 10_000, key), order(driver, 10_000, key)]);
    for (const answer of answers) expect(answer.status, answer.text).toBe(201);
    expect(new Set(answers.map(({ body }) => (body as { orderId: string }).orderId)).size).toBe(1);
    later(HOUR);
    expect((await order(driver, 10_000, key)).text).toBe(answers[0]?.text);
  });

  it("is confirmed for itself alone, and in time", async () => {
    const { driver, phone } = await toppedUp();
    const key = crypto.randomUUID();
    await must(prove(driver, askedIn(await order(driver, 10_000, key)), await codeOn(driver, phone)));
    expectProblem(await order(driver, 99_000, key), "confirmation_required");
    expectProblem(await order(driver, 10_000), "confirmation_required");
    later(3 * 60_000);
    expectProblem(await order(driver, 10_000, key), "confirmation_required");
  });

  it("is not confirmed by another driver, nor by a wrong code, nor by what whoever has the phone in hand may know", async () => {
    const [{ driver, phone }, other] = [await toppedUp(), await toppedUp()];
    await must(driver.call("PUT", "/v1/driver/security/pin", { body: { pin: "482915" } }));
    const id = askedIn(await order(driver, 10_000));
    expectProblem(await prove(other.driver, id, await codeOn(other.driver, other.phone)), "confirmation_not_found");
    const code = await codeOn(driver, phone);
    expectProblem(await prove(driver, id, code === "000000" ? "111111" : "000000"), "code_wrong");
    expectProblem(
      await driver.call("POST", `/v1/driver/confirmations/${id}`, { body: { method: "pin", pin: "482915" } }),
      "confirmation_method_unavailable",
    );
  });

  it("is refused, with what to do, where there is nothing to confirm it with; what is added for it counts a day later", async () => {
    const driver = await newDriver(10_000);
    const before = await driver.whole();
    const key = crypto.randomUUID();
    expect(expectProblem(await order(driver, 10_000, key), "risk_unverifiable").title).toContain("add a phone number");
    expect(await driver.whole()).toBe(before);
    const phone = newPhone();
    await must(driver.call("POST", "/v1/driver/credentials", { body: { provider: "wechat_phone", code: `demo-${phone}` } }));
    expectProblem(await order(driver, 10_000, key), "risk_unverifiable");
    expectProblem(await driver.call("POST", "/v1/driver/security/codes", { body: { purpose: "confirm" } }), "proof_too_new");
    later(24 * HOUR);
    const code = await codeFor(phone);
    driver.token = good(session, await signInByPhone(phone, code), 201).accessToken;
    for (const time of ["first", "second"]) expect((await order(driver, 10_000, time)).status).toBe(time === "first" ? 201 : 403);
    const id = askedIn(await order(driver, 10_000, "second"));
    later(24 * HOUR + 61_000);
    await must(prove(driver, id, await codeOn(driver, phone)));
    expect((await order(driver, 10_000, "second")).status).toBe(201);
  });

  it("of two at once is one too many, though neither has come to the wallet yet", async () => {
    const driver = await phoneDriver();
    const answers = await Promise.all([order(driver, 10_000), order(driver, 10_000), order(driver, 10_000)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
  });

  it("does not concern a small one, nor one that was cancelled", async () => {
    const { driver } = await toppedUp();
    expect((await order(driver, 9_999)).status).toBe(201);
    const other = await phoneDriver();
    const { orderId } = await other.requestTopup(10_000);
    await must(other.call("POST", `/v1/driver/orders/${orderId}/cancel`));
    expect((await order(other, 10_000)).status).toBe(201);
  });
});

describe("many drivers on one device", () => {
  it("are challenged when money is to move, whichever of them it is", async () => {
    const headers = { "forecourt-device": newDevice() };
    const drivers = await Promise.all([1, 2, 3].map(() => phoneDriver()));
    const statuses: number[] = [];
    for (const driver of drivers) statuses.push((await order(driver, 1_000, crypto.randomUUID(), headers)).status);
    expect(statuses).toEqual([201, 201, 403]);
    const [found] = await alertsOf(drivers[2]!);
    expect(found).toMatchObject({ ruleId: "busy", kind: "device_velocity", evidence: { counted: { drivers: 3, commands: 3 } } });
    expect(found?.evidence.commands.map(({ driverId }) => driverId)).toEqual(drivers.map(({ driverId }) => driverId));
  });
});

describe("a draft of the rules", () => {
  it("is tried on what is on record, and changes nothing", async () => {
    const { driver } = await toppedUp();
    await must(order(driver, 10_000 - 1));
    await projected({ kind: "wallet", id: driver.walletId });
    const before = await alertsOf(driver);
    const strict = burst({ ruleId: "strict", outcome: "refuse", atLeast: cny(9_999) });
    const answer = await admin.call("POST", "/v1/operator/risk/preview", { body: { rules: [strict, velocity], days: 1 } });
    const tried = good(riskPreview, answer);
    expect(tried.topups).toBeGreaterThanOrEqual(2);
    const [found, other] = tried.rules;
    expect(found).toMatchObject({ ruleId: "strict", outcome: "refuse" });
    expect(found?.samples.find(({ driverId }) => driverId === driver.driverId)).toMatchObject({
      driverId: driver.driverId,
      walletId: driver.walletId,
      amountMinor: 9_999,
      counted: { count: 2 },
    });
    expect(other?.ruleId).toBe("busy");
    expect(await alertsOf(driver)).toEqual(before);
    expect(good(riskRulesVersion, await admin.call("GET", "/v1/operator/risk/rules")).version).toBe(version);
    expectProblem(await admin.call("POST", "/v1/operator/risk/preview", { body: { rules: [strict], days: 400 } }), "validation_failed");
    expectProblem(
      await (await newOperator("station_manager", ["s1"])).call("POST", "/v1/operator/risk/preview", { body: { rules: [], days: 1 } }),
      "forbidden",
    );
  });
});

describe("more fuel than a car burns", () => {
  it("is settled, alerts, and has what is spent next confirmed, by whatever way; a terminal is not held up meanwhile", async () => {
    const [{ driver, phone }, station] = [await toppedUp(200_000), await newStation(admin)];
    await station.fill(driver, 1, 30_000);
    const code = await driver.code();
    await station.fill(driver, 1, 30_000);
    const found = await until(async () => (await alertsOf(driver))[0], "the alert has come");
    expect(found).toMatchObject({
      kind: "fueling_pace",
      version,
      subject: "fueling",
      evidence: { counted: { volumeMl: 60_000, count: 2 } },
    });
    const id = askedIn(await driver.call("POST", "/v1/driver/payment-codes"));
    askedIn(
      await driver.call("POST", "/v1/driver/fuelings", { body: { stationId: station.stationId, pump: 2, grade: "95", limitMinor: 5_000 } }),
    );
    // One that was shown before is good for its minute.
    expect(await station.terminal.tell("fuel.authorization_requested", { pump: 3, grade: "95", paymentCode: code })).toMatchObject({
      authorization: {},
    });
    await must(prove(driver, id, await codeOn(driver, phone)));
    expect((await driver.call("POST", "/v1/driver/payment-codes")).status).toBe(201);
    askedIn(await driver.call("POST", "/v1/driver/payment-codes"));
  });
});

describe("more fuel than the tank takes", () => {
  const car = { plate: "沪A12345", name: null, grade: "95", tankMl: 10_000, isDefault: true };
  const tankOf = async (driver: Driver) => {
    await projected(...driver.actors());
    const [row] = await rows<{ tank_ml: number | null }>("SELECT tank_ml FROM wallets WHERE wallet_id = ?", driver.walletId);
    return row?.tank_ml ?? null;
  };
  const told = (driver: Driver, tankMl: number | null) =>
    until(async () => (await tankOf(driver)) === tankMl, `the wallet knows of ${tankMl} ml`);

  it("is paid for, alerts with the litres and the tank, and holds nobody up; the draft of a rule finds it too", async () => {
    const [driver, station] = [await newDriver(100_000), await newStation(admin)];
    await station.fill(driver, 1, 10_501);
    await must(driver.call("POST", "/v1/driver/vehicles", { body: car }));
    await told(driver, 10_000);
    await station.fill(driver, 1, 10_500);
    expect(await alertsOf(driver)).toEqual([]);
    const { fueling } = await station.fill(driver, 1, 10_501);
    const found = await until(async () => (await alertsOf(driver))[0], "the alert has come");
    expect(found).toMatchObject({
      ...{ ruleId: "tank", kind: "fill_above_tank", outcome: "alert", subject: "fueling", version },
      evidence: { counted: { volumeMl: 10_501, tankMl: 10_000 }, commands: [{ id: fueling?.fuelingId, volumeMl: 10_501 }] },
    });
    expect((await driver.call("POST", "/v1/driver/payment-codes")).status).toBe(201);
    await projected(...driver.actors());
    const body = { rules: [{ ...tank, slackPercent: 0 }], days: 1 };
    const [tried] = good(riskPreview, await admin.call("POST", "/v1/operator/risk/preview", { body })).rules;
    expect(tried?.samples.filter(({ driverId }) => driverId === driver.driverId)).toHaveLength(3);
  });

  it("is a matter of the largest, of those that come with another account too; and of none once they are gone", async () => {
    const [driver, phone] = [await phoneDriver(), newPhone()];
    const lorry = await phoneDriver(phone);
    await must(lorry.call("POST", "/v1/driver/vehicles", { body: { ...car, plate: "沪B12345", tankMl: 400_000 } }));
    const { body } = await must(driver.call("POST", "/v1/driver/vehicles", { body: car }));
    await told(driver, 10_000);
    await must(driver.call("POST", "/v1/driver/credentials", { body: { provider: "wechat_phone", code: `demo-${phone}` } }));
    await told(driver, 400_000);
    const vehicles = good(listOf(vehicle), await driver.call("GET", "/v1/driver/vehicles")).items;
    for (const { vehicleId } of vehicles)
      if (vehicleId !== (body as { vehicleId: string }).vehicleId) await must(driver.call("DELETE", `/v1/driver/vehicles/${vehicleId}`));
    await told(driver, 10_000);
    await must(driver.call("DELETE", `/v1/driver/vehicles/${(body as { vehicleId: string }).vehicleId}`));
    await told(driver, null);
  });

  it("does no more than alert: no rule of its kind may ask or refuse", async () => {
    const put = { baseVersion: version, reason: "Stricter", rules: [{ ...tank, outcome: "refuse" }] };
    expectProblem(await admin.call("PUT", "/v1/operator/risk/rules", { body: put }), "validation_failed");
  });
});

describe("an alert", () => {
  it("is raised once with its evidence, shows among all alerts, is acknowledged and closed, and all of that is on record", async () => {
    const { driver } = await toppedUp();
    await order(driver, 10_000);
    await order(driver, 20_000);
    await projected(...driver.actors());
    const [found, ...others] = await alertsOf(driver);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      ...{ state: "open", ruleId: "burst", version, outcome: "challenge", subject: "topup", walletId: driver.walletId, currency: "CNY" },
      evidence: { counted: { count: 2, sumMinor: 20_000 }, amountMinor: 10_000, commands: [{ what: "topup", amountMinor: 10_000 }, {}] },
    });
    const path = `/v1/operator/risk/alerts/${found?.alertId}`;
    const all = good(listOf(alert), await admin.call("GET", "/v1/operator/alerts?limit=50")).items;
    expect(all.find(({ facts }) => facts.alertId === found?.alertId)).toMatchObject({ kind: "risk", subjectId: driver.driverId });
    const [support, colleague] = [await newOperator("support"), await newOperator("operations")];
    expect(good(riskAlert, await support.call("GET", path))).toEqual(found);
    expectProblem(await support.call("POST", `${path}/acknowledge`), "forbidden");
    expect(good(riskAlert, await colleague.call("POST", `${path}/acknowledge`))).toMatchObject({
      state: "acknowledged",
      acknowledgedBy: colleague.email,
    });
    const verdict = { verdict: "genuine", note: "Called them: a fleet's card" };
    expect(good(riskAlert, await colleague.call("POST", `${path}/close`, { body: verdict }))).toMatchObject({
      state: "closed",
      ...verdict,
    });
    expectProblem(await colleague.call("POST", `${path}/close`, { body: { ...verdict, verdict: "fraud" } }), "risk_alert_closed");
    const [closed] = await alertsOf(driver);
    expect(closed).toMatchObject({ state: "closed", acknowledgedBy: colleague.email, closedBy: colleague.email, ...verdict });
    const open = good(listOf(riskAlert), await admin.call("GET", "/v1/operator/risk/alerts?state=open&limit=100")).items;
    expect(open.map(({ alertId }) => alertId)).not.toContain(found?.alertId);
    const journal = await securityOf(env, driver.driverId).publications(0);
    expect(JSON.stringify(journal)).toContain('"action":"CloseRiskAlert"');
    expectProblem(await admin.call("GET", "/v1/operator/risk/alerts/rsk_nowhere"), "risk_alert_not_found");
  });

  it("holds neither an address nor a phone number, nor does anything that was written", async () => {
    const { driver, phone } = await toppedUp();
    expectProblem(await order(driver, 10_000, "k", { "cf-connecting-ip": "203.0.113.77" }), "confirmation_required");
    const [found] = await alertsOf(driver);
    expect(found?.evidence.addressKey).toMatch(/^[\w-]{16}$/);
    const written = JSON.stringify([await dump(), found, await securityOf(env, driver.driverId).publications(0)]);
    expect(written).not.toContain("203.0.113.77");
    expect(written).not.toContain(phone);
  });
});

describe("the rules", () => {
  const rulesAs = async (operator: Operator) => operator.call("GET", "/v1/operator/risk/rules");
  const history = z.object({ items: z.array(riskRulesVersion) });

  it("are changed by those who may, on what is newest, and every version says who, when and why", async () => {
    const operations = await newOperator("operations");
    for (const role of ["support", "finance", "auditor"] as const) {
      const reader = await newOperator(role);
      const seen = good(riskRulesVersion, await rulesAs(reader));
      expect(seen.version).toBe(version);
      expectProblem(
        await reader.call("PUT", "/v1/operator/risk/rules", { body: { baseVersion: version, reason: "Mine", rules: [] } }),
        "forbidden",
      );
    }
    expectProblem(await rulesAs(await newOperator("station_manager", ["s1"])), "forbidden");
    const change = { baseVersion: version, reason: "A holiday: more is topped up", rules: [burst({ count: 3 }), velocity] };
    const key = crypto.randomUUID();
    const made = [1, 2].map(() => operations.call("PUT", "/v1/operator/risk/rules", { key, body: change }));
    for (const answer of await Promise.all(made)) expect(good(riskRulesVersion, answer).version).toBe(version + 1);
    expectProblem(await operations.call("PUT", "/v1/operator/risk/rules", { body: { ...change, rules: [] } }), "risk_rules_changed");
    version++;
    const { items } = good(history, await admin.call("GET", "/v1/operator/risk/rules/versions"));
    expect(items[0]).toMatchObject({ version, operator: operations.email, reason: change.reason, rules: change.rules });
    expect(items[0]?.changedAt).not.toBeNull();
    expect(items.at(-1)).toMatchObject({ version: 1, operator: null, rules: defaultRiskRules });
  });

  it("that make no sense are not taken", async () => {
    const put = (rule: object) =>
      admin.call("PUT", "/v1/operator/risk/rules", { body: { baseVersion: version, reason: "Why not", rules: [rule] } });
    expectProblem(await put({ ...burst(), count: 0 }), "validation_failed");
    expectProblem(await put({ ...burst(), windowMs: 1 }), "validation_failed");
  });

  it("hold within ten seconds, and refuse where they say so: nothing is done, and the words name no rule and no number", async () => {
    const { driver } = await toppedUp();
    await setRules([burst({ outcome: "refuse" })]);
    later(COPY_MS);
    const before = await driver.whole();
    const refused = expectProblem(await order(driver, 10_000), "risk_refused");
    expect(refused.title).toContain("Call support");
    expect(JSON.stringify(refused)).not.toMatch(/burst|count|10[_,]?000|window/);
    expect(await driver.whole()).toBe(before);
    await setRules([burst({ outcome: "alert" })]);
    later(3 * COPY_MS);
    expect((await order(driver, 10_000)).status).toBe(201);
  });
});

describe("a sign-in that a rule refuses", () => {
  it("gets no tokens, leaves no session, and leaves the driver as they were elsewhere", async () => {
    await setRules([{ ...velocity, outcome: "refuse" } as RiskRule]);
    later(5 * COPY_MS);
    const device = newDevice();
    const name = crypto.randomUUID().slice(0, 12);
    const own = new Driver(good(session, await signInOn(name, newDevice()), 201));
    for (const other of ["a", "b"]) good(session, await signInOn(`${name}${other}`, device), 201);
    expectProblem(await signInOn(name, device), "risk_refused");
    expect((await must(own.call("GET", "/v1/driver/sessions"))).body).toMatchObject({ items: [{ isCurrent: true }] });
    const [found] = await alertsOf(own);
    expect(found).toMatchObject({ ruleId: "busy", subject: "sign_in", outcome: "refuse", evidence: { counted: { drivers: 3 } } });
  });
});
