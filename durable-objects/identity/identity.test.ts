import type { CodePurpose, DriverView, IdentityCommand } from "@forecourt/contract/identity";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { identity } from "./identity.ts";

const NOON = Date.UTC(2026, 5, 1, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const bare = () => specification(identity, "phone:abc").at(NOON);
const issue = (codeHash = "right", purpose: CodePurpose = "sign_in"): IdentityCommand => ({ type: "IssueCode", purpose, codeHash });
const signUp = { do: "sign_in", credential: "phone", name: "…8000", tail: "8000" } as const;
const use = (codeHash = "right", purpose: CodePurpose = "sign_in"): IdentityCommand => ({
  type: "UseCode",
  purpose,
  codeHash,
  effect: signUp,
});
const li: DriverView = { driverId: "drv_li0000", walletId: "wal_li0000", name: "li" };
const wang: DriverView = { driverId: "drv_wang00", walletId: "wal_wang00", name: "wang" };

describe("a credential that its vendor vouches for", () => {
  it("makes a driver the first time, and is that driver's ever after", () => {
    const given = bare()
      .when({ type: "SignIn", credential: "wechat", name: "li" })
      .yields({ events: [{ type: "DriverRegistered", credential: "wechat", name: "li" }] });
    given.when({ type: "SignIn", credential: "wechat", name: "another" }).yields({ events: [], reply: given.state.driver });
  });

  it("can be given to a driver who is there already, unless it is another's", () => {
    const given = bare()
      .when({ type: "Bind", credential: "phone", driver: li, tail: "8000" })
      .yields({ events: [{ type: "CredentialBound", driver: li, tail: "8000" }], reply: li });
    given.when({ type: "Bind", credential: "phone", driver: li }).yields({ events: [], reply: li });
    given.when({ type: "Bind", credential: "phone", driver: wang }).yields({ events: [], reply: li });
  });

  it("passes to the account that its own has become part of, once", () => {
    const given = bare().after({ type: "Bind", credential: "phone", driver: li });
    const move: IdentityCommand = { type: "Move", fromDriverId: li.driverId, to: wang };
    const moved = given.when(move).yields({ events: [{ type: "CredentialMoved", fromDriverId: li.driverId, driver: wang }], reply: wang });
    moved.when(move).yields({ events: [], reply: wang });
  });

  it("is free for the next when its driver has another, and for nobody's sake but theirs", () => {
    const given = bare().after({ type: "Bind", credential: "phone", driver: li });
    given.when({ type: "Release", driverId: wang.driverId }).nothing();
    given.when({ type: "Release", driverId: li.driverId }).yields({ state: { driver: null } });
  });
});

describe("a code", () => {
  it("signs in, and registers, in the step that uses it up; nobody uses it twice", () => {
    const given = bare().after(issue());
    const used = given.at(NOON + MINUTE).when(use());
    const after = used.yields({ events: [{ type: "CodeUsed" }, { type: "DriverRegistered", tail: "8000" }] });
    after.when(use()).refused("code_expired");
  });

  it("lives for five minutes", () => {
    const given = bare().after(issue());
    given
      .at(NOON + 5 * MINUTE - 1)
      .when(use())
      .done();
    given
      .at(NOON + 5 * MINUTE)
      .when(use())
      .refused("code_expired");
  });

  it("is void after five tries, also for who then has it right", () => {
    let given = bare().after(issue());
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      given = given.when(use("wrong")).yields({ events: [{ type: "CodeMissed" }], reply: { outcome: "wrong", triesLeft } });
    }
    given.when(use()).refused("code_expired");
  });

  it("is good for what it was sent for, and nothing else", () => {
    bare().after(issue("right", "bind")).when(use()).refused("code_expired");
    const both = bare()
      .after(issue("one", "bind"))
      .at(NOON + MINUTE)
      .after(issue("two", "sign_in"));
    both.when(use("two")).yields({ events: [{ type: "CodeUsed" }, { type: "DriverRegistered" }] });
  });

  it("that is only looked at stays good; a wrong one counts all the same", () => {
    const look = (codeHash?: string) => ({ ...use(codeHash), effect: { do: "look" } }) as IdentityCommand;
    const given = bare().after(issue());
    given.when(look()).yields({ events: [], reply: { outcome: "right", driver: null } });
    const missed = given.when(look("wrong")).yields({ events: [{ type: "CodeMissed" }], reply: { outcome: "wrong", triesLeft: 4 } });
    missed.when(use()).yields({ events: [{ type: "CodeUsed" }, { type: "DriverRegistered" }] });
  });

  it("gives way to the one that is sent after it", () => {
    const given = bare()
      .after(issue("first"))
      .at(NOON + MINUTE)
      .after(issue("second"));
    given.when(use("first")).yields({ events: [{ type: "CodeMissed" }] });
    given.when(use("second")).done();
  });

  it("binds the phone to a driver, or says whose it is", () => {
    const bind = (driver: DriverView): IdentityCommand => ({
      type: "UseCode",
      purpose: "bind",
      codeHash: "right",
      effect: { do: "bind", credential: "phone", driver },
    });
    const given = bare().after(issue("right", "bind"));
    const bound = given.when(bind(li)).yields({
      events: [{ type: "CodeUsed" }, { type: "CredentialBound", driver: li }],
      reply: { outcome: "right", driver: li },
    });
    const again = bound.at(NOON + MINUTE).after(issue("right", "bind"));
    again.when(bind(wang)).yields({ events: [{ type: "CodeUsed" }], reply: { outcome: "right", driver: li } });
  });
});

describe("codes to one phone", () => {
  it("are a minute apart", () => {
    const given = bare().after(issue());
    given
      .at(NOON + 59 * SECOND)
      .when(issue("next"))
      .refused("code_too_soon", { retryAfterS: 1 });
    given
      .at(NOON + 60 * SECOND)
      .when(issue("next"))
      .done();
  });

  it("are five an hour and ten a day, whatever they are for; asking in vain costs nothing", () => {
    let given = bare();
    for (let sent = 0; sent < 5; sent++)
      given = given.at(NOON + sent * MINUTE).after(issue(`${sent}`, sent % 2 === 0 ? "sign_in" : "bind"));
    given
      .at(NOON + 10 * MINUTE)
      .when(issue())
      .refused("too_many_codes", { retryAfterS: 50 * 60 });
    for (let sent = 5; sent < 10; sent++) given = given.at(NOON + sent * HOUR).after(issue(`${sent}`));
    given
      .at(NOON + 23 * HOUR)
      .when(issue())
      .refused("too_many_codes");
    given
      .at(NOON + DAY)
      .when(issue())
      .done();
    expect(given.state.sentAtMs.length).toBe(10);
  });

  it("can be asked for again at once when one was refused by who should have sent it, and it counts all the same", () => {
    const given = bare().after(issue("one"), { type: "WithdrawCode", purpose: "sign_in", codeHash: "one" });
    given.when(use("one")).refused("code_expired");
    given.when(issue("two")).done();
    given.when({ type: "WithdrawCode", purpose: "sign_in", codeHash: "another" }).nothing();
    expect(given.state.sentAtMs.length).toBe(1);
  });
});

it("of all this, only whose credential it is is told outside", () => {
  const told = (["DriverRegistered", "CredentialBound", "CredentialMoved", "CredentialReleased"] as const).map((type) =>
    identity.publish({ type } as never),
  );
  expect(told.every((event) => event !== null)).toBe(true);
  for (const type of ["CodeIssued", "CodeMissed", "CodeUsed", "CodeWithdrawn"]) expect(identity.publish({ type } as never)).toBeNull();
});
