import type { FuelingOrigin, Origin } from "@forecourt/contract/origin";
import type { TransactionCaller, TransactionKind } from "@forecourt/contract/transactions";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { DriverCaller } from "../../auth/access.ts";
import type { OperatorCaller } from "../../auth/operators.ts";
import type { Env } from "../../env.ts";
import { describeError, log } from "../../http/log.ts";
import { Problem } from "../../http/problem.ts";
import { Window } from "../../http/rateLimits.ts";
import { drivers } from "../sessions/schema.ts";
import { originRow } from "./columns.ts";
import { entryIdOf } from "./entryId.ts";
import { transactionRefusals } from "./schema.ts";

/** What was refused, and to whom. */
export interface Refusal {
  readonly kind: TransactionKind;
  readonly code: string;
  readonly caller: TransactionCaller;
  readonly walletId?: string;
  readonly stationId?: string;
  readonly subjectId?: string;
  readonly amountMinor?: number;
  readonly operator?: string;
  readonly origin: FuelingOrigin;
}

const MINUTE_MS = 60_000;
/** Refusals noted in a minute, of one caller and of all that one isolate serves: whoever is refused on purpose fills no table. */
const perCaller = new Window(20, MINUTE_MS);
const inAll = new Window(600, MINUTE_MS);

/**
 * Notes a refused command. It has changed nothing, so nothing depends on it: what can't be written, or comes too often, is left out, and the
 * caller hears of the refusal all the same.
 *
 * @param who in whose count it is
 */
export async function noteRefusal(env: Env, who: string, { origin, ...refusal }: Refusal): Promise<void> {
  try {
    if (!(await perCaller.limit({ key: who })).success || !(await inAll.limit({ key: "" })).success) return;
    const atMs = Date.now();
    const row = { entryId: entryIdOf(atMs, crypto.randomUUID()), atMs, ...refusal, ...originRow(origin) };
    await drizzle(env.DB).insert(transactionRefusals).values(row);
  } catch (error) {
    log("warn", "a refusal could not be noted", { error: describeError(error) });
  }
}

/** What of a call says what was refused. */
interface RefusedCall {
  readonly env: Env;
  readonly caller: Partial<DriverCaller & OperatorCaller> & { readonly scope: string };
  readonly params: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  origin(): Promise<Origin>;
}

/** Members that say what a call is about, of its path or its body. */
const SUBJECTS = ["orderId", "fuelingId", "adjustmentId", "refundId"] as const;

/** Notes a call that was refused; a failure of ours is none, and is in the logs. */
export async function noteRefusedCall(kind: TransactionKind, call: RefusedCall, error: unknown): Promise<void> {
  if (!(error instanceof Problem) || error.status >= 500) return;
  const { env, caller, params } = call;
  const said = { ...(typeof call.body === "object" ? call.body : {}), ...params } as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof said[name] === "string" ? said[name] : undefined);
  const subjectId = SUBJECTS.map(text).find((id) => id !== undefined);
  const stationId = text("stationId");
  const amountMinor = [said.amountMinor, said.limitMinor].find((amount) => typeof amount === "number");
  const driverId = text("driverId");
  const walletId = caller.walletId ?? (driverId === undefined ? undefined : await walletOf(env, driverId));
  await noteRefusal(env, caller.scope, {
    ...{ kind, code: error.code, caller: caller.email === undefined ? "driver" : "operator" },
    ...(walletId === undefined ? {} : { walletId }),
    ...(subjectId === undefined ? {} : { subjectId }),
    ...(stationId === undefined ? {} : { stationId }),
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(caller.email === undefined ? {} : { operator: caller.email }),
    origin: { phone: await call.origin(), terminal: null },
  });
}

async function walletOf(env: Env, driverId: string): Promise<string | undefined> {
  const [row] = await drizzle(env.DB).select({ walletId: drivers.walletId }).from(drivers).where(eq(drivers.driverId, driverId));
  return row?.walletId;
}
