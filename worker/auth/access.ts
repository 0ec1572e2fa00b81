import type { Env } from "../env.ts";
import { Problem } from "../http/problem.ts";
import { identifyOperator, type OperatorAccess, type OperatorCaller } from "./operators.ts";
import { requireOpenSession } from "./sessions.ts";
import { identifyTerminal, type TerminalCaller } from "./terminals.ts";
import { bearerToken, readToken } from "./tokens.ts";

/** Who may make a call: anyone, a driver, a terminal, or an operator whose role grants the permission. */
export type Access = "public" | "driver" | "terminal" | OperatorAccess;

/** `scope` keeps the commandIds of different callers apart. */
export interface PublicCaller {
  readonly scope: string;
}
export interface DriverCaller {
  readonly scope: string;
  readonly driverId: string;
  readonly walletId: string;
  /** The session that the token belongs to. */
  readonly sessionId: string;
}

export type CallerOf<A extends Access> = A extends "public"
  ? PublicCaller
  : A extends "driver"
    ? DriverCaller
    : A extends "terminal"
      ? TerminalCaller
      : OperatorCaller;

/** What a call asks for, as far as it matters for who may make it. */
interface Asked<A extends Access> {
  readonly access: A;
  /** See the endpoint's definition. */
  readonly checksSession?: true;
}

/** Finds out who is calling, and refuses whoever may not. */
export async function identify<A extends Access>(
  asked: Asked<A>,
  request: Request,
  text: string,
  env: Env,
  requestId: string,
): Promise<CallerOf<A>> {
  return (await callerOf(asked, request, text, env, requestId)) as CallerOf<A>;
}

async function callerOf({ access, checksSession }: Asked<Access>, request: Request, text: string, env: Env, requestId: string) {
  if (access === "public") return { scope: "public" };
  if (access === "driver") return identifyDriver(request, env, checksSession === true);
  if (access === "terminal") return identifyTerminal(request, text, env);
  return identifyOperator(access, request, env, requestId);
}

async function identifyDriver(request: Request, env: Env, checksSession: boolean): Promise<DriverCaller> {
  const { sub, wal, sid } = await readToken(env, "driver", bearerToken(request));
  if (typeof wal !== "string" || typeof sid !== "string") throw new Problem("unauthenticated");
  if (!checksSession) await requireOpenSession(env, sub, sid);
  return { scope: `driver/${sub}`, driverId: sub, walletId: wal, sessionId: sid };
}
