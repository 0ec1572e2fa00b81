import { normalPlate } from "@forecourt/contract/plates";
import { keyedHash } from "../../crypto/keyedHash.ts";
import type { Env } from "../../env.ts";

/** The name that a plate is found by, the same however it is typed. */
export function plateName(env: Env, plate: string): Promise<string> {
  return keyedHash(env, "plate", normalPlate(plate));
}
