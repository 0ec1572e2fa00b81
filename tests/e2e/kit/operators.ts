import { inject } from "vitest";
import { Api } from "../../../scripts/platform/api.ts";

/** A session of an operator of the demo, as the API answers it. */
interface OperatorSession {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly operator: { readonly email: string; readonly role: string };
}

const sessions = new Map<string, Promise<OperatorSession>>();

/** An operator of the demo who has this role. */
export function operatorWho(role: string): { readonly email: string; readonly password: string } {
  const operator = inject("product").demo.operators.find((one) => one.role === role);
  if (operator === undefined) throw new Error(`the demo has no operator who is ${role}`);
  return operator;
}

/** A role's session, the same for every test: hashing a password takes longer than most of what is tested. */
export function sessionOf(role: string): Promise<OperatorSession> {
  const known = sessions.get(role);
  if (known !== undefined) return known;
  const { email, password } = operatorWho(role);
  const made = new Api(inject("product").baseUrl).call<OperatorSession>("POST", "/v1/operator/sessions", { email, password });
  sessions.set(role, made);
  return made;
}
