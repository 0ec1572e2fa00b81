import { describe, expect, it } from "vitest";
import { arrive, bare, HOUR, li, NOON, phone, type SecurityGiven, wechat } from "./given.ts";

const reset = { type: "ResetConfirmationMethods" } as const;
const withPhone = () => bare().after(arrive("phone-1"), { type: "AddCredential", driver: li, credential: phone });
/** What is on its way by SMS, in order. */
const toPhones = (given: SecurityGiven) =>
  given.deliveries().flatMap(({ id, message }) => (message.to === "phone" ? [{ id, message }] : []));

describe("a reset of what a driver confirms with", () => {
  it("is told to their phone, once", () => {
    const given = withPhone().after(reset);
    expect(toPhones(given)).toEqual([
      { id: "reset/1", message: { to: "phone", credential: phone, driverId: li.driverId, notice: { of: "confirmations_reset", no: 1 } } },
    ]);
    const told = given.when({ type: "RecordResetTold", no: 1 }).yields({ events: [{ type: "ResetTold", no: 1 }] });
    expect(toPhones(told)).toEqual([]);
    told.when({ type: "RecordResetTold", no: 1 }).nothing();
  });

  it("is told to the phone that there was, also where another has taken its place since", () => {
    const given = withPhone()
      .after(reset)
      .at(NOON + HOUR)
      .after({ type: "AddCredential", driver: li, credential: { ...phone, id: "hash2" } });
    const again = given.after(reset);
    expect(toPhones(again).map(({ id, message }) => [id, message.credential.id])).toEqual([
      ["reset/1", "hash1"],
      ["reset/2", "hash2"],
      ["replacement/1", "hash1"],
    ]);
  });

  it("is told to nobody where there is no phone, nor to one that is bound afterwards", () => {
    const given = bare().after(arrive("phone-1"), reset, { type: "AddCredential", driver: li, credential: phone });
    expect(toPhones(given)).toEqual([]);
  });
});

describe("a message by WeChat of a new sign-in", () => {
  const consent = { type: "NoteConsent", kind: "sign_in", templateId: "t1", language: "en" } as const;
  const signedIn = () => bare().after(arrive("phone-1"));
  /** What is on its way by WeChat, in order. */
  const onTheWay = (given: SecurityGiven) =>
    given.deliveries().flatMap(({ id, message }) => (message.to === "wechat" ? [{ id, ...message.notice }] : []));
  const left = (given: SecurityGiven) => given.state.consents.map((each) => each.left);

  it("is sent to who has consented, and uses one consent, once", () => {
    const given = signedIn().after(consent, consent);
    expect(left(given)).toEqual([2]);
    const doubted = given.after(arrive("phone-2"));
    const content = { kind: "sign_in", deviceName: "iPhone", place: null, atMs: NOON };
    expect(onTheWay(doubted)).toEqual([{ id: "notice/1", no: 1, templateId: "t1", language: "en", content, credential: wechat }]);
    expect(left(doubted)).toEqual([1]);
    const sent = doubted.when({ type: "RecordNotice", no: 1, outcome: "sent" }).yields({ events: [{ type: "NoticeSent" }] });
    expect(onTheWay(sent)).toEqual([]);
    sent.when({ type: "RecordNotice", no: 1, outcome: "sent" }).nothing();
    expect(left(sent)).toEqual([1]);
  });

  it("is not sent without a consent, nor when one comes afterwards", () => {
    const doubted = signedIn().after(arrive("phone-2"));
    expect(onTheWay(doubted.after(consent))).toEqual([]);
    const one = signedIn().after(consent, arrive("phone-2"), arrive("phone-3"));
    expect(onTheWay(one).map(({ no }) => no)).toEqual([1]);
  });

  it("that WeChat knows no consent to leaves none, and is no failure", () => {
    const doubted = signedIn().after(consent, consent, arrive("phone-2"));
    const missing = doubted.when({ type: "RecordNotice", no: 1, outcome: "no_consent" }).yields({ events: [{ type: "ConsentMissing" }] });
    expect(left(missing)).toEqual([0]);
    expect(onTheWay(missing.after(arrive("phone-3")))).toEqual([]);
    expect(left(missing.after(consent))).toEqual([1]);
  });

  it("takes a consent of the WeChat that the driver has, to the template that was shown", () => {
    const given = signedIn().after(consent, consent, { ...consent, templateId: "t2" });
    expect(given.state.consents).toMatchObject([{ templateId: "t2", left: 1 }]);
    const other = { ...wechat, id: "hashX9" };
    const changed = given.after({ type: "AddCredential", driver: li, credential: other });
    expect(onTheWay(changed.after(arrive("phone-2", { credential: other })))).toEqual([]);
    const back = changed.after({ type: "RecordReleased", credential: wechat }, { type: "AddCredential", driver: li, credential: wechat });
    expect(onTheWay(back.after(arrive("phone-2")))).toMatchObject([{ templateId: "t2" }]);
  });

  it("is nothing to count for who has no WeChat", () => {
    bare()
      .after(arrive("phone-1", { credential: phone }))
      .when(consent)
      .nothing();
  });

  it("is counted up to a bound", () => {
    let given = signedIn();
    for (let time = 0; time < 101; time++) given = given.after(consent);
    expect(left(given)).toEqual([99]);
  });
});

describe("a phone that another has taken the place of", () => {
  const other = { type: "AddCredential", driver: li, credential: { ...phone, id: "hash2" } } as const;

  it("is told of it, once; the new one is not", () => {
    const given = withPhone().after(other);
    expect(toPhones(given)).toEqual([
      { id: "replacement/1", message: { to: "phone", credential: phone, driverId: li.driverId, notice: { of: "phone_replaced", no: 1 } } },
    ]);
    const told = given.when({ type: "RecordReplacementTold", no: 1 }).yields({ events: [{ type: "ReplacementTold", no: 1 }] });
    expect(toPhones(told)).toEqual([]);
    told.when({ type: "RecordReplacementTold", no: 1 }).nothing();
  });

  it("is no WeChat, and no phone that is the account's first", () => {
    expect(toPhones(withPhone().after({ ...other, credential: { ...wechat, id: "oX2" } }))).toEqual([]);
    expect(toPhones(withPhone())).toEqual([]);
  });
});
