import { confirmation, passkeyOptions, security } from "@forecourt/contract/http/security";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Authenticator } from "../kit/authenticator.ts";
import { later } from "../kit/clock.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { type Answer, type CallOptions, expectProblem, good } from "../kit/http.ts";
import { lastCode, newPhone } from "../kit/phone.ts";
import { must, type Operator, openPlatform } from "../kit/platform.ts";
import { newStation, type Station } from "../kit/station.ts";

const PIN = "482915";
let admin: Operator;
let station: Station;
beforeAll(async () => {
  admin = await openPlatform();
  station = await newStation(admin);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function protectedDriver(thresholdMinor = 10_000): Promise<Driver> {
  const driver = await newDriver(100_000);
  await must(driver.call("PUT", "/v1/driver/security/pin", { body: { pin: PIN, thresholdMinor } }));
  return driver;
}

const overviewOf = async (driver: Driver) => good(security, await driver.call("GET", "/v1/driver/security"));
const askedIn = (answer: Answer) => String(expectProblem(answer, "confirmation_required").confirmationId);
const confirm = (driver: Driver, id: string, body: object) => driver.call("POST", `/v1/driver/confirmations/${id}`, { body });
const byPin = (driver: Driver, id: string, pin = PIN) => confirm(driver, id, { method: "pin", pin });

/** Makes a call that has to be confirmed, confirms it by PIN, and makes it again. */
async function confirmed(driver: Driver, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  good(confirmation, await byPin(driver, askedIn(await driver.call(method, path, options))));
  return driver.call(method, path, options);
}

const takePump = (driver: Driver, limitMinor: number, key: string, pump = 1) =>
  driver.call("POST", "/v1/driver/fuelings", { key, body: { stationId: station.stationId, pump, grade: "95", limitMinor } });

describe("taking a pump", () => {
  it("above the threshold is refused with what has to be confirmed, and goes through once it is", async () => {
    const driver = await protectedDriver();
    const key = crypto.randomUUID();
    const refused = expectProblem(await takePump(driver, 20_000, key), "confirmation_required");
    expect(refused).toMatchObject({ methods: ["pin"], expiresAt: expect.stringMatching(/Z$/) });
    const id = String(refused.confirmationId);
    expect(good(confirmation, await driver.call("GET", `/v1/driver/confirmations/${id}`))).toMatchObject({
      kind: "fueling",
      state: "asked",
      amountMinor: 20_000,
    });
    expect((await driver.wallet()).reservedMinor).toBe(0);
    expectProblem(await takePump(driver, 20_000, key), "confirmation_required");
    expect(good(confirmation, await byPin(driver, id)).state).toBe("given");
    const [one, two] = await Promise.all([takePump(driver, 20_000, key), takePump(driver, 20_000, key)]);
    expect(one.status).toBe(201);
    expect(two.text).toBe(one.text);
    expect((await driver.wallet()).reservedMinor).toBe(20_000);
    const { fuelingId } = one.body as { fuelingId: string };
    await must(driver.call("POST", `/v1/driver/fuelings/${fuelingId}/cancel`));
  });

  it("within the threshold needs nothing", async () => {
    const driver = await protectedDriver();
    const taken = await takePump(driver, 10_000, crypto.randomUUID(), 2);
    expect(taken.status).toBe(201);
    await must(driver.call("POST", `/v1/driver/fuelings/${(taken.body as { fuelingId: string }).fuelingId}/cancel`));
  });

  it("for another amount, or under another key, needs another confirmation", async () => {
    const driver = await protectedDriver();
    const key = crypto.randomUUID();
    await byPin(driver, askedIn(await takePump(driver, 20_000, key)));
    expectProblem(await takePump(driver, 30_000, key), "confirmation_required");
    expectProblem(await takePump(driver, 20_000, crypto.randomUUID()), "confirmation_required");
  });

  it("can't be confirmed by another driver", async () => {
    const [driver, stranger] = [await protectedDriver(), await protectedDriver()];
    const id = askedIn(await takePump(driver, 20_000, crypto.randomUUID()));
    expectProblem(await byPin(stranger, id), "confirmation_not_found");
    expectProblem(await stranger.call("GET", `/v1/driver/confirmations/${id}`), "confirmation_not_found");
  });
});

describe("a payment code", () => {
  const codeFor = (driver: Driver, body?: object) => driver.call("POST", "/v1/driver/payment-codes", body === undefined ? {} : { body });

  it("for whatever the wallet holds needs a confirmation, each its own", async () => {
    const driver = await protectedDriver();
    expect((await confirmed(driver, "POST", "/v1/driver/payment-codes")).status).toBe(201);
    expectProblem(await codeFor(driver), "confirmation_required");
  });

  it("for an amount within the threshold needs none, and no more than that is spent with it, whatever the terminal asks", async () => {
    const driver = await protectedDriver();
    const { code } = (await codeFor(driver, { limitMinor: 8_000 })).body as { code: string };
    const answer = await station.terminal.tell("fuel.authorization_requested", {
      pump: 3,
      grade: "95",
      paymentCode: code,
      limitMinor: 50_000,
    });
    expect(answer.authorization).toMatchObject({ limitMinor: 8_000 });
    expect((await driver.wallet()).reservedMinor).toBe(8_000);
    expectProblem(await codeFor(driver, { limitMinor: 10_001 }), "confirmation_required");
    expectProblem(await codeFor(driver, { limitMinor: -1 }), "validation_failed");
  });
});

describe("the PIN", () => {
  it("is refused when it is easy to guess", async () => {
    const driver = await newDriver();
    for (const pin of ["111111", "123456", "121212", "900101"]) {
      expectProblem(await driver.call("PUT", "/v1/driver/security/pin", { body: { pin } }), "pin_weak");
    }
    expectProblem(await driver.call("PUT", "/v1/driver/security/pin", { body: { pin: "12345" } }), "validation_failed");
    expect((await overviewOf(driver)).pin.isSet).toBe(false);
  });

  it("guessed by many at once is tried five times, and locked; then the right one is refused, too, until its time is over", async () => {
    const driver = await protectedDriver();
    const key = crypto.randomUUID();
    const id = askedIn(await takePump(driver, 20_000, key));
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, guess) => byPin(driver, id, `73916${guess % 10}`)));
    const codes = guesses.map(({ body }) => (body as { code: string }).code);
    expect(codes.filter((code) => code === "pin_wrong").length).toBe(5);
    expect(codes.filter((code) => code === "pin_locked").length).toBe(15);
    const locked = await byPin(driver, id);
    expectProblem(locked, "pin_locked");
    expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(50);
    expect((await overviewOf(driver)).pin.lockedUntil).not.toBeNull();
    later(61_000);
    good(confirmation, await byPin(driver, id));
    expect((await takePump(driver, 20_000, key)).status).toBe(201);
  });

  it("is changed by who knows it, and nothing else of the security is changed without it", async () => {
    const driver = await protectedDriver();
    const changes: readonly (readonly [string, string, object?])[] = [
      ["PUT", "/v1/driver/security/pin", { pin: "739164" }],
      ["PUT", "/v1/driver/security/threshold", { thresholdMinor: 1_000_000 }],
      ["PUT", "/v1/driver/security/protection", { enabled: false }],
      ["PUT", "/v1/driver/security/soter", { enabled: true }],
      ["DELETE", "/v1/driver/security/pin"],
    ];
    for (const [method, path, body] of changes) askedIn(await driver.call(method, path, body === undefined ? {} : { body }));
    const body = { pin: "739164" };
    expect((await confirmed(driver, "PUT", "/v1/driver/security/pin", { body })).status).toBe(204);
    const id = askedIn(await driver.call("PUT", "/v1/driver/security/threshold", { body: { thresholdMinor: 0 } }));
    expectProblem(await byPin(driver, id), "pin_wrong");
    good(confirmation, await byPin(driver, id, "739164"));
    await must(driver.call("PUT", "/v1/driver/security/threshold", { body: { thresholdMinor: 0 } }));
    expect((await overviewOf(driver)).thresholdMinor).toBe(0);
  });

  it("that was forgotten is set anew by SMS and a question's answer, whatever its width and case", async () => {
    const [driver, phone] = [await newDriver(100_000), newPhone()];
    await must(driver.call("POST", "/v1/driver/credentials", { body: { provider: "wechat_phone", code: `demo-${phone}` } }));
    const questions = [
      { questionId: "first_car", answer: "Ａudi 100" },
      { text: "What do I call the dog?", answer: "旺财" },
    ];
    await must(driver.call("PUT", "/v1/driver/security/questions", { body: { questions } }));
    const setPin = () => driver.call("PUT", "/v1/driver/security/pin", { body: { pin: PIN, thresholdMinor: 0 } });
    // Questions guard the account already: whoever has only its session sets neither a PIN nor other questions.
    const { confirmationId, methods } = expectProblem(await setPin(), "confirmation_required");
    expect(methods).toEqual(["question"]);
    const others = { questions: questions.map((question) => ({ ...question, answer: "a thief's" })) };
    expectProblem(await driver.call("PUT", "/v1/driver/security/questions", { body: others }), "confirmation_required");
    const answers = [{ no: 1, answer: "旺财" }];
    await must(driver.call("POST", "/v1/driver/security/proofs", { body: { do: "confirm", confirmationId, answers } }));
    await must(setPin());
    const { body } = await driver.call("GET", "/v1/driver/security/questions");
    expect(body).toEqual({
      items: [
        { no: 0, questionId: "first_car", text: null },
        { no: 1, questionId: null, text: "What do I call the dog?" },
      ],
    });
    const recover = (proof: object) =>
      driver.call("POST", "/v1/driver/security/proofs", { body: { do: "set_pin", pin: "739164", ...proof } });
    expectProblem(await recover({ answers: [{ no: 0, answer: "audi100" }] }), "proof_insufficient");
    await must(driver.call("POST", "/v1/driver/security/codes", { body: { purpose: "recover" } }));
    const code = await lastCode(phone);
    expectProblem(await recover({ code: code === "000000" ? "111111" : "000000", answers: [{ no: 0, answer: "audi100" }] }), "code_wrong");
    // A wrong answer costs a try, and not the code.
    expectProblem(await recover({ code, answers: [{ no: 0, answer: "a guess" }] }), "answers_wrong");
    expect((await recover({ code, answers: [{ no: 0, answer: " AUDI 100 " }] })).status).toBe(204);
    const id = askedIn(await takePump(driver, 20_000, crypto.randomUUID()));
    expectProblem(await byPin(driver, id), "pin_wrong");
    good(confirmation, await byPin(driver, id, "739164"));
  });

  it("is not recovered by guessing answers", async () => {
    const driver = await newDriver();
    const questions = [
      { questionId: "first_pet", answer: "cat" },
      { questionId: "birth_city", answer: "rome" },
    ];
    await must(driver.call("PUT", "/v1/driver/security/questions", { body: { questions } }));
    const guess = (no: number) =>
      driver.call("POST", "/v1/driver/security/proofs", { body: { do: "unlock", answers: [{ no: 0, answer: `guess ${no}` }] } });
    const codes = (await Promise.all(Array.from({ length: 12 }, (_, no) => guess(no)))).map(({ body }) => (body as { code: string }).code);
    expect(codes.filter((code) => code === "answers_wrong").length).toBe(5);
    expect(codes.filter((code) => code === "answers_locked").length).toBe(7);
  });
});

describe("a passkey", () => {
  const offer = async (driver: Driver) => good(passkeyOptions, await driver.call("POST", "/v1/driver/security/passkeys/offers")).challenge;
  const add = async (driver: Driver, key: Authenticator, challenge?: string) =>
    driver.call("POST", "/v1/driver/security/passkeys", {
      body: { name: "Mac", response: await key.create(challenge ?? (await offer(driver))) },
    });

  it("confirms a payment in place of the PIN, signed for this payment and our origin by a key of the driver's", async () => {
    const [driver, key] = [await newDriver(100_000), await Authenticator.make()];
    good(security, await add(driver, key), 201);
    await must(
      driver.call("PUT", "/v1/driver/security/threshold", { body: { thresholdMinor: 0 } }).then(async (answer) => {
        const id = askedIn(answer);
        const { challenge } = good(confirmation, await driver.call("GET", `/v1/driver/confirmations/${id}`));
        good(confirmation, await confirm(driver, id, { method: "passkey", response: await key.get(challenge) }));
        return driver.call("PUT", "/v1/driver/security/threshold", { body: { thresholdMinor: 0 } });
      }),
    );
    const commandKey = crypto.randomUUID();
    const id = askedIn(await takePump(driver, 5_000, commandKey, 4));
    const { challenge, passkeyOptions: options, methods } = good(confirmation, await driver.call("GET", `/v1/driver/confirmations/${id}`));
    expect(methods).toEqual(["passkey"]);
    expect(options).toMatchObject({ challenge, rpId: "forecourt.example", allowCredentials: [{ id: key.id }] });
    const [thief, elsewhere] = [await Authenticator.make(), await Authenticator.make("https://evil.example")];
    const wrong = [
      await key.get("another challenge"),
      await key.get(challenge, false),
      await thief.get(challenge),
      { ...(await thief.get(challenge)), id: key.id, rawId: key.id },
      { ...(await elsewhere.get(challenge)), id: key.id, rawId: key.id },
      { id: key.id, rawId: key.id, type: "public-key" },
    ];
    for (const response of wrong) expectProblem(await confirm(driver, id, { method: "passkey", response }), "confirmation_invalid");
    const right = await key.get(challenge);
    good(confirmation, await confirm(driver, id, { method: "passkey", response: right }));
    expect((await takePump(driver, 5_000, commandKey, 4)).status).toBe(201);
    expectProblem(
      await confirm(driver, askedIn(await takePump(driver, 6_000, crypto.randomUUID())), { method: "passkey", response: right }),
      "confirmation_invalid",
    );
  });

  it("answers our last offer, once, and is forgotten when the driver says so", async () => {
    const [driver, key] = [await newDriver(), await Authenticator.make()];
    const challenge = await offer(driver);
    expectProblem(await add(driver, key, "bm90IG91cnM"), "confirmation_invalid");
    good(security, await add(driver, key, challenge), 201);
    const [{ passkeyId = "" } = {}] = (await overviewOf(driver)).passkeys;
    const path = `/v1/driver/security/passkeys/${passkeyId}`;
    const id = askedIn(await driver.call("DELETE", path));
    const { challenge: asked } = good(confirmation, await driver.call("GET", `/v1/driver/confirmations/${id}`));
    good(confirmation, await confirm(driver, id, { method: "passkey", response: await key.get(asked) }));
    expect((await driver.call("DELETE", path)).status).toBe(204);
    expect((await overviewOf(driver)).passkeys).toEqual([]);
    expectProblem(await driver.call("DELETE", path), "passkey_not_found");
  });
});

describe("WeChat's fingerprint", () => {
  it("confirms what it has signed, and nothing else", async () => {
    const driver = await newDriver(100_000);
    await must(driver.call("PUT", "/v1/driver/security/soter", { body: { enabled: true } }));
    const key = crypto.randomUUID();
    const id = askedIn(await takePump(driver, 50_000, key));
    const { challenge, methods } = good(confirmation, await driver.call("GET", `/v1/driver/confirmations/${id}`));
    expect(methods).toEqual(["soter"]);
    const proof = (raw: string, resultJSONSignature = "sandbox") => ({
      method: "soter",
      resultJSON: JSON.stringify({ raw }),
      resultJSONSignature,
    });
    expectProblem(await confirm(driver, id, proof("another")), "confirmation_invalid");
    expectProblem(await confirm(driver, id, proof(challenge, "forged")), "confirmation_invalid");
    expectProblem(await confirm(driver, id, { method: "soter", resultJSON: "{", resultJSONSignature: "sandbox" }), "confirmation_invalid");
    good(confirmation, await confirm(driver, id, proof(challenge)));
  });
});
