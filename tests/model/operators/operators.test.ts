import type { AuditCommand, AuditEvent } from "@forecourt/contract/audit";
import { GENESIS_HASH } from "@forecourt/contract/movement";
import { lockMsAfter, type OperatorCommand, type OperatorEvent, type ProofOutcome, type SecondProof } from "@forecourt/contract/operator";
import type { Result } from "@forecourt/contract/result";
import { type AuditState, audit, follows } from "@forecourt/durable-objects/audit/audit";
import { operator } from "@forecourt/durable-objects/operator/operator";
import { type OperatorState, sessionOf } from "@forecourt/durable-objects/operator/state";
import fc from "fast-check";
import { expect } from "vitest";
import { type Clock, SimulatedActor } from "../kit/actor.ts";
import { type Invariant, type Moves, model, moves, pick } from "../kit/model.ts";

/** Two operators, somebody who guesses, and administrators who change their minds; beside it what each of them knows, and the trail. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const index = fc.nat(50);
const mostly = fc.nat(3).map((luck) => luck > 0);
const origin = { ip: null, place: null, agent: null } as const;
const terms = { name: "Ada", role: "support", stations: null } as const;

type Account = SimulatedActor<OperatorState, OperatorCommand, OperatorEvent, never>;

/** An operator as an onlooker has them. */
class Known {
  readonly account: Account;
  state: "none" | "invited" | "active" | "disabled" = "none";
  hasPassword = false;
  /** The link that is good, and until when. */
  link: { readonly tokenHash: string; readonly untilMs: number } | null = null;
  wrong = 0;
  lockedUntilMs = 0;
  factor: { lastStep: number; readonly codes: Set<string> } | null = null;
  offered = false;
  readonly used = new Set<string>();
  challenges: string[] = [];
  sessions: string[] = [];

  constructor(account: Account) {
    this.account = account;
  }

  refusal(nowMs: number): string | null {
    if (this.state !== "active") return "credentials_wrong";
    return this.lockedUntilMs > nowMs ? "account_locked" : null;
  }

  forgive(): void {
    this.wrong = 0;
    this.lockedUntilMs = 0;
  }

  shutOut(): void {
    this.sessions = [];
    this.challenges = [];
  }
}

class Staff {
  readonly clock: Clock = { nowMs: Date.UTC(2026, 5, 1, 12) };
  readonly people = ["ada", "grace"].map(
    (name) =>
      new Known(new SimulatedActor<OperatorState, OperatorCommand, OperatorEvent, never>(operator, `opr_${name}`, this.clock) as Account),
  );
  readonly trail = new SimulatedActor<AuditState, AuditCommand, AuditEvent, never>(audit, "audit", this.clock);
  /** Commands that changed something: each is to be in the trail. */
  done = 0;
  #names = 0;

  name(prefix: string): string {
    return `${prefix}-${this.#names++}`;
  }

  constructor() {
    // Ada is there from the beginning, as after an installation.
    const [ada] = this.people;
    if (ada === undefined) return;
    this.act(ada, { type: "InstallOperator", email: "ada@forecourt.example", passwordHash: "hash", ...terms });
    Object.assign(ada, { state: "active", hasPassword: true });
  }

  /** What the runtime does: whatever a command has changed is told to the trail. */
  act(who: Known, command: OperatorCommand): Result<unknown> {
    const before = who.account.events().length;
    const commandId = this.name("command");
    const result = who.account.execute(commandId, command);
    if (who.account.events().length === before) return result;
    this.done++;
    const by = {
      operatorId: "opr_1",
      email: "a@b.example",
      role: "super_admin",
      reason: null,
      ip: null,
      place: null,
      requestId: commandId,
    };
    const entry = {
      source: commandId,
      atMs: this.clock.nowMs,
      action: command.type,
      subject: who.account.id,
      by,
      before: null,
      after: null,
    };
    expect(this.trail.execute(commandId, { type: "RecordActions", entries: [entry] })).toMatchObject({ ok: true });
    return result;
  }

  /** A proof was judged wrong: that is counted, and locks for as long as so many deserve. */
  isWrong(who: Known, result: Result<unknown>): void {
    who.wrong++;
    const lockMs = lockMsAfter(who.wrong);
    who.lockedUntilMs = lockMs === 0 ? 0 : this.clock.nowMs + lockMs;
    expect(result).toMatchObject({ ok: true, reply: { outcome: "wrong", lockedUntilMs: who.lockedUntilMs } });
  }

  password(who: Known, right: boolean) {
    return { right, version: who.account.state.passwordVersion };
  }

  opened(who: Known, result: Result<unknown>): void {
    const reply = result.ok ? (result.reply as ProofOutcome) : null;
    if (reply?.outcome !== "session") expect.fail(`a right proof opened nothing: ${JSON.stringify(result)}`);
    who.sessions = [...who.sessions, reply.session.sessionId];
    who.forgive();
  }
}

const on = (run: (world: Staff, who: Known) => string | null) => (world: Staff, at: number) => {
  const who = pick(world.people, at);
  return who === undefined ? null : run(world, who);
};

const time: readonly Moves<Staff>[] = [
  moves(4, [fc.constantFrom(1_000, 1_000, 30_000, 30_000, MINUTE, 6 * MINUTE, 61 * MINUTE, DAY)], (world: Staff, byMs: number) => {
    world.clock.nowMs += byMs;
    return `${byMs / 1_000} s pass`;
  }),
  moves(1, [index], (world: Staff, at: number) => {
    pick<{ crash(): void }>([...world.people.map(({ account }) => account), world.trail], at)?.crash();
    return "one dies and starts again";
  }),
];

const administration: readonly Moves<Staff>[] = [
  moves(
    4,
    [index],
    on((world, who) => {
      const link = { tokenHash: world.name("link"), untilMs: world.clock.nowMs + 3 * DAY };
      const command = {
        type: "InviteOperator",
        email: "x@y.example",
        tokenHash: link.tokenHash,
        expiresAtMs: link.untilMs,
        ...terms,
      } as const;
      const result = world.act(who, command);
      if (who.state === "active" || who.state === "disabled") expect(result).toMatchObject({ ok: false, code: "operator_exists" });
      else Object.assign(who, { state: "invited", link });
      return `${who.account.id} is invited: ${result.ok}`;
    }),
  ),
  moves(
    2,
    [index],
    on((world, who) => {
      const link = { tokenHash: world.name("link"), untilMs: world.clock.nowMs + DAY };
      const result = world.act(who, { type: "IssueLink", tokenHash: link.tokenHash, expiresAtMs: link.untilMs });
      expect(result.ok).toBe(who.state === "invited" || who.state === "active");
      if (result.ok) who.link = link;
      return `${who.account.id} is sent a link: ${result.ok}`;
    }),
  ),
  moves(6, [index, mostly], (world: Staff, at: number, right: boolean) => {
    const who = pick(world.people, at);
    if (who === undefined) return null;
    const { link } = who;
    const isGood = right && who.state !== "disabled" && link !== null && link.untilMs > world.clock.nowMs;
    const command = { type: "AcceptInvitation", tokenHash: right ? (link?.tokenHash ?? "none") : "guess", passwordHash: "hash" } as const;
    const result = world.act(who, command);
    expect(result).toMatchObject(isGood ? { ok: true } : { ok: false, code: "invitation_invalid" });
    if (isGood) {
      Object.assign(who, { state: "active", link: null, hasPassword: true });
      who.forgive();
      who.shutOut();
    }
    return `${who.account.id} ${isGood ? "accepts" : "is refused a link"}`;
  }),
  moves(
    2,
    [index],
    on((world, who) => {
      const result = world.act(who, { type: "DisableOperator" });
      expect(result.ok).toBe(who.state !== "none");
      if (result.ok && who.state !== "disabled") {
        Object.assign(who, { state: "disabled", link: null });
        who.shutOut();
      }
      return `${who.account.id} is disabled`;
    }),
  ),
  moves(
    3,
    [index],
    on((world, who) => {
      const result = world.act(who, { type: "EnableOperator" });
      expect(result.ok).toBe(who.state !== "none");
      if (who.state === "disabled") who.state = who.hasPassword ? "active" : "invited";
      return `${who.account.id} is enabled`;
    }),
  ),
  moves(
    2,
    [index],
    on((world, who) => {
      if (world.act(who, { type: "UnlockOperator" }).ok) who.forgive();
      return `${who.account.id} is unlocked`;
    }),
  ),
  moves(
    1,
    [index],
    on((world, who) => {
      const result = world.act(who, { type: "ResetSecondFactor" });
      if (result.ok && who.factor !== null) {
        who.factor = null;
        who.shutOut();
      }
      return `${who.account.id}'s second factor is reset`;
    }),
  ),
  moves(
    1,
    [index],
    on((world, who) => {
      if (world.act(who, { type: "EndSessions", sessionIds: "all" }).ok) who.sessions = [];
      return `${who.account.id}'s sessions are ended`;
    }),
  ),
];

const proofs: readonly Moves<Staff>[] = [
  moves(10, [index, mostly], (world: Staff, at: number, right: boolean) => {
    const who = pick(world.people, at);
    if (who === undefined) return null;
    const code = who.refusal(world.clock.nowMs);
    const result = world.act(who, { type: "SignIn", password: world.password(who, right), origin });
    if (code !== null) expect(result).toMatchObject({ ok: false, code });
    else if (!right) world.isWrong(who, result);
    else if (who.factor === null) world.opened(who, result);
    else {
      expect(result).toMatchObject({ ok: true, reply: { outcome: "challenge" } });
      if (result.ok) who.challenges = [...who.challenges, (result.reply as { challengeId: string }).challengeId].slice(-5);
    }
    return `${who.account.id} signs in with a ${right ? "right" : "wrong"} password: ${code ?? "judged"}`;
  }),
  moves(6, [index, mostly], (world: Staff, at: number, right: boolean) => {
    const who = pick(world.people, at);
    if (who === undefined || who.state !== "active" || who.factor !== null) return null;
    const code = who.refusal(world.clock.nowMs);
    const offered = world.act(who, { type: "OfferSecondFactor", password: world.password(who, right), sealedSecret: "sealed" });
    if (code !== null) expect(offered).toMatchObject({ ok: false, code });
    else if (!right) world.isWrong(who, offered);
    else {
      const step = Math.floor(world.clock.nowMs / 30_000);
      const recoveryCodes = [world.name("recovery"), world.name("recovery")];
      expect(world.act(who, { type: "ConfirmSecondFactor", step, recoveryCodes })).toMatchObject({ ok: true, reply: { outcome: "done" } });
      who.factor = { lastStep: step, codes: new Set(recoveryCodes) };
      who.forgive();
    }
    return `${who.account.id} sets up a second factor`;
  }),
  moves(
    14,
    [index, fc.integer({ min: -1, max: 2 }), fc.constantFrom("totp", "totp", "recovery", "guess")],
    (world: Staff, at, ahead, kind) => {
      const who = pick(world.people, at);
      if (who === undefined || who.factor === null) return null;
      const challengeId = pick(who.challenges, at) ?? "none";
      const [known = "none left"] = [...who.factor.codes, ...who.used];
      const step = who.factor.lastStep + ahead;
      const proof: SecondProof =
        kind === "totp" ? { kind: "totp", step } : { kind: "recovery_code", hash: kind === "recovery" ? known : "guess" };
      const isRight = kind === "totp" ? ahead > 0 : kind === "recovery" && who.factor.codes.has(known);
      const code = who.refusal(world.clock.nowMs);
      const isOpen = who.account.state.challenges.some((one) => one.challengeId === challengeId && one.expiresAtMs > world.clock.nowMs);
      const result = world.act(who, { type: "ConfirmSignIn", challengeId, proof, origin });
      if (code !== null) expect(result).toMatchObject({ ok: false, code });
      else if (!isOpen) expect(result).toMatchObject({ ok: false, code: "challenge_invalid" });
      else if (!isRight) world.isWrong(who, result);
      else {
        world.opened(who, result);
        const used = kind === "totp" ? `step ${who.account.id} ${step}` : known;
        expect(who.used.has(used), "a code was taken twice").toBe(false);
        who.used.add(used);
        who.factor.codes.delete(known === used ? known : "");
        if (kind === "totp") who.factor.lastStep = step;
        who.challenges = [];
      }
      return `${who.account.id} shows a second factor by ${kind}: ${code ?? "judged"}`;
    },
  ),
];

const invariants: readonly Invariant<Staff>[] = [
  ({ people, clock }) => {
    for (const { account, state, sessions } of people) {
      expect(account.state.state ?? "none").toBe(state);
      const open = account.state.sessions.filter(({ sessionId }) => sessionOf(account.state, sessionId, clock.nowMs) !== null);
      if (state !== "active") expect(open, "somebody who is shut out is signed in").toEqual([]);
      for (const { sessionId } of open) expect(sessions, "a session is open that nobody has proven").toContain(sessionId);
    }
  },
  ({ people }) => {
    for (const { account, wrong, lockedUntilMs, factor } of people) {
      expect([account.state.wrongTries, account.state.lockedUntilMs]).toEqual([wrong, lockedUntilMs]);
      expect(new Set(account.state.secondFactor?.recoveryCodes ?? [])).toEqual(factor?.codes ?? new Set());
    }
  },
  ({ trail, done }) => {
    let before: AuditState = { count: 0, headHash: GENESIS_HASH };
    for (const { event } of trail.events()) {
      expect(follows(event.record, before), "the chain is broken").toBe(true);
      before = { count: event.record.no, headHash: event.record.hash };
    }
    expect(trail.state, "the trail has every act once").toEqual(before);
    expect(before.count).toBe(done);
  },
];

model("nobody is signed in who may not be, no code is taken twice, and all of it is in the trail", {
  begin: () => new Staff(),
  subjects: [{ moves: [...time, ...administration, ...proofs], invariants }],
  runs: 60,
  stepsMax: 60,
});
