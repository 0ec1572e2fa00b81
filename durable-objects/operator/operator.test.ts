import type { OperatorCommand, Origin, PasswordCheck } from "@forecourt/contract/operator";
import { lockMsAfter } from "@forecourt/contract/operator";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { operator } from "./operator.ts";
import { operatorView, secretsOf, sessionOf } from "./state.ts";

const ID = `opr_${"a".repeat(26)}`;
const MINUTE = 60_000;
const origin: Origin = { ip: "192.0.2.1", place: null, agent: null };
const terms = { name: "Ada", role: "finance", stations: null } as const;
const right: PasswordCheck = { right: true, version: 1 };
const wrong: PasswordCheck = { right: false, version: 1 };
const signIn = (password: PasswordCheck): OperatorCommand => ({ type: "SignIn", password, origin });
const totp = (challengeId: string, step: number | null): OperatorCommand => ({
  type: "ConfirmSignIn",
  challengeId,
  proof: { kind: "totp", step },
  origin,
});

const nobody = specification(operator, ID).at(1_000 * MINUTE);
const installed = nobody.after({ type: "InstallOperator", email: "ada@forecourt.example", passwordHash: "h1", ...terms });
const protectedBy2 = installed.after(
  { type: "OfferSecondFactor", password: right, sealedSecret: "sealed" },
  { type: "ConfirmSecondFactor", step: 100, recoveryCodes: ["r1", "r2"] },
);
/** The password was right; the challenge's id. */
function challenged(given = protectedBy2) {
  const next = given.when(signIn(right)).yields({ events: [{ type: "ChallengeIssued" }] });
  return { next, challengeId: next.state.challenges.at(-1)?.challengeId ?? "" };
}

describe("signing in", () => {
  it("opens a session of eight hours, and forgets the wrong tries", () => {
    const open = installed
      .after(signIn(wrong))
      .when(signIn(right))
      .yields({ state: { wrongTries: 0 } });
    const { sessionId = "" } = open.state.sessions[0] ?? {};
    expect(sessionOf(open.state, sessionId, open.nowMs + 479 * MINUTE)).not.toBeNull();
    expect(sessionOf(open.state, sessionId, open.nowMs + 480 * MINUTE)).toBeNull();
  });

  it("is refused to nobody, to whoever has only been invited, and to whoever is shut out", () => {
    nobody.when(signIn(right)).refused("credentials_wrong");
    const invited = nobody.after({ type: "InviteOperator", email: "a@b.example", tokenHash: "t", expiresAtMs: nobody.nowMs + 1, ...terms });
    invited.when(signIn({ right: true, version: 0 })).refused("credentials_wrong");
    installed.after({ type: "DisableOperator" }).when(signIn(right)).refused("credentials_wrong");
  });

  it("with a password that was changed while it was compared is wrong", () => {
    installed.when(signIn({ right: true, version: 0 })).yields({ events: [{ type: "ProofWrong" }] });
  });

  it("locks after five wrong tries in a row, for longer each time, and counts nothing meanwhile", () => {
    const four = installed.after(signIn(wrong), signIn(wrong), signIn(wrong), signIn(wrong));
    let given = four.when(signIn(wrong)).yields({ reply: { outcome: "wrong", lockedUntilMs: four.nowMs + MINUTE } });
    given.when(signIn(right)).refused("account_locked", { retryAfterS: 60 });
    given.when(signIn(wrong)).refused("account_locked");
    given = given.at(given.nowMs + MINUTE);
    given = given.when(signIn(wrong)).yields({ state: { lockedUntilMs: given.nowMs + 2 * MINUTE } });
    given
      .at(given.nowMs + 2 * MINUTE)
      .when(signIn(right))
      .yields({ state: { wrongTries: 0, lockedUntilMs: 0 } });
    expect([1, 4, 5, 6, 7, 11, 50].map((tries) => lockMsAfter(tries) / MINUTE)).toEqual([0, 0, 1, 2, 4, 60, 60]);
  });

  it("keeps ten sessions at most, and sweeps those that have run out", () => {
    const many = Array.from({ length: 12 }).reduce<typeof installed>((given) => given.after(signIn(right)), installed);
    expect(many.state.sessions).toHaveLength(10);
    expect(many.at(many.nowMs + 481 * MINUTE).after(signIn(right)).state.sessions).toHaveLength(1);
  });
});

describe("a second factor", () => {
  it("is asked for once the password is right, and opens the session", () => {
    const { next, challengeId } = challenged();
    expect(next.state.sessions).toHaveLength(0);
    next
      .when(totp(challengeId, 101))
      .yields({ events: [{ type: "SecondFactorUsed" }, { type: "SessionOpened", session: { factor: "totp" } }] });
  });

  it("takes no code twice, nor one that is older than the last", () => {
    const first = challenged();
    const used = first.next.after(totp(first.challengeId, 101));
    const second = challenged(used);
    for (const step of [101, 100, null]) second.next.when(totp(second.challengeId, step)).yields({ events: [{ type: "ProofWrong" }] });
    second.next.when(totp(second.challengeId, 102)).yields({ events: [{ type: "SecondFactorUsed" }, { type: "SessionOpened" }] });
    // The very code that set it up is spent, too.
    const fresh = challenged();
    fresh.next.when(totp(fresh.challengeId, 100)).yields({ events: [{ type: "ProofWrong" }] });
  });

  it("takes a recovery code once", () => {
    const recover = (challengeId: string, hash: string): OperatorCommand => ({
      type: "ConfirmSignIn",
      challengeId,
      proof: { kind: "recovery_code", hash },
      origin,
    });
    const first = challenged();
    const used = first.next.when(recover(first.challengeId, "r1")).yields({ state: { secondFactor: { recoveryCodes: ["r2"] } } });
    const second = challenged(used);
    second.next.when(recover(second.challengeId, "r1")).yields({ events: [{ type: "ProofWrong" }] });
  });

  it("has a challenge that is good for five minutes, for one session, and for nobody who only guessed it", () => {
    const { next, challengeId } = challenged();
    next.when(totp("chl_guessed", 101)).refused("challenge_invalid");
    next
      .at(next.nowMs + 5 * MINUTE)
      .when(totp(challengeId, 101))
      .refused("challenge_invalid");
    const used = next.after(totp(challengeId, 101));
    used.when(totp(challengeId, 102)).refused("challenge_invalid");
    installed.when(totp(challengeId, 101)).refused("challenge_invalid");
  });

  it("counts wrong codes towards the same lock as wrong passwords", () => {
    const { next, challengeId } = challenged(protectedBy2.after(signIn(wrong), signIn(wrong)));
    const locked = next.after(totp(challengeId, null), totp(challengeId, null), totp(challengeId, null));
    locked.when(totp(challengeId, 101)).refused("account_locked");
  });

  it("can't be set up over another, nor taken off or looked at without the password", () => {
    protectedBy2.when({ type: "OfferSecondFactor", password: right, sealedSecret: "mine" }).refused("second_factor_exists");
    installed.when({ type: "ConfirmSecondFactor", step: 1, recoveryCodes: [] }).refused("second_factor_missing");
    protectedBy2.when({ type: "RemoveSecondFactor", password: wrong }).yields({ events: [{ type: "ProofWrong" }] });
    protectedBy2.when({ type: "RemoveSecondFactor", password: right }).yields({ state: { secondFactor: null } });
  });
});

describe("a link", () => {
  const invite = (tokenHash: string): OperatorCommand => ({
    ...{ type: "InviteOperator", email: "a@b.example", tokenHash, expiresAtMs: nobody.nowMs + MINUTE },
    ...terms,
  });
  const accept = (tokenHash: string): OperatorCommand => ({ type: "AcceptInvitation", tokenHash, passwordHash: "h" });

  it("of an invitation is good once, for a while, and only the newest", () => {
    const invited = nobody.after(invite("t1"), invite("t2"));
    invited.when(accept("t1")).refused("invitation_invalid");
    invited
      .at(invited.nowMs + MINUTE)
      .when(accept("t2"))
      .refused("invitation_invalid");
    const active = invited.when(accept("t2")).yields({ state: { state: "active", invitation: null } });
    active.when(accept("t2")).refused("invitation_invalid");
    active.when(invite("t3")).refused("operator_exists");
  });

  it("for a lost password ends every session and lifts the lock; the second factor stays", () => {
    const open = protectedBy2.after({ type: "IssueLink", tokenHash: "t", expiresAtMs: protectedBy2.nowMs + MINUTE });
    open.when(accept("t")).yields({ state: { passwordHash: "h", sessions: [], wrongTries: 0, secondFactor: { lastStep: 100 } } });
    open.after({ type: "DisableOperator" }).when(accept("t")).refused("invitation_invalid");
  });
});

describe("an administrator", () => {
  it("shuts out at once, and lets in again with nothing left of before but the password", () => {
    const out = installed
      .after(signIn(right))
      .when({ type: "DisableOperator" })
      .yields({ state: { state: "disabled", sessions: [] } });
    out.when({ type: "DisableOperator" }).nothing();
    out.when({ type: "EnableOperator" }).yields({ state: { state: "active", passwordHash: "h1", sessions: [] } });
  });

  it("does nothing to an account that is not there", () => {
    for (const type of ["DisableOperator", "EnableOperator", "UnlockOperator", "RequirePasswordChange", "ResetSecondFactor"] as const)
      nobody.when({ type }).refused("operator_not_found");
    nobody.when({ type: "ChangeOperator", ...terms }).refused("operator_not_found");
  });

  it("has a new password chosen, which ends every other session", () => {
    const two = installed.after(signIn(right), signIn(right), { type: "RequirePasswordChange" });
    const keep = two.state.sessions[1]?.sessionId ?? "";
    const change = (password: PasswordCheck): OperatorCommand => ({
      type: "ChangePassword",
      password,
      passwordHash: "h2",
      sessionId: keep,
    });
    two.when(change(wrong)).yields({ events: [{ type: "ProofWrong" }] });
    const changed = two.when(change(right)).yields({ state: { mustChangePassword: false, passwordHash: "h2", passwordVersion: 2 } });
    expect(changed.state.sessions.map(({ sessionId }) => sessionId)).toEqual([keep]);
  });
});

it("publishes neither hashes nor secrets, and shows none to the trail", () => {
  const commands: readonly OperatorCommand[] = [
    { type: "IssueLink", tokenHash: "SECRET", expiresAtMs: nobody.nowMs + MINUTE },
    { type: "AcceptInvitation", tokenHash: "SECRET", passwordHash: "SECRET" },
    { type: "OfferSecondFactor", password: { right: true, version: 2 }, sealedSecret: "SECRET" },
    { type: "ConfirmSecondFactor", step: 1, recoveryCodes: ["SECRET"] },
    { type: "RenewRecoveryCodes", password: { right: true, version: 2 }, recoveryCodes: ["SECRET"] },
    { type: "ChangePassword", password: { right: true, version: 2 }, passwordHash: "SECRET", sessionId: "x" },
    { type: "InstallOperator", email: "a@b.example", passwordHash: "SECRET", ...terms },
  ];
  let given = installed;
  for (const command of commands) {
    const { decision } = given.when(command);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.code}`);
    const next = given.and(...decision.events);
    const seen = [
      decision.events.map((event) => operator.publish(event)),
      operator.aspect?.(next.state, command),
      operatorView(next.state, 0),
    ];
    expect(JSON.stringify(seen)).not.toContain("SECRET");
    given = next;
  }
  expect(secretsOf(nobody.state)).toBeNull();
});
