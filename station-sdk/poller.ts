import { COMMAND_WAIT_S_MAX, commandsReply, type TerminalCommand, terminalCommand } from "@forecourt/contract/terminal";
import { backoffMs, slowMs } from "./backoff.ts";
import { Nap } from "./clock.ts";
import type { CommandCursor } from "./cursor.ts";
import type { Link, Outcome, Surroundings } from "./http.ts";
import { freshId } from "./sign.ts";
import type { StatusChange } from "./status.ts";

/** Fetches commands by long poll and has them carried out, one after the other. */

/**
 * Carries a command out. It may be called again with the same command after a crash, so the same `id` a second time must
 * have no further effect. A rejected promise means: not done, call again.
 *
 * @param isLast it is not called again: the command is passed over when this fails, too
 */
export type CommandHandler = (command: TerminalCommand, isLast: boolean) => Promise<void> | void;

export interface PollerOptions {
  readonly terminalId: string;
  readonly cursor: CommandCursor;
  readonly link: Link;
  readonly surroundings: Surroundings;
  readonly handler: CommandHandler;
  readonly report: (change: StatusChange) => void;
  /** Somebody watches: progress is wanted so often. */
  readonly hurry: (nextProgressInMs: number) => void;
  /** The server answers: what waits for it may try at once. */
  readonly reached: () => void;
}

/** The reply may take so much longer than the server was asked to wait. */
const GRACE_MS = 15_000;
/** After so many failures of its handler a command is passed over, so that the ones behind it are not lost with it. */
const ATTEMPTS_MAX = 5;
/** An answer without commands that came quicker than this: the server doesn't wait, and must not be asked in a busy loop. */
const QUICK_MS = 1_000;

const replyFrame = commandsReply.omit({ commands: true });

/** A reply whose commands are looked at one by one later, so that one of a kind to come doesn't stop the others. */
function readReply(
  body: unknown,
): { readonly commands: readonly unknown[]; readonly cursor: number; readonly nextProgressInMs?: number | undefined } | undefined {
  const frame = replyFrame.safeParse(body);
  if (!frame.success || typeof body !== "object" || body === null || !("commands" in body) || !Array.isArray(body.commands))
    return undefined;
  return { commands: body.commands, cursor: frame.data.cursor, nextProgressInMs: frame.data.nextProgressInMs };
}

/** See the file's comment. */
export class Poller {
  readonly #o: PollerOptions;
  #failures = 0;
  /** The command that fails at present, and how often it has. */
  #failing: { readonly id: string; readonly attempts: number } | undefined;

  constructor(options: PollerOptions) {
    this.#o = options;
  }

  /** Ends when the signal aborts. A command that is being carried out then is finished first. */
  async run(signal: AbortSignal): Promise<void> {
    const nap = new Nap(this.#o.surroundings.sleep, signal);
    while (!signal.aborted) {
      const askedAtMs = this.#o.surroundings.now();
      const outcome = await this.#ask(signal);
      if (signal.aborted) return;
      const pauseMs = await this.#apply(outcome, askedAtMs, signal);
      if (pauseMs > 0) await nap.take(pauseMs);
    }
  }

  #ask(signal: AbortSignal): Promise<Outcome> {
    return this.#o.link.call({
      method: "GET",
      path: `/v1/terminal/commands?after=${this.#o.cursor.value}&waitS=${COMMAND_WAIT_S_MAX}`,
      body: "",
      id: freshId(this.#o.terminalId),
      timeoutMs: COMMAND_WAIT_S_MAX * 1000 + GRACE_MS,
      signal,
    });
  }

  /** @returns how long to wait before the next poll, milliseconds */
  async #apply(outcome: Outcome, askedAtMs: number, signal: AbortSignal): Promise<number> {
    const { random, now } = this.#o.surroundings;
    switch (outcome.kind) {
      case "reply": {
        const reply = readReply(outcome.body);
        if (!reply) return this.#failedMs();
        this.#failures = 0;
        this.#o.reached();
        if (reply.nextProgressInMs !== undefined) this.#o.hurry(reply.nextProgressInMs);
        for (const raw of reply.commands) {
          if (signal.aborted) return 0;
          if (!(await this.#carryOut(raw))) return this.#failedMs();
        }
        this.#o.cursor.moveTo(reply.cursor);
        const isQuick = reply.commands.length === 0 && now() - askedAtMs < QUICK_MS;
        return isQuick ? Math.ceil((0.5 + random()) * QUICK_MS) : 0;
      }
      case "unreachable":
        return this.#failedMs();
      case "busy":
        return Math.max(outcome.retryAfterMs ?? 0, this.#failedMs());
      case "unauthorised":
        this.#o.report(outcome);
        return slowMs(random);
      case "too_large":
      case "refused":
        this.#o.report({ kind: "refused", httpStatus: outcome.httpStatus, code: outcome.code });
        return slowMs(random);
      default: {
        const unknown: never = outcome;
        throw new Error(`Unknown outcome ${JSON.stringify(unknown)}`);
      }
    }
  }

  #failedMs(): number {
    this.#failures += 1;
    return Math.max(1, backoffMs(this.#failures, this.#o.surroundings.random));
  }

  /** @returns false when it is to be asked for and tried again */
  async #carryOut(raw: unknown): Promise<boolean> {
    const parsed = terminalCommand.safeParse(raw);
    if (!parsed.success) {
      this.#o.report({ kind: "command_unknown", commandId: idOf(raw) });
      return true;
    }
    const command = parsed.data;
    const { cursor } = this.#o;
    if (!cursor.hasHandled(command.id)) {
      const attempts = this.#failing?.id === command.id ? this.#failing.attempts + 1 : 1;
      const givenUp = attempts >= ATTEMPTS_MAX;
      try {
        await this.#o.handler(command, givenUp);
      } catch (error) {
        this.#failing = { id: command.id, attempts };
        this.#o.report({ kind: "command_failed", commandId: command.id, error, givenUp });
        if (!givenUp) return false;
      }
    }
    cursor.handled(command.id, command.cursor);
    return true;
  }
}

function idOf(raw: unknown): string | undefined {
  return typeof raw === "object" && raw !== null && "id" in raw && typeof raw.id === "string" ? raw.id : undefined;
}
