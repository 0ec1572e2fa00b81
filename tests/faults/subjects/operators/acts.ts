import { Api, CallFailed } from "../../../../scripts/platform/api.ts";
import { Operator } from "../../kit/people.ts";
import { twice } from "../../kit/twice.ts";
import type { Customer } from "../../load/customer.ts";
import { audited } from "../../load/deeds.ts";
import { type Ledger, notesOf } from "../../load/ledger.ts";
import type { Act, Scene } from "../subject.ts";

/** An operator whom an administrator has hired, in the turns of one driver: nobody else changes them meanwhile. */
export interface Hired {
  readonly hiredBy: string;
  readonly operatorId: string;
  readonly email: string;
  role: string;
  /** As it was answered last; `unsure` when it was not, and then nobody touches them any more. */
  state: "active" | "disabled" | "unsure";
}

export const PASSWORD = "hired to be tested";
const PATH = "/v1/operator/operators";
const NAME = "Fault Test";
const ROLES = ["operations", "finance", "support", "auditor"] as const;

export const hiredOf = (ledger: Ledger): Hired[] => notesOf<Hired>(ledger, "operators");

/** An administrator changes an operator's role, shuts them out, lets them in again or unlocks them; first, hires them. */
export const administer: Act = {
  name: "administered an operator",
  chance: () => 0.04,
  async perform(customer, scene) {
    const { random } = scene;
    const hired = hiredOf(customer.ledger).find(({ hiredBy, state }) => hiredBy === customer.name && state !== "unsure");
    const role = ROLES[Math.floor(random() * ROLES.length)] ?? "support";
    if (hired === undefined) return hire(customer, scene, role);
    if (random() < 0.3) return command(customer, scene, hired, "ChangeOperator", { role });
    if (hired.state === "disabled") return command(customer, scene, hired, "EnableOperator", { state: "active" });
    if (random() < 0.5) return command(customer, scene, hired, "DisableOperator", { state: "disabled" });
    await mistype(scene, hired);
    await command(customer, scene, hired, "UnlockOperator", {});
  },
};

/** Invites somebody twice, which is two invitations, and has them accept the second. */
async function hire(customer: Customer, { running: { product }, count }: Scene, role: string): Promise<void> {
  const { ledger, name: hiredBy } = customer;
  const key = customer.newKey();
  const email = `${key}@forecourt.example`;
  const admin = await Operator.signIn(product);
  const invite = (reason: string) =>
    audited(ledger, { action: "InviteOperator", reason }, () =>
      admin.because(reason).call<{ operatorId: string; token: string }>("POST", PATH, { email, name: NAME, role, stations: null }),
    );
  await invite(`${key}/1`);
  const { operatorId, token } = await invite(`${key}/2`);
  const reason = `${key}/accept`;
  const invited = new Api(product.baseUrl).withReason(reason);
  await audited(ledger, { action: "AcceptInvitation", subject: `operator/${operatorId}`, reason }, () =>
    twice(() => invited.call("POST", "/v1/operator/invitations/accept", { token, password: PASSWORD })),
  );
  hiredOf(ledger).push({ hiredBy, operatorId, email, role, state: "active" });
  count("operator: hire");
}

const verbs = { ChangeOperator: "change", DisableOperator: "disable", EnableOperator: "enable", UnlockOperator: "unlock" } as const;

/** One command, which changes something for certain. @param makes what is so once it is answered */
async function command(
  customer: Customer,
  { running: { product }, count }: Scene,
  hired: Hired,
  action: keyof typeof verbs,
  makes: Partial<Pick<Hired, "role" | "state">>,
): Promise<void> {
  const admin = await Operator.signIn(product);
  const before = hired.state;
  const reason = customer.newKey();
  const path = `${PATH}/${hired.operatorId}`;
  const call =
    action === "ChangeOperator"
      ? () => admin.because(reason).call("PUT", path, { name: NAME, role: makes.role, stations: null }, reason)
      : () => admin.because(reason).call("POST", `${path}/${verbs[action]}`, undefined, reason);
  hired.state = "unsure";
  await audited(customer.ledger, { action, subject: `operator/${hired.operatorId}`, reason }, () => twice(call));
  Object.assign(hired, { state: before, ...makes });
  count(`operator: ${verbs[action]}`);
}

/** A wrong password, so that there is something to lift. */
async function mistype({ running: { product } }: Scene, { email }: Hired): Promise<void> {
  const wrong = { email, password: `not ${PASSWORD}` };
  await new Api(product.baseUrl).call("POST", "/v1/operator/sessions", wrong).catch((error: unknown) => {
    if (!(error instanceof CallFailed) || error.code !== "credentials_wrong") throw error;
  });
}
