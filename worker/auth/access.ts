import type { Env } from "../env.ts";
import { Problem } from "../http/problem.ts";
import { may, type Permission, type Role, roles } from "./permissions.ts";
import { identifyTerminal, type TerminalCaller } from "./terminals.ts";
import { bearerToken, readToken } from "./tokens.ts";

/** Who may make a call: anyone, a driver, a terminal, or an operator whose role grants the permission. */
export type Access = "public" | "driver" | "terminal" | { readonly permission: Permission };

/** `scope` keeps the commandIds of different callers apart. */
export interface PublicCaller {
  readonly scope: string;
}
export interface DriverCaller {
  readonly scope: string;
  readonly driverId: string;
  readonly walletId: string;
}
export interface OperatorCaller {
  readonly scope: string;
  readonly email: string;
  readonly role: Role;
}

export type CallerOf<A extends Access> = A extends "public"
  ? PublicCaller
  : A extends "driver"
    ? DriverCaller
    : A extends "terminal"
      ? TerminalCaller
      : OperatorCaller;

/** Finds out who is calling, and refuses whoever may not. */
export async function identify<A extends Access>(access: A, request: Request, text: string, env: Env): Promise<CallerOf<A>> {
  return (await callerOf(access, request, text, env)) as CallerOf<A>;
}

async function callerOf(access: Access, request: Request, text: string, env: Env) {
  if (access === "public") return { scope: "public" };
  if (access === "driver") return identifyDriver(request, env);
  if (access === "terminal") return identifyTerminal(request, text, env);
  return identifyOperator(access.permission, request, env);
}

async function identifyDriver(request: Request, env: Env): Promise<DriverCaller> {
  const { sub, wal } = await readToken(env, "driver", bearerToken(request));
  if (typeof wal !== "string") throw new Problem("unauthenticated");
  return { scope: `driver/${sub}`, driverId: sub, walletId: wal };
}

async function identifyOperator(permission: Permission, request: Request, env: Env): Promise<OperatorCaller> {
  const { sub, role } = await readToken(env, "operator", bearerToken(request));
  const known = roles.find((name) => name === role);
  if (known === undefined) throw new Problem("unauthenticated");
  if (!may(known, permission)) throw new Problem("forbidden", `This needs the permission ${permission}.`);
  return { scope: `operator/${sub}`, email: sub, role: known };
}
