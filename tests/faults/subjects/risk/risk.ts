import { CallFailed } from "../../../../scripts/platform/api.ts";
import { Driver } from "../../kit/people.ts";
import { until } from "../../kit/until.ts";
import type { Customer } from "../../load/customer.ts";
import { notesOf } from "../../load/ledger.ts";
import type { Running } from "../../load/running.ts";
import type { Rule, Subject } from "../subject.ts";
import { addScooter, settleScooters, tanksKnown } from "./tanks.ts";

/** A driver of their own who tops up until a rule asks them to confirm it. */
interface Challenged {
  readonly name: string;
  readonly phone: string;
  /** What each top-up is called, the last one being the one that is one too many. */
  readonly keys: readonly string[];
  orderId: string | null;
}

const SUBJECT = "risk";
/** As the rules come: the fourth of so much within an hour has to be confirmed. */
const AMOUNT_MINOR = 100_000;
const ORDERS = 4;

/** Goes on from wherever it stopped: each step is the same as often as it is done. */
async function goOn({ product }: Pick<Running, "product">, note: Challenged): Promise<void> {
  // By phone: one that is added later proves nothing for a day.
  const driver = await Driver.signIn(product, note.phone, "wechat_phone");
  for (const key of note.keys.slice(0, -1)) await driver.order({ amountMinor: AMOUNT_MINOR }, key);
  const last = String(note.keys.at(-1));
  try {
    note.orderId = await driver.order({ amountMinor: AMOUNT_MINOR }, last);
  } catch (error) {
    if (!(error instanceof CallFailed) || error.code !== "confirmation_required") throw error;
    const { confirmationId } = error.problem;
    // The one that was sent before it stopped is good for five minutes, and another one can be had after one.
    await driver.call("POST", "/v1/driver/security/codes", { purpose: "confirm" }).catch(refusedAs("code_too_soon"));
    const { items } = await driver.call<{ items: readonly { readonly code: string | null }[] }>(
      "GET",
      `/sandbox/inbox/messages?phone=${note.phone}`,
    );
    const code = items.find((message) => message.code !== null)?.code;
    await driver.call("POST", "/v1/driver/security/proofs", { do: "confirm", confirmationId, code });
    const twice = await Promise.all([1, 2].map(() => driver.order({ amountMinor: AMOUNT_MINOR }, last)));
    note.orderId = twice[0] ?? null;
  }
}

/** Whatever stopped it: each top-up is one order, the confirmed one too, and operators have heard of it once at most. */
const once: Rule = async ({ reader, ledger, models }, report) => {
  const notes = notesOf<Challenged>(ledger, SUBJECT);
  for (const { name, phone, keys, orderId } of notes) {
    const { accessToken, driver } = await reader.ask<{ accessToken: string; driver: { driverId: string } }>(
      "POST",
      "/v1/driver/sessions",
      "",
      {
        ...{ provider: "wechat_phone", code: `demo-${phone}` },
      },
    );
    const orders = await reader.pages<{ readonly orderId: string }>("/v1/driver/orders?kind=topup&", accessToken);
    const isThere = orders.some((order) => order.orderId === orderId);
    if (orderId === null || !isThere || orders.length !== keys.length)
      report.add("challenge_not_once", { name, orderId, orders: orders.length });
    const alerts = models.alerts.filter(({ kind, subjectId }) => kind === "risk" && subjectId === driver.driverId);
    if (alerts.length > 1) report.add("risk_alerts_repeated", { name, alerts: alerts.length });
  }
  report.looked.challenges = notes.length;
};

/** Drivers who top up as if with stolen cards, and are asked whether it is them; and some who fill more than their tank takes. */
export const risk: Subject = {
  name: SUBJECT,
  acts: [
    {
      name: "challenged",
      chance: () => 0.04,
      async perform(customer, { running }) {
        const notes = notesOf<Challenged>(customer.ledger, SUBJECT);
        if (notes.some(({ name }) => name === nameFor(customer))) return;
        // One that ends in 0000 gets no SMS in the sandbox.
        const no = String(notes.length + 1).padStart(8, "0");
        const keys = Array.from({ length: ORDERS }, (_, at) => `${nameFor(customer)}-${at}`);
        const note: Challenged = { name: nameFor(customer), phone: `137${no}`, keys, orderId: null };
        notes.push(note);
        await goOn(running, note);
      },
    },
    addScooter,
  ],
  async settle(customers, running) {
    await settleScooters(customers);
    const [customer] = customers;
    if (customer === undefined) return;
    for (const note of notesOf<Challenged>(customer.ledger, SUBJECT)) {
      const isDone = () => goOn(running, note).then(() => true, refusedAs("code_wrong", "code_expired"));
      if (note.orderId === null) await until(isDone, `${note.name} has topped up`);
    }
  },
  rules: [once, tanksKnown],
};

/** Swallows refusals of these codes, and nothing else. */
function refusedAs(...codes: readonly string[]) {
  return (error: unknown): undefined => {
    if (!(error instanceof CallFailed) || !codes.includes(error.code)) throw error;
  };
}

const nameFor = ({ name }: Customer): string => `${name}-risky`;
