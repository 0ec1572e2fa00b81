import type { DriverView } from "@forecourt/contract/identity";
import { again, securityOf } from "@forecourt/durable-objects/stubs";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";

/** The driver of a session, by name. @throws Problem `session_revoked` when their account has become part of another */
export async function driverNamed(env: Env, { driverId }: { readonly driverId: string }): Promise<DriverView> {
  const driver = await again(async () => securityOf(env, driverId).driver());
  if (driver === null) throw new Problem("session_revoked");
  return driver;
}
