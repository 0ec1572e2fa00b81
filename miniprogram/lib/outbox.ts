import { dispatch, isOfSession, Problem, placed } from "./api/client.ts";
import type { Body, Params, PathOf, Reply } from "./api/operations.ts";
import { newId } from "./ids.ts";
import { currentDriver } from "./session.ts";
import { store } from "./store.ts";
import { pause } from "./ticker.ts";

/** A command that moves money or holds a pump, written down before it is sent. */
export interface PendingCommand {
  /** Goes as `Idempotency-Key`: however often it is sent, it takes effect once. */
  readonly commandId: string;
  /** Whose it is: another driver who signs in on this phone must not carry it out. */
  readonly driverId: string;
  readonly kind: CommandKind;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly createdAtMs: number;
  /** After this the driver has moved on, and sending it again would surprise: a pump must not open ten minutes late. */
  readonly validUntilMs: number;
}

export type CommandKind = "topup" | "cancel_order" | "fueling" | "cancel_fueling" | "payment_code" | "vehicle" | "record" | "refund";

const KEY = "outbox";
const BACKOFF_MS = [800, 1_600, 3_200, 6_400, 10_000] as const;

const LIFE_MS: Readonly<Record<CommandKind, number>> = {
  topup: 24 * 3_600_000,
  cancel_order: 24 * 3_600_000,
  fueling: 90_000,
  cancel_fueling: 10 * 60_000,
  payment_code: 20_000,
  vehicle: 24 * 3_600_000,
  record: 24 * 3_600_000,
  refund: 24 * 3_600_000,
};

/** Reads what an earlier run left unanswered, without what is too old to send. */
export function loadOutbox(now = Date.now()): void {
  const kept = (wx.getStorageSync(KEY) as PendingCommand[] | "") || [];
  // A code that was asked for in an earlier run is shown to nobody any more.
  save(stillValid(kept, now).filter(({ kind }) => kind !== "payment_code"));
}

/**
 * Sends a command until it is answered or no longer valid. The same command given twice, such as by a double tap or after a crash,
 * is the same command to the other side.
 *
 * @throws {Problem} the answer, when it is a refusal; or the last failure, when time ran out
 */
export function submit<P extends PathOf<"post">>(
  kind: CommandKind,
  path: P,
  body: Body<"post", P>,
  ...[params]: Params<"post", P> extends undefined ? [] : [Params<"post", P>]
): Promise<Reply<"post", P>> {
  const address = placed(path as string, params as Readonly<Record<string, string>> | undefined);
  return deliver<Reply<"post", P>>(remember(kind, address, (body ?? {}) as Readonly<Record<string, unknown>>));
}

/** Sends again what is still unanswered and in time; each answer is told to `answered`. */
export async function resume(answered: (command: PendingCommand, reply: unknown) => void): Promise<void> {
  save(stillValid(store.get("pending")));
  for (const command of store.get("pending")) {
    if (command.driverId !== currentDriver() || inFlight.has(command.commandId)) continue;
    try {
      answered(command, await deliver(command));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
}

const inFlight = new Map<string, Promise<unknown>>();

function remember(kind: CommandKind, path: string, body: Readonly<Record<string, unknown>>): PendingCommand {
  const now = Date.now();
  const pending = stillValid(store.get("pending"), now);
  const text = JSON.stringify(body);
  const driverId = currentDriver() ?? "";
  const same = pending.find(
    (command) => command.driverId === driverId && command.kind === kind && command.path === path && JSON.stringify(command.body) === text,
  );
  if (same) return same;
  const command: PendingCommand = {
    commandId: newId(),
    driverId,
    kind,
    path,
    body,
    createdAtMs: now,
    validUntilMs: now + LIFE_MS[kind],
  };
  save([...pending, command]);
  return command;
}

function deliver<Answer>(command: PendingCommand): Promise<Answer> {
  const known = inFlight.get(command.commandId) as Promise<Answer> | undefined;
  if (known) return known;
  const work = attempt<Answer>(command);
  inFlight.set(command.commandId, work);
  const done = () => void inFlight.delete(command.commandId);
  work.then(done, done);
  return work;
}

async function attempt<Answer>(command: PendingCommand): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    try {
      const { path, body, commandId, driverId } = command;
      const reply = await dispatch<Answer>({ method: "post", path, body, idempotencyKey: commandId, driverId });
      forget(command);
      return reply;
    } catch (error) {
      // Nobody has judged the command: it waits for its driver to sign in again.
      if (isOfSession(error)) throw error;
      if (!(error instanceof Problem) || !error.retryable) {
        forget(command);
        throw error;
      }
      const wait = Math.max(BACKOFF_MS[Math.min(tries, BACKOFF_MS.length - 1)] ?? 10_000, awayMs(error));
      if (Date.now() + wait > command.validUntilMs || tries >= BACKOFF_MS.length) throw error;
      await pause(wait);
    }
  }
}

/** For so long a platform that has too much to do wants to be left alone. */
function awayMs({ facts: { retryAfterS } }: Problem): number {
  return typeof retryAfterS === "number" ? retryAfterS * 1_000 : 0;
}

function stillValid(commands: readonly PendingCommand[], now = Date.now()): readonly PendingCommand[] {
  return commands.filter(({ validUntilMs }) => validUntilMs > now);
}

function forget(command: PendingCommand): void {
  save(store.get("pending").filter((other) => other.commandId !== command.commandId));
}

function save(pending: readonly PendingCommand[]): void {
  wx.setStorageSync(KEY, pending);
  store.set("pending", pending);
}
