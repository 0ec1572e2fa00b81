import { SESSION_LIFE_MS, SESSIONS_MAX } from "@forecourt/contract/security";
import { describe, expect, it } from "vitest";
import { arrive, bare, DAY, li, MINUTE, NOON, phone, rotate, SECOND, type SecurityGiven, sessionOf } from "./given.ts";

describe("a session", () => {
  it("begins with who the driver is and what they came with, and answers what its tokens are made of", () => {
    const given = bare()
      .when(arrive())
      .yields({
        events: [{ type: "DriverNoted", driver: li }, { type: "CredentialAdded" }, { type: "SessionStarted" }, { type: "ArrivalLearnt" }],
      });
    const again = given.when(arrive("tablet")).yields({ events: [{ type: "SessionStarted" }, { type: "SignInDoubted" }] });
    expect(again.state.sessions.length).toBe(2);
    bare()
      .when(arrive(), "c")
      .yields({ reply: { sessionId: sessionOf(bare().when(arrive(), "c").done()), generation: 0, driver: li } });
  });

  it("takes the place of the one before on the same device", () => {
    const given = bare().after(arrive("a"), arrive("b"));
    const first = sessionOf(given);
    given
      .when(arrive("a"))
      .yields({ events: [{ type: "SessionEnded", sessionId: first, reason: "replaced" }, { type: "SessionStarted" }] });
    bare()
      .after(arrive(null))
      .when(arrive(null))
      .yields({ events: [{ type: "SessionStarted" }] });
  });

  it(`is one of ${SESSIONS_MAX} at most; the oldest goes`, () => {
    let given = bare();
    for (let each = 0; each < SESSIONS_MAX; each++) given = given.after(arrive(`device-${each}`));
    const oldest = sessionOf(given);
    given
      .when(arrive("one more"))
      .yields({ events: [{ type: "SessionEnded", sessionId: oldest }, { type: "SessionStarted" }, { type: "SignInDoubted" }] });
  });

  it("is over when it was not used for thirty days", () => {
    const given = bare().after(arrive());
    given
      .at(NOON + SESSION_LIFE_MS - 1)
      .when(rotate(given, 0))
      .done();
    given
      .at(NOON + SESSION_LIFE_MS)
      .when(rotate(given, 0))
      .refused("session_revoked");
    const renewed = given.at(NOON + 20 * DAY).after(rotate(given, 0));
    renewed
      .at(NOON + 40 * DAY)
      .when(rotate(renewed, 1))
      .done();
    given
      .at(NOON + SESSION_LIFE_MS)
      .when(arrive("tablet"))
      .yields({ events: [{ type: "SessionEnded" }, { type: "SessionStarted" }, { type: "SignInDoubted" }] });
  });

  it("can be ended by its driver, from there and from elsewhere", () => {
    const given = bare().after(arrive("a"), arrive("b"), arrive("c"));
    const [a, b, c] = [sessionOf(given), sessionOf(given, 1), sessionOf(given, 2)];
    given.when({ type: "EndSession", sessionId: b }).yields({ state: { sessions: [{ sessionId: a }, { sessionId: c }] } });
    given.when({ type: "EndOtherSessions", sessionId: c }).yields({ state: { sessions: [{ sessionId: c }] } });
    given.when({ type: "EndSession", sessionId: "ses_of_another" }).refused("session_not_found");
  });
});

describe("a refresh token", () => {
  const given = bare().after(arrive());
  const later = given.at(NOON + 10 * MINUTE).after(rotate(given, 0));

  it("is good once, and replaced", () => {
    given.when(rotate(given, 0)).yields({
      events: [{ type: "SessionRotated", generation: 1 }],
      reply: { outcome: "rotated", sessionId: sessionOf(given), generation: 1, driver: li },
    });
  });

  it("that was just replaced is answered as before: its answer may have been lost", () => {
    const answer = { outcome: "rotated", sessionId: sessionOf(given), generation: 1, driver: li };
    later
      .at(NOON + 11 * MINUTE)
      .when(rotate(later, 0))
      .yields({ events: [], reply: answer });
  });

  it("that is shown again later ends the session, for the thief and for the driver", () => {
    const at = later.at(NOON + 11 * MINUTE + SECOND);
    const ended = at.when(rotate(later, 0)).yields({
      events: [{ type: "SessionEnded", reason: "reuse" }],
      reply: { outcome: "ended", reason: "reuse" },
    });
    ended.when(rotate(later, 1)).refused("session_revoked");
  });

  it("that was replaced twice ends the session at once", () => {
    const twice = later.after(rotate(later, 1));
    twice.when(rotate(later, 0)).yields({ events: [{ type: "SessionEnded", reason: "reuse" }] });
  });

  it("that comes from another device ends the session", () => {
    for (const device of ["thief", null]) {
      given.when(rotate(given, 0, device)).yields({ events: [{ type: "SessionEnded", reason: "other_device" }] });
    }
    const unbound = bare().after(arrive(null));
    unbound.when(rotate(unbound, 0, "any")).yields({ events: [{ type: "SessionRotated" }] });
  });
});

describe("a credential", () => {
  const toIdentities = (given: SecurityGiven) => given.deliveries().filter(({ message }) => message.to === "identity");

  it("is one of each kind; a new phone takes the old one's place, whose identity is told", () => {
    const given = bare().after(arrive(), { type: "AddCredential", driver: li, credential: phone });
    expect(given.state.credentials.map(({ kind }) => kind)).toEqual(["wechat", "phone"]);
    const other = { ...phone, id: "hash2", tail: "9000" };
    const replaced = given
      .when({ type: "AddCredential", driver: li, credential: other })
      .yields({ events: [{ type: "CredentialReplaced" }], state: { credentials: [{ kind: "wechat" }, { id: "hash2" }] } });
    expect(toIdentities(replaced)).toMatchObject([
      {
        id: "release/1/phone:hash1",
        message: { to: "identity", name: "phone:hash1", command: { type: "Release", driverId: li.driverId } },
      },
    ]);
    const told = replaced.when({ type: "RecordReleased", credential: phone }).yields({ events: [{ type: "CredentialGone" }] });
    expect(toIdentities(told)).toEqual([]);
    const back = told.after({ type: "AddCredential", driver: li, credential: phone });
    expect(toIdentities(back).map(({ id }) => id)).toEqual(["release/3/phone:hash2"]);
    given.when({ type: "AddCredential", driver: li, credential: phone }).nothing();
  });

  it("that is given up neither signs in nor is bound again before its identity knows; nor one that was asked for before it was given up", () => {
    const before = bare().after(arrive(), { type: "AddCredential", driver: li, credential: phone });
    const given = before.after({ type: "AddCredential", driver: li, credential: { ...phone, id: "hash2" } });
    const again = { type: "AddCredential", driver: li, credential: phone } as const;
    given.when(arrive("tablet", { credential: phone })).refused("credential_taken");
    given.when(again).refused("credential_taken");
    const free = given.after({ type: "RecordReleased", credential: phone });
    free.when(arrive("tablet", { credential: phone })).refused("credential_taken");
    free.when({ ...again, since: before.state.errands }).refused("credential_taken");
    free.when({ ...again, since: free.state.errands }).yields({ events: [{ type: "CredentialReplaced" }] });
  });

  it("that leads to an account which holds another is given up, once; not while it may be on its way from an account that joins", () => {
    const given = bare().after(arrive(), { type: "AddCredential", driver: li, credential: phone });
    const stray = { type: "DeclineCredential", credential: { ...phone, id: "hash2" } } as const;
    const declined = given.when(stray).yields({ events: [{ type: "CredentialDeclined" }], state: { credentials: [{}, { id: "hash1" }] } });
    expect(declined.deliveries()).toMatchObject([
      { message: { name: "phone:hash2", command: { type: "Release", driverId: li.driverId } } },
    ]);
    declined.when(stray).nothing();
    given.when({ type: "DeclineCredential", credential: phone }).nothing();
    given.after({ type: "AcceptMerge", driver: li, fromDriverId: "drv_wang00" }).when(stray).refused("account_merged");
  });
});
