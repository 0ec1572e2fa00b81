import { CallFailed } from "../../../../scripts/platform/api.ts";
import type { Driver } from "../../kit/people.ts";
import { notesOf } from "../../load/ledger.ts";
import type { Rule, Subject } from "../subject.ts";

/** A phone that a driver was told is theirs, and a PIN that they were told is set. */
interface Promised {
  readonly driver: string;
  readonly driverId: string;
  readonly phone: string;
  readonly hasPin: boolean;
}

const SUBJECT = "identity";
/** Not easy to guess; above what anybody here spends at once, so that nobody is asked for it. */
const PIN = "482915";
const THRESHOLD_MINOR = 100_000_000;

/** A number that is this driver's alone, by their name. */
function phoneOf(name: string): string {
  let digits = 0;
  for (const char of name) digits = (digits * 31 + char.charCodeAt(0)) % 9_999;
  const [, seed = "0", index = "0"] = /(\d+)-(\d+)$/.exec(name) ?? [];
  return `139${String((Number(seed) * 100 + Number(index)) % 10_000).padStart(4, "0")}${String(digits + 1).padStart(4, "0")}`;
}

/** Confirmed by the PIN where it was set before the product died, and the driver was not told. */
async function bind(driver: Driver, request: object): Promise<{ readonly driver: { readonly driverId: string } }> {
  const send = () => driver.call<{ driver: { driverId: string } }>("POST", "/v1/driver/credentials", request);
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof CallFailed) || error.code !== "confirmation_required") throw error;
    await driver.call("POST", `/v1/driver/confirmations/${error.problem.confirmationId}`, { method: "pin", pin: PIN });
    return send();
  }
}

/** However it was killed: both ways of signing in lead to one driver, and what was set stays set. */
const promises: Rule = async ({ reader, ledger }, report) => {
  const notes = notesOf<Promised>(ledger, SUBJECT);
  for (const { driver, driverId, phone, hasPin } of notes) {
    const body = { provider: "wechat_phone", code: `demo-${phone}` };
    const byPhone = await reader.ask<{ accessToken: string; driver: { driverId: string } }>("POST", "/v1/driver/sessions", "", body);
    if (byPhone.driver.driverId !== driverId) report.add("account_split", { driver, driverId, byPhone: byPhone.driver.driverId });
    const security = await reader.ask<{ pin: { isSet: boolean } }>("GET", "/v1/driver/security", byPhone.accessToken);
    if (hasPin && !security.pin.isSet) report.add("pin_lost", { driver });
  }
  report.looked.phones = notes.length;
};

/** Drivers bind their phones and set PINs, and sign in and out meanwhile. */
export const identity: Subject = {
  name: SUBJECT,
  acts: [
    {
      name: "phone bound",
      chance: () => 0.06,
      async perform(customer, { random }) {
        const notes = notesOf<Promised>(customer.ledger, SUBJECT);
        if (notes.some(({ driver }) => driver === customer.name)) return;
        const phone = phoneOf(customer.name);
        const request = { provider: "wechat_phone", code: `demo-${phone}` };
        const bound = await customer.as((driver) => bind(driver, request));
        const hasPin = random() < 0.5;
        const pin = { pin: PIN, thresholdMinor: THRESHOLD_MINOR };
        if (hasPin) await customer.as((driver) => driver.call("PUT", "/v1/driver/security/pin", pin));
        notes.push({ driver: customer.name, driverId: bound.driver.driverId, phone, hasPin });
      },
    },
    {
      name: "signed out",
      chance: () => 0.03,
      perform: (customer) => customer.as((driver) => driver.call("DELETE", "/v1/driver/sessions/current")),
    },
  ],
  rules: [promises],
};
