import { DOUBT_LIFE_MS, DOUBTS_KEPT } from "@forecourt/contract/protection";
import type { PlaceTold } from "@forecourt/contract/security";
import { describe, expect, it } from "vitest";
import { arrive, bare, HOUR, li, NOON, phone, type SecurityGiven, sessionOf } from "./given.ts";
import { isDoubted } from "./state.ts";

const shanghai: PlaceTold = { country: "CN", region: "SH", city: "Shanghai" };
const pudong: PlaceTold = { country: "CN", region: "SH", city: "Pudong" };
const abroad: PlaceTold = { country: "XX", region: "", city: "" };
const at = (device: string | null, place: PlaceTold | null = shanghai) => arrive(device, { place });
const home = () => bare().after(at("phone-1"), { type: "AddCredential", driver: li, credential: phone });
const told = (given: SecurityGiven) => given.deliveries().map(({ message }) => message);

describe("a sign-in", () => {
  it("on the first device is taken as it comes, and known from then on", () => {
    const given = home();
    expect(given.state).toMatchObject({ devices: [{ deviceKey: "phone-1" }], places: [shanghai], doubts: [] });
    given.when(at("phone-1", pudong)).yields({ events: [{ type: "SessionEnded" }, { type: "SessionStarted" }] });
  });

  it("on a new device or from a new place is doubted, and the driver's phone is told", () => {
    const given = home();
    for (const [device, place, novelties] of [
      ["phone-2", shanghai, ["device"]],
      ["phone-2", abroad, ["device", "place"]],
    ] as const) {
      const doubted = given
        .when(at(device, place))
        .yields({ events: [{ type: "SessionStarted" }, { type: "SignInDoubted", no: 1, novelties }] });
      expect(told(doubted)).toMatchObject([
        { to: "phone", credential: { tail: "8000" }, driverId: li.driverId, notice: { of: "sign_in", no: 1 } },
      ]);
      expect(doubted.after({ type: "RecordTold", no: 1 }).deliveries()).toEqual([]);
    }
    given
      .when(at("phone-1", abroad))
      .yields({ events: [{ type: "SessionEnded" }, { type: "SessionStarted" }, { type: "SignInDoubted", novelties: ["place"] }] });
  });

  it("is doubted without a phone, too, but nobody is told", () => {
    expect(bare().after(at("phone-1"), at("phone-2")).deliveries()).toEqual([]);
  });

  it("that names no device is on a new one, once any has been known", () => {
    bare()
      .when(at(null, null))
      .yields({ events: [{ type: "DriverNoted" }, { type: "CredentialAdded" }, { type: "SessionStarted" }] });
    for (const place of [shanghai, null])
      home()
        .when(at(null, place))
        .yields({ events: [{ type: "SessionStarted" }, { type: "SignInDoubted", novelties: ["device"] }] });
  });

  it("is not doubted where the driver does not want it, and learnt instead", () => {
    const given = home().after({ type: "SetProtection", enabled: false });
    given.when(at("phone-2")).yields({ events: [{ type: "SessionStarted" }, { type: "ArrivalLearnt" }] });
  });
});

describe("the driver", () => {
  const doubted = () => home().after(at("phone-2", abroad), { type: "RecordTold", no: 1 });

  it("who says that it was them is not asked about that device and place again", () => {
    const given = doubted()
      .when({ type: "AnswerDoubt", no: 1, isMine: true })
      .yields({ events: [{ type: "DoubtAnswered" }, { type: "ArrivalLearnt" }] });
    given.when({ type: "AnswerDoubt", no: 1, isMine: true }).nothing();
    given.when({ type: "AnswerDoubt", no: 1, isMine: false }).refused("alert_not_found");
    given.when(at("phone-2", abroad)).yields({ events: [{ type: "SessionEnded" }, { type: "SessionStarted" }] });
  });

  it("who says that it was not ends every session, and the wallet hears that nothing may be spent", () => {
    const given = doubted()
      .when({ type: "AnswerDoubt", no: 1, isMine: false })
      .yields({
        events: [
          { type: "DoubtAnswered" },
          { type: "SessionEnded", reason: "disowned" },
          { type: "SessionEnded" },
          { type: "SpendingFrozen" },
        ],
        state: { sessions: [], frozen: true },
      });
    expect(told(given)).toMatchObject([{ to: "wallet", walletId: li.walletId, command: { type: "FreezeWallet", kind: "protection" } }]);
    const heard = given.after({ type: "RecordFreezeTold", no: 1 });
    expect(heard.deliveries()).toEqual([]);
    heard.when({ type: "AnswerDoubt", no: 1, isMine: false }).nothing();
  });

  it("spends again once they have shown that it is them", () => {
    const frozen = doubted().after({ type: "AnswerDoubt", no: 1, isMine: false }, { type: "RecordFreezeTold", no: 1 }).after(at("phone-1"));
    frozen.when({ type: "Prove", proof: { sms: false, answers: [] }, effect: { do: "unfreeze" } }).refused("proof_insufficient");
    const free = frozen.after({ type: "Prove", proof: { sms: true, answers: [] }, effect: { do: "unfreeze" } });
    expect(told(free)).toMatchObject([{ to: "wallet", command: { type: "UnfreezeWallet", kind: "protection" } }]);
    expect(free.after({ type: "RecordFreezeTold", no: 2 }).deliveries()).toEqual([]);
    // Frozen and free again before the wallet had heard of either: it is told how things stand.
    const quick = doubted().after({ type: "AnswerDoubt", no: 1, isMine: false }).after(at("phone-1"));
    const both = quick.after({ type: "Prove", proof: { sms: true, answers: [] }, effect: { do: "unfreeze" } });
    expect(told(both)).toMatchObject([{ command: { type: "UnfreezeWallet" } }]);
    both.when({ type: "RecordFreezeTold", no: 1 }).yields({ state: { freezeTold: 1 } });
  });

  it("is told, and vouches by the link, on a phone that was theirs before; not on one that whoever has come in has bound since", () => {
    const mine = { type: "AnswerDoubt", no: 1, isMine: true, byLink: true } as const;
    const bind = { type: "AddCredential", driver: li, credential: { ...phone, id: "hash2" } } as const;
    doubted().when(mine).done();
    const bare1 = bare().after(at("phone-1"), at("phone-2"));
    const bound = bare1.at(NOON + 1).after(bind);
    expect(told(bound)).toEqual([]);
    bound.when(mine).refused("proof_too_new");
    bound.when({ ...mine, isMine: false }).done();
    bound.when({ type: "AnswerDoubt", no: 1, isMine: true }).done();
    const replaced = home()
      .after(at("phone-2"))
      .at(NOON + 1)
      .after(bind);
    expect(told(replaced).flatMap((message) => (message.to === "phone" ? [message.notice.of] : []))).toEqual(["phone_replaced"]);
    // Bound before, but too lately to prove anything: it is told, and can say that it was not the driver.
    const late = bare()
      .after(at("phone-1"))
      .at(NOON + HOUR)
      .after(bind, at("phone-2"));
    expect(told(late)).toMatchObject([{ to: "phone", credential: { id: "hash2" } }]);
    late.when(mine).refused("proof_too_new");
    late.when({ ...mine, isMine: false }).done();
  });

  it("can answer for three days", () => {
    doubted()
      .at(NOON + DOUBT_LIFE_MS - 1)
      .when({ type: "AnswerDoubt", no: 1, isMine: false })
      .done();
    doubted()
      .at(NOON + DOUBT_LIFE_MS)
      .when({ type: "AnswerDoubt", no: 1, isMine: false })
      .refused("alert_not_found");
    doubted().when({ type: "AnswerDoubt", no: 2, isMine: true }).refused("alert_not_found");
  });

  it("can have a device forgotten, which is signed out with it", () => {
    const given = home();
    const forgotten = given
      .when({ type: "ForgetDevice", deviceKey: "phone-1" })
      .yields({ events: [{ type: "DeviceForgotten" }, { type: "SessionEnded", sessionId: sessionOf(given) }] });
    forgotten.when({ type: "ForgetDevice", deviceKey: "phone-1" }).nothing();
  });

  it("who has had every device forgotten is asked about the next one all the same", () => {
    const given = home().after({ type: "ForgetDevice", deviceKey: "phone-1" });
    given.when(at("phone-2")).yields({ events: [{ type: "SessionStarted" }, { type: "SignInDoubted", novelties: ["device"] }] });
  });
});

it("keeps the last doubts, however many there are", () => {
  let given = home();
  for (let device = 0; device < DOUBTS_KEPT + 5; device++) given = given.after(at(`device-${device}`));
  expect(given.state.doubts.length).toBe(DOUBTS_KEPT);
  expect(given.state.doubtCount).toBe(DOUBTS_KEPT + 5);
});

it("doubts a session for as long as it is open, however many sign-ins come after it", () => {
  let given = home().after(at("thief"));
  const thief = sessionOf(given, 1);
  for (let time = 0; time < DOUBTS_KEPT; time++) given = given.after(at("phone-2"));
  expect(isDoubted(given.state, thief)).toBe(true);
  const ended = given.after({ type: "EndSession", sessionId: thief }, at("phone-2"));
  expect(ended.state.doubts.some(({ sessionId }) => sessionId === thief)).toBe(false);
});
