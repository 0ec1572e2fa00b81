import type { SecretHash, TryOutcome } from "@forecourt/contract/confirmations";
import { rejected } from "@forecourt/contract/result";
import { toInstant } from "@forecourt/contract/scalars";
import { Problem } from "../../http/problem.ts";

/** A try that was right; a problem when it was not, which says how many are left, or until when there are none. */
export function requireRightTry(outcome: TryOutcome): void {
  if (outcome.outcome === "right") return;
  const { code, triesLeft, lockedUntilMs } = outcome;
  const lockedUntil = lockedUntilMs === null ? null : toInstant(lockedUntilMs);
  throw new Problem(code, undefined, { triesLeft, lockedUntil });
}

export type Salt = Omit<SecretHash, "key">;

export function saltOf(salts: readonly Salt[], no: number): Salt {
  const salt = salts[no];
  if (salt === undefined) throw Problem.of(rejected("answers_wrong"));
  return salt;
}
