import { CONFIRMED_LIFE_MS, LOCK_TRIES } from "@forecourt/contract/confirmations";
import { type CodeOutcome, codeLimits, credentialKinds, type DriverView } from "@forecourt/contract/identity";
import { credentialName, REFRESH_GRACE_MS, type RotationOutcome, SESSION_LIFE_MS } from "@forecourt/contract/security";
import fc from "fast-check";
import { expect } from "vitest";
import { type Moves, moves, pick } from "../kit/model.ts";
import { credentials, type People, provesBySms, type Token } from "./world.ts";

const MINUTE = 60_000;
const index = fc.nat(50);
const device = fc.constantFrom("phone-a", "phone-b", "tablet");
const phones = credentials.filter(({ kind }) => kind === "phone");

export const time: readonly Moves<People>[] = [
  moves(4, [fc.constantFrom(1_000, 30_000, MINUTE, 6 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE)], (world: People, byMs: number) => {
    world.clock.nowMs += byMs;
    return `${byMs / 1_000} s pass`;
  }),
  moves(2, [index], (world: People, at: number) => {
    const actor = pick([...world.securities.values(), ...world.identities.values()], at);
    actor?.crash();
    return actor === undefined ? null : `${actor.id} dies and starts again`;
  }),
];

/** What is owed is sent: it arrives and the answer is lost, or both arrive. */
export const deliveries: readonly Moves<People>[] = [
  moves(8, [index, fc.boolean()], (world: People, at: number, lost: boolean) => {
    const owed = [...world.securities.values()].flatMap((from) => from.sendable().map((delivery) => ({ from, delivery })));
    const chosen = pick(owed, at);
    if (chosen === undefined) return null;
    const { from, delivery } = chosen;
    const reply = world.carry(from, delivery.message, delivery.id);
    if (!lost) from.acknowledge(delivery, reply);
    return `${from.id} sends ${delivery.id}${lost ? ", and never hears of it" : ""}`;
  }),
];

export const arrivals: readonly Moves<People>[] = [
  moves(6, [index, device, fc.boolean()], (world: People, at: number, on: string, waits: boolean) => {
    const credential = pick(credentials, at);
    if (credential === undefined) return null;
    const signIn = { type: "SignIn", credential: credential.kind, name: "somebody" } as const;
    const result = world.identity(credentialName(credential)).execute(world.newId(), signIn);
    if (!result.ok) return expect.fail(`signing in was refused: ${result.code}`);
    const goOn = () => {
      const arrived = world.arrive(result.reply as DriverView, credential, on);
      if (!arrived.ok) expect(["account_merged", "credential_taken"]).toContain(arrived.code);
      return `${credentialName(credential)} signs in on ${on}${arrived.ok ? "" : `: ${arrived.code}`}`;
    };
    if (!waits) return goOn();
    world.underWay.push(goOn);
    return `${credentialName(credential)} is about to sign in on ${on}`;
  }),
  moves(6, [index], (world: People, at: number) => {
    const goOn = pick(world.underWay, at);
    if (goOn === undefined) return null;
    world.underWay.splice(world.underWay.indexOf(goOn), 1);
    return goOn();
  }),
  moves(4, [index], (world: People, at: number) => {
    const phone = pick(phones, at);
    if (phone === undefined) return null;
    const name = credentialName(phone);
    const { nowMs } = world.clock;
    const codeHash = `code-${world.newId()}`;
    const result = world.identity(name).execute(world.newId(), { type: "IssueCode", purpose: "sign_in", codeHash });
    if (!result.ok) {
      expect(["code_too_soon", "too_many_codes"]).toContain(result.code);
      return `no code for ${name}: ${result.code}`;
    }
    const before = world.codes.get(name);
    expect(before === undefined || nowMs - before.sentAtMs >= codeLimits.resendMs, "a code follows too soon").toBe(true);
    world.codes.set(name, { codeHash, sentAtMs: nowMs, misses: 0, used: false });
    return `a code goes to ${name}`;
  }),
  moves(6, [index, device, fc.boolean()], (world: People, at: number, on: string, right: boolean) => {
    const phone = pick(phones, at);
    const name = phone === undefined ? "" : credentialName(phone);
    const code = world.codes.get(name);
    if (phone === undefined || code === undefined) return null;
    const isGood = !code.used && code.misses < codeLimits.tries && world.clock.nowMs - code.sentAtMs < codeLimits.lifeMs;
    const effect = { do: "sign_in", credential: "phone", name: "somebody" } as const;
    const command = { type: "UseCode", purpose: "sign_in", codeHash: right ? code.codeHash : "guess", effect } as const;
    const result = world.identity(name).execute(world.newId(), command);
    if (!isGood) {
      expect(result).toMatchObject({ ok: false, code: "code_expired" });
      return `a code of ${name} that is no good any more is refused`;
    }
    if (!result.ok) return expect.fail(`a good code was refused: ${result.code}`);
    const outcome = result.reply as CodeOutcome;
    expect(outcome.outcome).toBe(right ? "right" : "wrong");
    if (outcome.outcome === "wrong") {
      code.misses++;
      return `a wrong code for ${name}`;
    }
    code.used = true;
    if (outcome.driver !== null) world.arrive(outcome.driver, phone, on);
    return `${name} signs in by code on ${on}`;
  }),
];

/** Whether a token is one that must be taken, one that ends its session, or one of a session that is over. */
function judge(world: People, token: Token): "taken" | "ends" | "over" {
  const session = world.security(token.driverId).state.sessions.find(({ sessionId }) => sessionId === token.sessionId);
  const { nowMs } = world.clock;
  if (session === undefined || nowMs - session.rotatedAtMs >= SESSION_LIFE_MS) return "over";
  const newest = Math.max(...world.tokens.filter(({ sessionId }) => sessionId === token.sessionId).map(({ generation }) => generation));
  const madeAtMs = world.tokens.find(({ sessionId, generation }) => sessionId === token.sessionId && generation === newest)?.madeAtMs ?? 0;
  if (token.generation === newest) return "taken";
  return token.generation === newest - 1 && nowMs - madeAtMs <= REFRESH_GRACE_MS ? "taken" : "ends";
}

export const sessions: readonly Moves<People>[] = [
  moves(8, [index, fc.boolean()], (world: People, at: number, elsewhere: boolean) => {
    const token = pick([...world.tokens].reverse(), at);
    if (token === undefined) return null;
    const judged = judge(world, token);
    const { sessionId, generation, driverId } = token;
    const deviceKey = elsewhere ? "a thief's" : token.device;
    const result = world.security(driverId).execute(world.newId(), { type: "RotateSession", sessionId, generation, deviceKey });
    if (judged === "over") {
      expect(result).toMatchObject({ ok: false, code: "session_revoked" });
      return "a token of a session that is over is refused";
    }
    if (!result.ok) return expect.fail(`a token was refused: ${result.code}`);
    const outcome = result.reply as RotationOutcome;
    expect(outcome.outcome).toBe(judged === "taken" && !elsewhere ? "rotated" : "ended");
    if (outcome.outcome === "ended") return `a token that was copied ends its session (${outcome.reason})`;
    const isNew = !world.tokens.some((known) => known.sessionId === sessionId && known.generation === outcome.generation);
    if (isNew) world.tokens.push({ ...token, generation: outcome.generation, madeAtMs: world.clock.nowMs });
    return `token ${generation} is replaced by ${outcome.generation}`;
  }),
  moves(2, [index], (world: People, at: number) => {
    const token = pick(world.tokens, at);
    if (token === undefined) return null;
    world.security(token.driverId).execute(world.newId(), { type: "EndSession", sessionId: token.sessionId });
    return "a driver signs out";
  }),
];

export const bindings: readonly Moves<People>[] = [
  moves(5, [index, index, fc.boolean()], (world: People, who: number, what: number, waits: boolean) => {
    const driver = pick(world.drivers(), who);
    const credential = pick(credentials, what);
    if (driver === undefined || credential === undefined) return null;
    const { mergedInto, errands: since } = world.security(driver.driverId).state;
    if (mergedInto !== null) return null;
    const bind = { type: "Bind", credential: credential.kind, driver } as const;
    const result = world.identity(credentialName(credential)).execute(world.newId(), bind);
    if (!result.ok) return expect.fail(`binding was refused: ${result.code}`);
    const holder = result.reply as DriverView;
    const name = `${driver.driverId.slice(0, 8)} binds ${credentialName(credential)}`;
    if (holder.driverId === driver.driverId) {
      const goOn = () => {
        const added = world.security(driver.driverId).execute(world.newId(), { type: "AddCredential", driver, credential, since });
        if (!added.ok) expect(["account_merged", "credential_taken"]).toContain(added.code);
        return `${name}${added.ok ? "" : `: ${added.code}`}`;
      };
      if (!waits) return goOn();
      world.underWay.push(goOn);
      return `${name}, and has yet to hear of it`;
    }
    const held = world.security(holder.driverId).state;
    const isHeld = held.credentials.some((each) => credentialName(each) === credentialName(credential));
    if (held.driver !== null && !isHeld) return `${name}, which its owner has just given up`;
    const yielding = credentialKinds.filter((kind) => kind !== credential.kind);
    const merged = world.security(holder.driverId).execute(world.newId(), { type: "MergeInto", driver: holder, into: driver, yielding });
    return `${name}, which is ${holder.driverId.slice(0, 8)}'s: ${merged.ok ? "they are to be one" : merged.code}`;
  }),
  moves(2, [index, fc.integer({ min: 1, max: 500 })], (world: People, at: number, amountMinor: number) => {
    const driver = pick(world.drivers(), at);
    if (driver === undefined) return null;
    const wallet = world.wallet(driver.walletId);
    const ordered = wallet.execute(world.newId(), { type: "RequestTopup", provider: "sandbox", amountMinor, bonusMinor: 0 });
    if (!ordered.ok) return `no top-up: ${ordered.code}`;
    const { orderId } = ordered.reply as { readonly orderId: string };
    const payment = { orderId, provider: "sandbox", providerTransactionId: orderId, amountMinor, currency: "CNY" };
    const paid = wallet.execute(world.newId(), { type: "RecordPayment", ...payment, paidAtMs: world.clock.nowMs });
    expect(paid).toMatchObject({ ok: true, reply: { outcome: "credited" } });
    world.creditedMinor += amountMinor;
    return `${driver.driverId.slice(0, 8)} tops up`;
  }),
];

/** Payments that are confirmed, and sign-ins that are doubted. */
export const protection: readonly Moves<People>[] = [
  moves(2, [index, fc.constantFrom("1", "2")], (world: People, at: number, pin: string) => {
    const driver = pick(world.drivers(), at);
    if (driver === undefined) return null;
    const command = { type: "SetPin", pin: { salt: "s", cost: 2, key: pin }, thresholdMinor: 0 } as const;
    world.security(driver.driverId).execute(world.newId(), command);
    world.pins.set(driver.driverId, pin);
    return "a PIN is set";
  }),
  moves(6, [index, fc.constantFrom("1", "2", "guess")], (world: People, at: number, key: string) => {
    const token = pick(world.tokens, at);
    if (token === undefined) return null;
    const actor = world.security(token.driverId);
    const { nowMs } = world.clock;
    const commandId = world.newId();
    const ask = {
      type: "Authorise",
      kind: "fueling",
      sessionId: token.sessionId,
      commandId,
      fingerprint: "f",
      amountMinor: 5,
      challenge: "c",
    } as const;
    const asked = actor.execute(world.newId(), ask);
    const pin = world.pins.get(token.driverId);
    const doubt = actor.state.doubts.find(({ sessionId, answer }) => sessionId === token.sessionId && answer !== "mine");
    const isDoubted = doubt !== undefined;
    const isShown = isDoubted && provesBySms(world, token.driverId);
    if (!asked.ok) {
      if (asked.code === "session_doubted") expect([isDoubted, isShown, pin]).toEqual([true, false, undefined]);
      return `no payment: ${asked.code}`;
    }
    const told = asked.reply as { readonly outcome: string; readonly confirmation?: { readonly confirmationId: string } };
    expect(told.outcome, "a payment is asked about without a PIN, or not with one").toBe(pin === undefined && !isShown ? "free" : "asked");
    const had = doubt?.hadMeans === true;
    expect(told.outcome === "free" && had, "a session that is doubted spends as it likes, of a driver who can be asked").toBe(false);
    if (told.confirmation === undefined) return "a payment is free";
    if (pin === undefined) return "a payment is to be confirmed by SMS";
    const { untilMs, misses } = actor.state.locks.pin;
    const { confirmationId } = told.confirmation;
    const tried = actor.execute(world.newId(), { type: "Confirm", confirmationId, given: { method: "pin", key } });
    if (untilMs !== null && untilMs > nowMs) {
      expect(tried).toMatchObject({ ok: false, code: "pin_locked" });
      return "a PIN is not tried while it is locked";
    }
    expect(tried).toMatchObject({ ok: true, reply: { outcome: key === pin ? "right" : "wrong" } });
    if (key !== pin) {
      if (misses + 1 === LOCK_TRIES) expect(actor.state.locks.pin.untilMs ?? 0).toBeGreaterThan(nowMs);
      return "a PIN is wrong";
    }
    const again = (command: typeof ask | (Omit<typeof ask, "fingerprint"> & { readonly fingerprint: string })) =>
      (actor.execute(world.newId(), command) as { readonly reply: { readonly outcome: string } }).reply.outcome;
    expect([again(ask), again(ask)]).toEqual(["free", "free"]);
    expect(again({ ...ask, fingerprint: "another" })).toBe("asked");
    world.clock.nowMs += CONFIRMED_LIFE_MS;
    expect(again(ask)).toBe("asked");
    return "a payment is confirmed, once";
  }),
  moves(1, [index], (world: People, at: number) => {
    const driver = pick(world.drivers(), at);
    if (driver === undefined) return null;
    const actor = world.security(driver.driverId);
    const isPart = actor.state.mergedInto !== null || actor.state.merge !== null;
    const done = actor.execute(world.newId(), { type: "ResetConfirmationMethods" });
    expect(done).toMatchObject(isPart ? { ok: false, code: "account_merged" } : { ok: true });
    if (isPart) return "what an account of another's is confirmed with is not reset";
    world.pins.delete(driver.driverId);
    expect(actor.state).toMatchObject({ frozen: true, sessions: [], confirmations: [] });
    return "an operator resets what a driver confirms with";
  }),
  moves(3, [index, fc.boolean()], (world: People, at: number, isMine: boolean) => {
    const open = [...world.securities.values()].flatMap((actor) => actor.state.doubts.map(({ no }) => ({ actor, no })));
    const chosen = pick(open, at);
    if (chosen === undefined) return null;
    const answered = chosen.actor.execute(world.newId(), { type: "AnswerDoubt", no: chosen.no, isMine });
    return `a sign-in was ${isMine ? "" : "not "}the driver's: ${answered.ok ? "noted" : answered.code}`;
  }),
  moves(2, [index], (world: People, at: number) => {
    const actor = pick([...world.securities.values()], at);
    if (actor === undefined) return null;
    const proven = actor.execute(world.newId(), { type: "Prove", proof: { sms: true, answers: [] }, effect: { do: "unfreeze" } });
    if (!provesBySms(world, actor.id)) {
      expect(proven, "a phone that is new, or none, proves something").toMatchObject({ ok: false, code: "proof_too_new" });
      return "a code on a phone that is new proves nothing";
    }
    expect(proven.ok).toBe(true);
    return "a driver shows that it is them";
  }),
];
