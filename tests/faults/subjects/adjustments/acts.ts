import { Operator } from "../../kit/people.ts";
import { twice } from "../../kit/twice.ts";
import type { Customer } from "../../load/customer.ts";
import { audited } from "../../load/deeds.ts";
import { notesOf } from "../../load/ledger.ts";
import type { Running } from "../../load/running.ts";
import type { Act, Scene } from "../subject.ts";

/** A correction as the operators know it. */
export interface Adjusted {
  readonly driver: string;
  /** Below zero: taken back. */
  readonly signedMinor: number;
  readonly adjustmentId: string;
  /** `asked`: the approval was sent, and may have taken effect; `approved`: it was answered. */
  state: "asked" | "approved";
}

/** One operator proposes to correct a balance, and another one approves, each as often as it takes to be answered. */
export const adjust: Act = {
  name: "adjusted",
  chance: () => 0.08,
  async perform(customer, scene) {
    const { random } = scene;
    const signedMinor = (random() < 0.7 ? 1 : -1) * (1 + Math.floor(random() * 2_000));
    await correct(customer, scene, { signedMinor, part: random() < 0.5 ? "principal" : "bonus", key: customer.newKey() });
  },
};

/** @param key what it is known by: once more, it is the same correction */
export async function correct(
  customer: Customer,
  { running, count }: Omit<Scene, "running"> & { readonly running: Pick<Running, "product"> },
  { signedMinor, part, key }: { readonly signedMinor: number; readonly part: "principal" | "bonus"; readonly key: string },
): Promise<void> {
  const { name, ledger } = customer;
  const notes = notesOf<Adjusted>(ledger, "adjustments");
  const maker = await Operator.signIn(running.product, "finance");
  const driverId = await customer.as(async (driver) => driver.driverId);
  const terms = {
    direction: signedMinor > 0 ? "credit" : "debit",
    part,
    amountMinor: Math.abs(signedMinor),
    cause: "other",
    reason: "A fault test",
  };
  const path = `/v1/operator/drivers/${driverId}/adjustments`;
  const { adjustmentId } = await twice(() => maker.call<{ adjustmentId: string }>("POST", path, terms, key));
  const note: Adjusted = notes.find((one) => one.adjustmentId === adjustmentId) ?? {
    driver: name,
    signedMinor,
    adjustmentId,
    state: "asked",
  };
  if (!notes.includes(note)) notes.push(note);
  const checker = await Operator.signIn(running.product, "operations");
  const approval = `${key}/approve`;
  await audited(ledger, { action: "ApproveAdjustment", reason: approval }, () =>
    twice(() => checker.call("POST", `${path}/${adjustmentId}/approve`, { note: approval }, approval)),
  );
  note.state = "approved";
  count("adjusted");
}
