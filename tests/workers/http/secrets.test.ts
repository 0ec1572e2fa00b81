import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import type { ActorRef } from "@forecourt/contract/commit";
import { session } from "@forecourt/contract/http/driver";
import { type Rotation, rotation } from "@forecourt/contract/http/keys";
import { operatorSession, totpOffer } from "@forecourt/contract/http/staff";
import { publicationsOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { keyedHash } from "../../../worker/crypto/keyedHash.ts";
import type { Env } from "../../../worker/env.ts";
import { phoneName } from "../../../worker/modules/credentials/phones.ts";
import { openBankAccount, sealBankAccount } from "../../../worker/modules/refunds/bankAccount.ts";
import { rebuildProgress, startRebuild } from "../../../worker/projection/rebuild.ts";
import { respond } from "../../../worker/router.ts";
import { later } from "../kit/clock.ts";
import { Driver, wechatIdentity } from "../kit/driver.ts";
import { call, expectProblem, good, read, toRequest } from "../kit/http.ts";
import { meanwhile } from "../kit/meanwhile.ts";
import { askForCode, codeFor, lastCode, messagesOf, newDevice, newPhone, signInByPhone } from "../kit/phone.ts";
import { must, newOperator, type Operator, openPlatform, PASSWORD } from "../kit/platform.ts";
import { projected, rows, rowsAbout, walletRef } from "../kit/readModels.ts";
import { Authenticator } from "../kit/totp.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const PIN = "482915";
const ANSWER = "the-unlikely-answer";
const QUESTION = "an unlikely question of my own?";

/** All that an actor has ever written. */
async function journalOf(namespace: DurableObjectNamespace, name: string): Promise<string> {
  return runInDurableObject(namespace.getByName(name), (_, state) => {
    const tables = state.storage.sql.exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    );
    return JSON.stringify([...tables].map((table) => [...state.storage.sql.exec(`SELECT * FROM "${table.name}"`)]));
  });
}

/** Every table there is, but the one that stands for the phone's own screen. */
async function database(): Promise<string> {
  const tables = await rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'");
  const kept = tables.map(({ name }) => name).filter((name) => name !== "sandbox_messages");
  return JSON.stringify(await env.DB.batch(kept.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`))));
}

/** Six digits are in any number that is long enough: looked for where they stand by themselves. */
const alone = (digits: string) => new RegExp(`(?<![\\w-])${digits}(?![\\w-])`);

describe("after a driver has signed in, bound, protected and recovered", () => {
  it("no phone number, code, PIN, answer, device or token is in a log, a journal, the data base or a message of the queue", {
    timeout: 60_000,
  }, async () => {
    const logs: string[] = [];
    for (const level of ["log", "info", "warn", "error", "debug"] as const)
      vi.spyOn(console, level).mockImplementation((...said: unknown[]) => void logs.push(said.map(String).join(" ")));
    const [phone, other, device, elsewhere] = [newPhone(), newPhone(), newDevice(), newDevice()];
    const codes: string[] = [];
    await must(askForCode(phone, "sign_in", device));
    const first = await lastCode(phone);
    codes.push(first);
    await signInByPhone(phone, first === "135790" ? "135791" : "135790", device);
    const started = good(session, await signInByPhone(phone, first, device), 201);
    const driver = new Driver(started);
    const refreshed = good(
      session,
      await call("POST", "/v1/driver/sessions/refresh", {
        body: { refreshToken: started.refreshToken },
        headers: { "forecourt-device": device },
      }),
    );
    const name = `n${crypto.randomUUID().slice(0, 10)}`;
    await must(driver.call("POST", "/v1/driver/credentials", { body: { provider: "wechat", code: `demo-${name}` } }));
    const questions = [
      { questionId: "first_car", answer: ANSWER },
      { text: QUESTION, answer: `${ANSWER} 2` },
    ];
    await must(driver.call("PUT", "/v1/driver/security/questions", { body: { questions } }));
    const setPin = () => driver.call("PUT", "/v1/driver/security/pin", { body: { pin: PIN, thresholdMinor: 0 } });
    const guarded = expectProblem(await setPin(), "confirmation_required");
    const answered = { do: "confirm", confirmationId: guarded.confirmationId, answers: [{ no: 0, answer: ANSWER }] };
    await must(driver.call("POST", "/v1/driver/security/proofs", { body: answered }));
    await must(setPin());
    const refused = expectProblem(await driver.call("POST", "/v1/driver/payment-codes"), "confirmation_required");
    const confirm = (pin: string) =>
      driver.call("POST", `/v1/driver/confirmations/${refused.confirmationId}`, { body: { method: "pin", pin } });
    expectProblem(await confirm("739164"), "pin_wrong");
    await must(confirm(PIN));
    const { code: paymentCode } = (await must(driver.call("POST", "/v1/driver/payment-codes"))).body as { code: string };
    later(61_000);
    await must(driver.call("POST", "/v1/driver/security/codes", { body: { purpose: "recover" } }));
    codes.push(await lastCode(phone));
    const proof = { do: "set_pin", pin: "860247", code: codes[1], answers: [{ no: 0, answer: ANSWER }] };
    await must(driver.call("POST", "/v1/driver/security/proofs", { body: proof }));
    later(122_000);
    await must(call("POST", "/v1/driver/phone-codes", { body: { phone }, headers: { "cf-connecting-ip": "203.0.113.7" } }));
    codes.push(await lastCode(phone));
    good(session, await signInByPhone(phone, codes[2] ?? "", elsewhere), 201);
    const told = await until(async () => (await messagesOf(phone)).find(({ link }) => link !== null), "the phone is told");
    await exports.default.fetch(toRequest("GET", told.link ?? ""));
    later(183_000);
    codes.push(await codeFor(other, "bind"));
    const bind = () => driver.call("POST", "/v1/driver/credentials", { body: { provider: "phone", phone: other, code: codes[3] } });
    const asked = expectProblem(await bind(), "confirmation_required");
    await must(driver.call("POST", `/v1/driver/confirmations/${asked.confirmationId}`, { body: { method: "pin", pin: "860247" } }));
    await must(bind());

    const e164 = `+86${phone}`;
    const { driverId, walletId } = driver;
    const identities = [await phoneName(env, e164), await phoneName(env, `+86${other}`), (await wechatIdentity(name)).id];
    const refs: ActorRef[] = [
      ...identities.map((id) => ({ kind: "identity", id }) as const),
      { kind: "security", id: driverId },
      walletRef(walletId),
    ];
    await projected(...refs);
    const throttles = [`ip:${await keyedHash(env, "throttle", "203.0.113.7")}`, `device:${await keyedHash(env, "device", device)}`];
    const journals = await Promise.all([
      ...identities.map((id) => journalOf(env.IDENTITY, id)),
      ...throttles.map((id) => journalOf(env.THROTTLE, id)),
      journalOf(env.SECURITY, driverId),
      journalOf(env.WALLET, walletId),
    ]);
    const messages = JSON.stringify(await Promise.all(refs.map((ref) => publicationsOf(env, ref, 0))));
    const places = { log: logs.join("\n"), journals: journals.join("\n"), "data base": await database(), queue: messages };
    vi.restoreAllMocks();

    expect(journals.every((journal) => journal.length > 50)).toBe(true);
    expect(logs.length).toBeGreaterThan(10);
    expect(places["data base"]).toContain(driverId);
    const words = [phone, other, e164, `sandbox-${name}`, device, elsewhere, ANSWER, QUESTION, paymentCode, "203.0.113.7"];
    const tokens = [started.accessToken, started.refreshToken, refreshed.accessToken, refreshed.refreshToken];
    for (const [place, text] of Object.entries(places)) {
      for (const word of [...words, ...tokens]) expect(text.includes(word), `${word} is in the ${place}`).toBe(false);
      for (const digits of [...codes, PIN, "860247", "739164"])
        expect(alone(digits).test(text), `${digits} is in the ${place}`).toBe(false);
    }
    // What a driver is called is listed; the log does not hold even that.
    expect(places.log).not.toContain(name);
    expect(places.log).not.toContain(driverId);
  });
});

const another = btoa(String.fromCharCode(...new Uint8Array(32).fill(9)));
const byPhone = async (phone: string) =>
  new Driver(good(session, await call("POST", "/v1/driver/sessions", { body: { provider: "wechat_phone", code: `demo-${phone}` } }), 201));

describe("a master key", () => {
  it("that wraps a phone is needed to read it, and the call says nothing of why", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const phone = newPhone();
    const { token } = await byPhone(phone);
    const request = toRequest("POST", "/v1/driver/security/codes", { token, body: { purpose: "recover" } });
    expectProblem(await read(await respond(request, { ...env, MASTER_KEYS: `2:${another}` })), "internal_error");
    expect(await messagesOf(phone)).toEqual([]);
  });
});

// Last in this file: nothing is wrapped by the tests' own key after it.
describe("keys that are rotated while people go on", () => {
  const rotating: Env = { ...env, MASTER_KEYS: `2:${another},${env.MASTER_KEYS}` };
  const after: Env = { ...env, MASTER_KEYS: `2:${another}` };
  const ask = (bound: Env, method: string, path: string, options = {}) => respond(toRequest(method, path, options), bound).then(read);
  const bank = { holder: "李明", account: "6222000011112222", bank: "中国银行" };

  it("no call fails; then all of it opens without the old key, and the read models are made anew", { timeout: 60_000 }, async () => {
    const phones = Array.from({ length: 6 }, newPhone);
    const drivers = await Promise.all(phones.map(byPhone));
    const setQuestions = { questions: [1, 2].map((no) => ({ text: `${QUESTION} ${no}`, answer: `${ANSWER} ${no}` })) };
    for (const driver of drivers) await must(driver.call("PUT", "/v1/driver/security/questions", { body: setQuestions }));
    const operator = await newOperator("support");
    const { secret } = good(totpOffer, await operator.call("POST", "/v1/operator/me/second-factor", { body: { password: PASSWORD } }), 201);
    const app = new Authenticator(secret);
    await must(operator.call("POST", "/v1/operator/me/second-factor/confirm", { body: { code: app.code() } }));
    const before = await sealBankAccount(env, "wal_1", bank);

    const statuses: number[] = [];
    const using = drivers.map(({ token, refreshToken }, index) => async (time: number) => {
      const asking = async (method: string, path: string, options: object) =>
        void statuses.push((await ask(rotating, method, path, options)).status);
      if (time === 0) await asking("POST", "/v1/driver/security/codes", { token, body: { purpose: "recover" } });
      await asking("GET", "/v1/driver/security/questions", { token });
      await asking("POST", "/v1/driver/sessions/refresh", { body: { refreshToken } });
      const code = `demo-1395550${1000 + 10 * time + index}`;
      await asking("POST", "/v1/driver/sessions", { body: { provider: "wechat_phone", code } });
    });
    const pass = async () => {
      let [rewrapped, cursor]: [number, string | null] = [0, null];
      do {
        const answer = await ask(rotating, "POST", "/v1/operator/keys/rotations", { token: admin.token, body: { cursor } });
        const page: Rotation = good(rotation, answer);
        expect(page).toMatchObject({ newest: 2, older: [1] });
        rewrapped += page.rewrapped + page.left;
        cursor = page.nextCursor;
      } while (cursor !== null);
      return rewrapped;
    };
    expect(await meanwhile(using, async () => [await pass(), await pass()])).toEqual([1, 0]);
    expect(statuses.filter((status) => status >= 300)).toEqual([]);

    later(61_000);
    for (const [index, driver] of drivers.entries()) {
      const asked = await ask(after, "POST", "/v1/driver/security/codes", { token: driver.token, body: { purpose: "recover" } });
      expect(asked.status).toBe(202);
      expect(await messagesOf(phones[index] ?? "")).toHaveLength(2);
      const { body } = await ask(after, "GET", "/v1/driver/security/questions", { token: driver.token });
      expect(body).toMatchObject({ items: [{ text: `${QUESTION} 1` }, { text: `${QUESTION} 2` }] });
    }
    expect(await openBankAccount(after, "wal_1", before)).toEqual(bank);
    const signedIn = await ask(after, "POST", "/v1/operator/sessions", { body: { email: operator.email, password: PASSWORD } });
    const { challengeId } = expectProblem(signedIn, "second_factor_required");
    good(
      operatorSession,
      await ask(after, "POST", "/v1/operator/sessions/second-factor", { body: { challengeId, code: app.code() } }),
      201,
    );

    const refs = drivers.flatMap((driver) => driver.actors());
    await projected(...refs);
    const about = drivers.flatMap(({ driverId, walletId }) => [driverId, walletId]);
    const made = await rowsAbout(...about);
    await startRebuild(after);
    await until(async () => (await rebuildProgress(after)).left === 0, "every journal has been read again");
    expect(await rowsAbout(...about)).toEqual(made);
    // Nor does anything tell of the old wrapping.
    expect(await journalOf(env.KEYRING, "keyring")).toMatch(
      /^\[\[\{"generation":1,"wrapped":"2\.[\w-]+"\},\{"generation":2,"wrapped":"2\.[\w-]+"\}\]\]$/,
    );
  });
});
