import { describe, expect, it } from "vitest";
import { arrive, bare, HOUR, li, NOON, phone, type SecurityGiven } from "./given.ts";

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
    expect(toPhones(given).map(({ message }) => message.credential.id)).toEqual(["hash1"]);
    const again = given.after(reset);
    expect(toPhones(again).map(({ id, message }) => [id, message.credential.id])).toEqual([
      ["reset/1", "hash1"],
      ["reset/2", "hash2"],
    ]);
  });

  it("is told to nobody where there is no phone, nor to one that is bound afterwards", () => {
    const given = bare().after(arrive("phone-1"), reset, { type: "AddCredential", driver: li, credential: phone });
    expect(toPhones(given)).toEqual([]);
  });
});
