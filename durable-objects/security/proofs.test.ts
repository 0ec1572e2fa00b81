import type { ConfirmationCommand, ProofEffect } from "@forecourt/contract/confirmations";
import { describe, it } from "vitest";
import {
  arrive,
  ask,
  bare,
  byPin,
  DAY,
  HOUR,
  li,
  MINUTE,
  NOON,
  phone,
  type SecurityGiven,
  secret,
  sessionOf,
  signedIn,
  withPin,
} from "./given.ts";

describe("showing that it is you", () => {
  const question = (key: string) => ({ questionId: "first_car" as const, sealed: null, answer: secret(key) });
  const locked = () => {
    let given = withPin().after({ type: "AddCredential", driver: li, credential: phone });
    given = given.after(ask(given));
    for (let miss = 0; miss < 5; miss++) given = given.after(byPin(given, "wrong"));
    return given;
  };
  const asking = () => locked().after({ type: "SetQuestions", questions: [question("audi"), question("rome")] });
  const prove = (effect: ProofEffect, sms: boolean, ...answers: string[]): ConfirmationCommand => ({
    type: "Prove",
    proof: { sms, answers: answers.map((key, no) => ({ no, key })) },
    effect,
  });
  const newPin = (given: SecurityGiven): ProofEffect => ({ do: "set_pin", pin: secret("new"), keepSessionId: sessionOf(given) });

  it("by SMS or by an answer unlocks the PIN", () => {
    for (const proof of [prove({ do: "unlock" }, true), prove({ do: "unlock" }, false, "audi")]) {
      const given = asking().after(proof);
      given.when(byPin(given)).yields({ reply: { outcome: "right" } });
    }
    asking()
      .when(prove({ do: "unlock" }, false))
      .refused("proof_insufficient", { sms: true, questions: 2 });
  });

  it("takes a day for a phone or questions that were added later on, or once something looks suspicious", () => {
    const late = signedIn().at(NOON + HOUR);
    const byCode = prove({ do: "unlock" }, true);
    const withNew = late.after({ type: "AddCredential", driver: li, credential: phone });
    withNew.when(byCode).refused("proof_too_new");
    withNew
      .at(late.nowMs + DAY - 1)
      .when(byCode)
      .refused("proof_too_new");
    withNew
      .at(late.nowMs + DAY)
      .when(byCode)
      .done();
    const replaced = withNew.at(late.nowMs + DAY).after({ type: "AddCredential", driver: li, credential: { ...phone, id: "hash2" } });
    replaced.when(byCode).refused("proof_too_new");
    const frozen = signedIn()
      .after(arrive("new"), { type: "AnswerDoubt", no: 1, isMine: false })
      .after({ type: "AddCredential", driver: li, credential: phone });
    frozen.when(prove({ do: "unfreeze" }, true)).refused("proof_too_new");

    const asked = late.after({ type: "SetQuestions", questions: [question("audi"), question("rome")] });
    const byAnswers = prove(newPin(asked), false, "audi", "rome");
    asked.when(byAnswers).refused("proof_too_new");
    asked.when(prove({ do: "unlock" }, false, "audi")).refused("proof_too_new");
    asked
      .at(late.nowMs + DAY)
      .when(byAnswers)
      .done();
  });

  it("takes no day for the phone that the account was opened with, nor for what is added in its first hour", () => {
    const byCode = prove({ do: "unlock" }, true);
    bare()
      .after(arrive("phone-1", { credential: phone }))
      .when(byCode)
      .done();
    signedIn()
      .at(NOON + HOUR - 1)
      .after({ type: "AddCredential", driver: li, credential: phone })
      .when(byCode)
      .done();
  });

  it("sets a new PIN by SMS and an answer, and ends every other session", () => {
    const given = asking().after(arrive("tablet"));
    given.when(prove(newPin(given), true)).refused("proof_insufficient");
    given.when(prove(newPin(given), false, "audi", "rome")).refused("proof_insufficient");
    const other = sessionOf(given, 1);
    given.when(prove(newPin(given), true, "audi")).yields({
      events: [{ type: "PinSet" }, { type: "TriesCleared" }, { type: "SessionEnded", sessionId: other, reason: "recovered" }],
    });
    const unasked = locked();
    unasked.when(prove(newPin(unasked), true)).yields({ events: [{ type: "PinSet" }, { type: "TriesCleared" }] });
  });

  it("only looked at brings nothing about, but a wrong answer counts", () => {
    const given = asking();
    const look = (...answers: string[]) => ({ ...prove(newPin(given), true, ...answers), look: true }) as ConfirmationCommand;
    given.when(look("audi")).yields({ events: [], reply: { outcome: "right" } });
    given.when(look("bmw")).yields({ events: [{ type: "TryMissed", of: "answers" }], state: { locks: { answers: { misses: 1 } } } });
    given.when(look()).refused("proof_insufficient");
  });

  it("takes all answers where there is no phone", () => {
    const given = withPin().after({ type: "SetQuestions", questions: [question("audi"), question("rome")] });
    given.when(prove(newPin(given), false, "audi")).refused("proof_insufficient");
    given.when(prove(newPin(given), false, "audi", "rome")).done();
  });

  it("by answers that are wrong five times is locked, and tells nothing else meanwhile", () => {
    let given = asking();
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      given = given.when(prove({ do: "unlock" }, true, "bmw")).yields({
        events: [{ type: "TryMissed", of: "answers" }],
        reply: { outcome: "wrong", code: "answers_wrong", triesLeft, lockedUntilMs: triesLeft === 0 ? NOON + MINUTE : null },
      });
    }
    given.when(prove({ do: "unlock" }, false, "audi")).refused("answers_locked");
    given.when(prove({ do: "unlock" }, true)).done();
    locked()
      .when(prove({ do: "unlock" }, false, "audi"))
      .refused("questions_not_set");
  });
});
