import { env } from "cloudflare:workers";
import { session } from "@forecourt/contract/http/driver";
import { identityOf, throttleOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { keyedHash } from "../../../worker/crypto/keyedHash.ts";
import { networkText } from "../../../worker/http/ip.ts";
import { phoneName } from "../../../worker/modules/credentials/phones.ts";
import { later } from "../kit/clock.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { askForCode, codeFor, lastCode, messagesOf, newDevice, newPhone, phoneDriver, signInByPhone, wrongCodes } from "../kit/phone.ts";
import { openPlatform } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";

beforeAll(async () => {
  await openPlatform();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("signing in by phone", () => {
  it("takes the code that was sent there, and registers the first time", async () => {
    const phone = newPhone();
    const first = await phoneDriver(phone);
    expect((await first.wallet()).availableMinor).toBe(0);
    later(61_000);
    const again = await phoneDriver(phone);
    expect(again.driverId).toBe(first.driverId);
    expect(again.walletId).toBe(first.walletId);
  });

  it("knows a number however it is written", async () => {
    const phone = newPhone();
    const { driverId } = await phoneDriver(phone);
    later(61_000);
    const typed = `+86 ${phone.slice(0, 3)}-${phone.slice(3, 7)} ${phone.slice(7)}`;
    expect((await phoneDriver(typed)).driverId).toBe(driverId);
  });

  it.each(["12345", "+1 415 555 0100", "02168888888", "not a number"])("does not send to %j", async (phone) => {
    expectProblem(await askForCode(phone), "phone_invalid");
  });

  it("is listed by the last four digits", async () => {
    const phone = newPhone();
    const { driverId } = await phoneDriver(phone);
    await projected({ kind: "identity", id: await phoneName(env, `+86${phone}`) });
    const found = await rows("SELECT name, phone_tail FROM drivers WHERE driver_id = ?", driverId);
    expect(found).toEqual([{ name: `…${phone.slice(-4)}`, phone_tail: phone.slice(-4) }]);
  });

  it("on two phones at once, by the number that WeChat vouches for, ends in one account", async () => {
    const phone = newPhone();
    const signIn = () => call("POST", "/v1/driver/sessions", { body: { provider: "wechat_phone", code: `demo-${phone}` } });
    const answers = await Promise.all(Array.from({ length: 6 }, signIn));
    const drivers = answers.map((answer) => good(session, answer, 201).driver);
    expect(new Set(drivers.map((driver) => JSON.stringify(driver))).size).toBe(1);
    expect((await phoneDriver(phone)).driverId).toBe(drivers[0]?.driverId);
  });

  it("with one code on two phones at once lets one of them in, and makes one account", async () => {
    const phone = newPhone();
    const code = await codeFor(phone);
    const answers = await Promise.all(Array.from({ length: 5 }, () => signInByPhone(phone, code)));
    const [winner, ...others] = answers.filter(({ status }) => status === 201);
    expect(others).toEqual([]);
    for (const answer of answers.filter(({ status }) => status !== 201)) expectProblem(answer, "code_expired");
    later(61_000);
    expect((await phoneDriver(phone)).driverId).toBe(good(session, winner!).driver.driverId);
  });
});

describe("a code", () => {
  it("is six digits, and good once", async () => {
    const phone = newPhone();
    const code = await codeFor(phone);
    expect(code).toMatch(/^\d{6}$/);
    good(session, await signInByPhone(phone, code), 201);
    expectProblem(await signInByPhone(phone, code), "code_expired");
  });

  it("is void after five wrong tries, and guessing on is in vain", async () => {
    const phone = newPhone();
    const code = await codeFor(phone);
    const guesses = wrongCodes(code);
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      const problem = expectProblem(await signInByPhone(phone, String(guesses.next().value)), "code_wrong");
      expect(problem.triesLeft).toBe(triesLeft);
    }
    for (let guess = 0; guess < 20; guess++) expectProblem(await signInByPhone(phone, String(guesses.next().value)), "code_expired");
    expectProblem(await signInByPhone(phone, code), "code_expired");
  });

  it("is void after five wrong tries that come all at once, too", async () => {
    const phone = newPhone();
    const code = await codeFor(phone);
    const guesses = wrongCodes(code);
    const answers = await Promise.all(Array.from({ length: 40 }, () => signInByPhone(phone, String(guesses.next().value))));
    expect(answers.filter((answer) => (answer.body as { code: string }).code === "code_wrong").length).toBe(5);
    expectProblem(await signInByPhone(phone, code), "code_expired");
  });

  it("runs out after five minutes", async () => {
    const phone = newPhone();
    const code = await codeFor(phone);
    later(5 * 60_000);
    expectProblem(await signInByPhone(phone, code), "code_expired");
  });

  it("for binding is no good for signing in, and one phone's is none for another", async () => {
    const [phone, other] = [newPhone(), newPhone()];
    const code = await codeFor(phone, "bind");
    expectProblem(await signInByPhone(phone, code), "code_expired");
    const right = await codeFor(other);
    expectProblem(await signInByPhone(phone, right), "code_expired");
  });
});

describe("asking for codes", () => {
  it("is answered the same whether somebody has the number or not, and says when to ask again", async () => {
    const known = newPhone();
    await phoneDriver(known);
    later(61_000);
    const [one, other] = [await askForCode(known), await askForCode(newPhone())];
    expect(one.status).toBe(202);
    expect(one.text).toBe(other.text);
    const soon = await askForCode(known);
    const { retryAfterS } = expectProblem(soon, "code_too_soon");
    expect(Number(soon.headers.get("retry-after"))).toBe(retryAfterS);
    expect(retryAfterS).toBeGreaterThan(0);
  });

  it("from many at once sends one", async () => {
    const phone = newPhone();
    const answers = await Promise.all(Array.from({ length: 10 }, () => askForCode(phone)));
    expect(answers.filter(({ status }) => status === 202).length).toBe(1);
    expect((await messagesOf(phone)).length).toBe(1);
  });

  it("is limited by device, whatever the number", async () => {
    const device = newDevice();
    for (let asked = 0; asked < 10; asked++) expect((await askForCode(newPhone(), "sign_in", device)).status).toBe(202);
    const phone = newPhone();
    expectProblem(await askForCode(phone, "sign_in", device), "too_many_codes");
    expect(await messagesOf(phone)).toEqual([]);
    expect((await askForCode(phone)).status).toBe(202);
    expectProblem(await askForCode(newPhone(), "sign_in", "short"), "validation_failed");
  });

  it("is limited by network, whatever the number, the device and the address within it", async () => {
    const network = `2001:db8:${Math.floor(Math.random() * 0xffff).toString(16)}:1`;
    const name = `ip:${await keyedHash(env, "throttle", networkText(`${network}::1`))}`;
    const take = { type: "Take", rates: [{ most: 1_000, withinMs: 3_600_000 }] } as const;
    for (let taken = 0; taken < 30; taken++) await throttleOf(env, name).execute(`take-${taken}`, take);
    const phone = newPhone();
    const refused = await call("POST", "/v1/driver/phone-codes", { body: { phone }, headers: { "cf-connecting-ip": `${network}::2` } });
    expectProblem(refused, "too_many_codes");
    expect(await messagesOf(phone)).toEqual([]);
    // Whoever is refused for that has not used up a code of the number's owner.
    expect((await askForCode(phone)).status).toBe(202);
  });

  it("that the vendor refuses is told, and can be tried again at once", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const phone = "13800130000";
    expectProblem(await askForCode(phone), "sms_not_sent");
    expectProblem(await askForCode(phone), "sms_not_sent");
    const actor = identityOf(env, await phoneName(env, `+86${phone}`));
    expect(await actor.driver()).toBeNull();
  });
});

describe("the sandbox's inbox", () => {
  it("is a page that shows codes, and no number", async () => {
    const phone = newPhone();
    const code = await codeFor(phone);
    const { status, headers, text } = await call("GET", "/sandbox/inbox");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/html");
    expect(text).toContain(code);
    expect(text).toContain(phone.slice(-4));
    expect(text).not.toContain(phone);
    expect(text).not.toMatch(/<script/i);
    expect(await lastCode(phone)).toBe(code);
  });
});
