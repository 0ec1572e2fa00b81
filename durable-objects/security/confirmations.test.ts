import type { ConfirmationCommand } from "@forecourt/contract/confirmations";
import { describe, expect, it } from "vitest";
import {
  arrive,
  ask,
  asked,
  byPin,
  DAY,
  HOUR,
  li,
  MINUTE,
  NOON,
  phone,
  SECOND,
  type SecurityGiven,
  secret,
  sessionOf,
  signedIn,
  withPin,
} from "./given.ts";

type Of<Type extends ConfirmationCommand["type"]> = Extract<ConfirmationCommand, { type: Type }>;

const FREE = { outcome: "free" };

describe("a payment", () => {
  it("is free where no PIN is set, and up to the threshold", () => {
    const bareGiven = signedIn();
    bareGiven.when(ask(bareGiven)).yields({ events: [], reply: FREE });
    const given = withPin();
    given.when(ask(given, { amountMinor: 10_000 })).yields({ events: [], reply: FREE });
    given.when(ask(given, { amountMinor: 10_001 })).yields({ events: [{ type: "ConfirmationAsked", methods: ["pin"] }] });
    given.when(ask(given, { amountMinor: null })).yields({ events: [{ type: "ConfirmationAsked" }] });
  });

  it("above it goes through once it is confirmed, as often as it is repeated; another does not", () => {
    const given = withPin();
    const waiting = given.after(ask(given));
    const confirmed = waiting
      .when(byPin(waiting))
      .yields({ events: [{ type: "ConfirmationGiven", method: "pin" }], reply: { outcome: "right" } });
    const used = confirmed.when(ask(given)).yields({ events: [{ type: "ConfirmationUsed" }], reply: FREE });
    used.when(ask(given)).yields({ events: [], reply: FREE });
    for (const other of [{ fingerprint: "f2" }, { commandId: "c2" }, { kind: "refund" as const }]) {
      used.when(ask(given, other)).yields({ events: [{ type: "ConfirmationAsked" }] });
    }
  });

  it("asked for again is asked with the same confirmation, while it lasts", () => {
    const given = withPin();
    const waiting = given.after(ask(given));
    const again = waiting.when(ask(given, { challenge: "another" })).yields({ events: [] });
    expect(again.state.confirmations.length).toBe(1);
    waiting
      .at(NOON + 5 * MINUTE)
      .when(ask(given))
      .yields({ events: [{ type: "ConfirmationAsked" }] });
  });

  it("only looked at, nothing is used up; a change of security goes through once all the same", () => {
    const given = withPin();
    const change = ask(given, { kind: "security", commandId: "set/credential", amountMinor: null });
    const waiting = given.when({ ...change, look: true }).yields({ events: [{ type: "ConfirmationAsked" }] });
    const confirmed = waiting.after(byPin(waiting));
    const looked = confirmed.when({ ...change, look: true }).yields({ events: [], reply: FREE });
    const used = looked.when(change).yields({ events: [{ type: "ConfirmationUsed" }], reply: FREE });
    used.when({ ...change, look: true }).yields({ events: [{ type: "ConfirmationAsked" }] });
  });

  it("must follow its confirmation within two minutes, and that within five", () => {
    const given = withPin();
    const waiting = given.after(ask(given));
    waiting
      .at(NOON + 5 * MINUTE)
      .when(byPin(waiting))
      .refused("confirmation_not_found");
    const confirmed = waiting.after(byPin(waiting));
    confirmed
      .at(NOON + 2 * MINUTE - 1)
      .when(ask(given))
      .yields({ reply: FREE });
    confirmed
      .at(NOON + 2 * MINUTE)
      .when(ask(given))
      .yields({ events: [{ type: "ConfirmationAsked" }] });
  });

  it("by code needs a confirmation for each code", () => {
    const given = withPin();
    const code = ask(given, { kind: "payment_code", amountMinor: null });
    const waiting = given.after(code);
    const used = waiting.after(byPin(waiting), code);
    used.when(code).yields({ events: [{ type: "ConfirmationAsked" }] });
  });

  it("of a session that has ended, or of a driver who has disowned a sign-in, is refused", () => {
    const given = withPin();
    given.when(ask(given, { sessionId: "ses_gone" })).refused("session_revoked");
    const frozen = given.after(arrive("new")).after({ type: "AnswerDoubt", no: 1, isMine: false }).after(arrive("phone-1"));
    frozen.when(ask(frozen)).refused("wallet_frozen", { frozenBy: "protection" });
  });

  it("in a session that nobody has stood up for is confirmed by SMS or an answer where nothing else is set", () => {
    const question = { questionId: "first_car" as const, sealed: null, answer: secret("audi") };
    const given = signedIn().after(
      { type: "AddCredential", driver: li, credential: phone },
      { type: "SetQuestions", questions: [question] },
      arrive("new"),
    );
    const asks = (change: Partial<Of<"Authorise">> = {}) => ask(given, { sessionId: sessionOf(given, 1), amountMinor: 1, ...change });
    given.when(ask(given, { amountMinor: 1 })).yields({ reply: FREE });
    const waiting = given.when(asks()).yields({ events: [{ type: "ConfirmationAsked", methods: ["sms", "question"] }] });
    const proof = { sms: true, answers: [] };
    const shown = waiting.after({ type: "Prove", proof, effect: { do: "confirm", confirmationId: asked(waiting) } });
    shown.when(asks()).yields({ reply: FREE });
    const change = asks({ kind: "security", amountMinor: null });
    given.when(change).yields({ events: [{ type: "ConfirmationAsked", methods: ["question"] }] });
  });

  it("in such a session is refused where nothing proves who it is yet, also once another phone is bound there", () => {
    const given = signedIn()
      .at(NOON + 2 * HOUR)
      .after({ type: "AddCredential", driver: li, credential: phone }, arrive("new"));
    const asks = { sessionId: sessionOf(given, 1), amountMinor: 1 };
    given.when(ask(given, asks)).refused("session_doubted");
    const another = given.after({ type: "AddCredential", driver: li, credential: { ...phone, id: "another" } });
    another.when(ask(another, asks)).refused("session_doubted");
  });

  it("in such a session of a driver who had nothing set is as ever at the pump, and nowhere else; a phone can be bound", () => {
    const given = signedIn()
      .at(NOON + HOUR)
      .after(arrive("new"));
    const sessionId = sessionOf(given, 1);
    const change = ask(given, { sessionId, kind: "security", amountMinor: null });
    const pays = ask(given, { sessionId, amountMinor: 50_000 });
    given.when(pays).yields({ reply: FREE });
    given.when({ ...pays, kind: "payment_code" }).yields({ reply: FREE });
    given.when({ ...pays, kind: "refund" }).refused("session_doubted");
    given.when(change).refused("session_doubted");
    given.when({ ...change, isWayOut: true }).yields({ reply: FREE });
    const bound = given.after({ type: "AddCredential", driver: li, credential: phone });
    bound.when(change).refused("session_doubted");
    bound.when(pays).yields({ reply: FREE });
    bound
      .at(given.nowMs + DAY)
      .when(change)
      .yields({ events: [{ type: "ConfirmationAsked", methods: ["sms"] }] });
  });

  it("is confirmed whatever the amount in a session that nobody has stood up for", () => {
    const given = withPin().after(arrive("new"));
    given.when(ask(given, { sessionId: sessionOf(given, 1), amountMinor: 1 })).yields({ events: [{ type: "ConfirmationAsked" }] });
    given.when(ask(given, { amountMinor: 1 })).yields({ reply: FREE });
    const owned = given.after({ type: "AnswerDoubt", no: 1, isMine: true });
    owned.when(ask(owned, { sessionId: sessionOf(owned, 1), amountMinor: 1 })).yields({ reply: FREE });
  });
});

describe("a PIN", () => {
  const miss = (given: SecurityGiven) => given.when(byPin(given, "wrong"));

  it("that is wrong five times locks, longer each time; the right one is then refused, too", () => {
    let given = withPin();
    given = given.after(ask(given));
    let nowMs = NOON;
    for (const lockMs of [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 24 * HOUR, 24 * HOUR]) {
      given = given.at(nowMs).after(ask(given, { commandId: `c${nowMs}` }));
      for (const triesLeft of [4, 3, 2, 1])
        given = miss(given).yields({ reply: { outcome: "wrong", code: "pin_wrong", triesLeft, lockedUntilMs: null } });
      given = miss(given).yields({ reply: { outcome: "wrong", code: "pin_wrong", triesLeft: 0, lockedUntilMs: nowMs + lockMs } });
      given.when(byPin(given)).refused("pin_locked", { retryAfterS: lockMs / SECOND });
      nowMs += lockMs;
    }
  });

  it("that is right forgets the wrong ones", () => {
    let given = withPin();
    given = given.after(ask(given));
    given = miss(given).done();
    const right = given.when(byPin(given)).yields({ events: [{ type: "TriesCleared" }, { type: "ConfirmationGiven" }] });
    expect(right.state.locks.pin).toEqual({ misses: 0, count: 0, untilMs: null });
  });

  it("guards the changes of itself and of everything beside it", () => {
    const given = withPin();
    const change = ask(given, { kind: "security", commandId: "set/pin", amountMinor: null });
    const waiting = given.when(change).yields({ events: [{ type: "ConfirmationAsked" }] });
    const used = waiting.after(byPin(waiting), change);
    used.when(change).yields({ events: [{ type: "ConfirmationAsked" }] });
    signedIn()
      .when(ask(signedIn(), { kind: "security", amountMinor: null }))
      .yields({ reply: FREE });
  });

  it("is not needed where questions guard: they are not replaced, nor a PIN set beside them, before one is answered", () => {
    const question = (key: string) => ({ questionId: "first_car" as const, sealed: null, answer: secret(key) });
    const given = signedIn().after({ type: "SetQuestions", questions: [question("audi"), question("rome")] });
    for (const commandId of ["set/questions", "set/pin", "set/credential"]) {
      const change = ask(given, { kind: "security", commandId, amountMinor: null });
      const waiting = given.when(change).yields({ events: [{ type: "ConfirmationAsked", methods: ["question"] }] });
      const proof = { sms: false, answers: [{ no: 1, key: "rome" }] };
      const answered = waiting.after({ type: "Prove", proof, effect: { do: "confirm", confirmationId: asked(waiting) } });
      answered.when(change).yields({ reply: FREE });
    }
    given.when(ask(given)).yields({ reply: FREE });
  });

  it("begins with a threshold of ¥200, which stays when the PIN changes", () => {
    const given = signedIn().after({ type: "SetPin", pin: secret("a"), thresholdMinor: null });
    expect(given.state.thresholdMinor).toBe(20_000);
    const later = given.after({ type: "SetThreshold", thresholdMinor: 0 }, { type: "SetPin", pin: secret("b"), thresholdMinor: null });
    expect(later.state.thresholdMinor).toBe(0);
  });
});

describe("a passkey", () => {
  const passkey = { passkeyId: "pk1", publicKey: "cose", counter: 0, transports: [], name: "Mac" };
  const offered = () => signedIn().after({ type: "OfferPasskey", challenge: "offer" });

  it("answers the last offer, in time, once", () => {
    const add: ConfirmationCommand = { type: "AddPasskey", challenge: "offer", passkey };
    offered()
      .at(NOON + 5 * MINUTE)
      .when(add)
      .refused("confirmation_invalid");
    offered().after({ type: "OfferPasskey", challenge: "newer" }).when(add).refused("confirmation_invalid");
    offered().after(add).when(add).refused("confirmation_invalid");
    signedIn().when(add).refused("confirmation_invalid");
  });

  it("confirms payments, and its counter is kept", () => {
    const given = offered().after({ type: "AddPasskey", challenge: "offer", passkey });
    const waiting = given.after(ask(given));
    const confirmed = waiting.when({
      type: "Confirm",
      confirmationId: asked(waiting),
      given: { method: "passkey", passkeyId: "pk1", counter: 7 },
    });
    confirmed.yields({
      events: [{ type: "PasskeyUsed", counter: 7 }, { type: "ConfirmationGiven" }],
      state: { passkeys: [{ counter: 7 }] },
    });
    given.when({ type: "RemovePasskey", passkeyId: "pk2" }).refused("passkey_not_found");
    given.when({ type: "RemovePasskey", passkeyId: "pk1" }).yields({ state: { passkeys: [] } });
  });
});

describe("an operator's reset of what a driver confirms with", () => {
  const question = { questionId: "first_car" as const, sealed: null, answer: secret("audi") };
  const passkey = { passkeyId: "pk1", publicKey: "cose", counter: 0, transports: [], name: "Mac" };
  const guarded = () => {
    const given = withPin()
      .after({ type: "AddCredential", driver: li, credential: phone })
      .after({ type: "SetQuestions", questions: [question] }, { type: "SetSoter", enabled: true })
      .after({ type: "OfferPasskey", challenge: "offer" }, { type: "AddPasskey", challenge: "offer", passkey });
    const waiting = given.after(ask(given));
    return waiting.after(byPin(waiting));
  };
  const reset = { type: "ResetConfirmationMethods" } as const;
  const unfreeze: ConfirmationCommand = { type: "Prove", proof: { sms: true, answers: [] }, effect: { do: "unfreeze" } };

  it("leaves nothing to confirm with, nothing confirmed, nobody signed in, and nothing that may be spent", () => {
    const before = guarded();
    const given = before.when(reset).yields({
      events: [
        { type: "ConfirmationMethodsReset" },
        { type: "SessionEnded", sessionId: sessionOf(before), reason: "ended_by_operator" },
        { type: "SpendingFrozen" },
      ],
      state: { pin: null, passkeys: [], soter: false, questions: [], confirmations: [], frozen: true },
    });
    const again = given.after(arrive("phone-2"));
    again.when(ask(again)).refused("wallet_frozen", { frozenBy: "protection" });
    again.when(ask(again, { kind: "security", amountMinor: null, isWayOut: true })).yields({ reply: FREE });
  });

  it("has spending wait a day: for the phone that was bound before, and for one that is bound after", () => {
    const given = guarded().after(reset).after(arrive("phone-2"));
    given.when(unfreeze).refused("proof_too_new");
    given
      .at(NOON + DAY - 1)
      .when(unfreeze)
      .refused("proof_too_new");
    const free = given
      .at(NOON + DAY)
      .when(unfreeze)
      .yields({ events: [{ type: "SpendingUnfrozen" }] });
    // On a phone that nobody has stood up for: by the code that has just been shown to work.
    free.when(ask(free)).yields({ events: [{ type: "ConfirmationAsked", methods: ["sms"] }] });
    const bound = given.at(NOON + HOUR).after({ type: "AddCredential", driver: li, credential: { ...phone, id: "hash2" } });
    bound
      .at(NOON + DAY)
      .when(unfreeze)
      .refused("proof_too_new");
    bound
      .at(NOON + HOUR + DAY)
      .when(unfreeze)
      .done();
  });

  it("done again counts the day anew, and freezes once", () => {
    const again = guarded()
      .after(reset)
      .at(NOON + HOUR);
    const twice = again.when(reset).yields({ events: [{ type: "ConfirmationMethodsReset" }] });
    twice
      .at(NOON + DAY)
      .when(unfreeze)
      .refused("proof_too_new");
  });
});
