import { operatorSession, recoveryCodes, totpOffer } from "@forecourt/contract/http/staff";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, call, expectProblem, good, problemOf } from "../kit/http.ts";
import { must, newOperator, type Operator, openPlatform, PASSWORD } from "../kit/platform.ts";
import { Authenticator } from "../kit/totp.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});
const signIn = (email: string, password: string) => call("POST", "/v1/operator/sessions", { body: { email, password } });
const confirm = (challengeId: unknown, code: string) =>
  call("POST", "/v1/operator/sessions/second-factor", { body: { challengeId, code } });
const codesOf = (answers: readonly Answer[]) => answers.map((answer) => problemOf(answer).code);

describe("guessing passwords", () => {
  it("ends at the fifth, however many are tried at once; then the right one is no better", async () => {
    const { email } = await newOperator("finance");
    const answers = await Promise.all(Array.from({ length: 40 }, (_, guess) => signIn(email, `guess number ${guess}`)));
    const codes = codesOf(answers);
    expect(codes.filter((code) => code === "credentials_wrong")).toHaveLength(4);
    expect(codes.filter((code) => code === "account_locked")).toHaveLength(36);
    const refused = expectProblem(await signIn(email, PASSWORD), "account_locked");
    expect(refused.retryAfterS).toBeGreaterThan(50);
  });

  it("learns nothing of which addresses exist: one that nobody has is answered, and locked, alike", async () => {
    const { email } = await newOperator("finance");
    const nobody = `${crypto.randomUUID()}@forecourt.example`;
    const tries = async (address: string) => {
      const answers: Answer[] = [];
      for (let guess = 0; guess < 7; guess++) answers.push(await signIn(address, "wrong"));
      return answers.map(({ status, body }) => {
        const { code, detail } = body as { code: string; detail?: string };
        return { status, code, detail };
      });
    };
    expect(await tries(email)).toEqual(await tries(nobody));
  });

  it("locks nobody else, and an administrator can lift it", async () => {
    const [victim, colleague] = [await newOperator("finance"), await newOperator("finance")];
    for (let guess = 0; guess < 6; guess++) await signIn(victim.email, "wrong");
    good(operatorSession, await signIn(colleague.email, PASSWORD), 201);
    // Whoever was signed in goes on working: a lock is no way to throw somebody out.
    expect((await victim.call("GET", "/v1/operator/alerts")).status).toBe(200);
    await must(admin.call("POST", `/v1/operator/operators/${victim.operatorId}/unlock`));
    good(operatorSession, await signIn(victim.email, PASSWORD), 201);
  });
});

describe("guessing codes of the second factor", () => {
  it("ends at the fifth, however many are tried at once and in however many sign-ins", async () => {
    const operator = await newOperator("finance");
    const { secret } = good(totpOffer, await operator.call("POST", "/v1/operator/me/second-factor", { body: { password: PASSWORD } }), 201);
    const app = new Authenticator(secret);
    good(recoveryCodes, await operator.call("POST", "/v1/operator/me/second-factor/confirm", { body: { code: app.code() } }), 201);
    const challenges = await Promise.all([1, 2, 3].map(() => signIn(operator.email, PASSWORD)));
    const ids = challenges.map((answer) => expectProblem(answer, "second_factor_required").challengeId);
    const right = app.code();
    const guesses = Array.from({ length: 30 }, (_, guess) => String(guess).padStart(6, "0")).filter((code) => code !== right);
    const codes = codesOf(await Promise.all(guesses.map((code, index) => confirm(ids[index % ids.length], code))));
    expect(codes.filter((code) => code === "credentials_wrong")).toHaveLength(4);
    expect(codes.filter((code) => code === "account_locked")).toHaveLength(guesses.length - 4);
    for (const id of ids) expectProblem(await confirm(id, right), "account_locked");
  });
});
