import type { ActorRef, Commit } from "@forecourt/contract/commit";
import { backoffMs } from "./backoff.ts";
import type { ActorPorts } from "./ports.ts";

/** Commits in one message, and messages' worth of commits held in memory, at most. */
const COMMITS_PER_MESSAGE = 50;
const UNSENT_MAX = 500;
/** A queue message may have 128 KB; the margin is for what wraps the commits. */
const MESSAGE_CHARS_MAX = 100_000;
const CHECK_MS_MAX = 15 * 60_000;

/**
 * Takes commits to the read models. Sending is quick and proves nothing (a queue may be full, or lose what it took), so
 * the journal is compared with the read models' own checkpoint once things are quiet, and what is missing is sent again.
 */
export class Publisher {
  readonly #actor: ActorRef;
  readonly #ports: Pick<ActorPorts<never>, "publish" | "projectedSeq" | "log" | "random" | "now">;
  readonly #checkMs: number;
  readonly #read: (afterSeq: number, limit: number) => readonly Commit[];
  #unsent: Commit[] = [];
  #sending: Promise<void> | undefined;
  /** The last published commit, and up to where the read models are known to have come. */
  #headSeq: number;
  #provenSeq: number;
  #checkAtMs: number | null = null;
  #fruitless = 0;

  /** @param read published commits after a seq, oldest first */
  constructor(
    actor: ActorRef,
    ports: Pick<ActorPorts<never>, "publish" | "projectedSeq" | "log" | "random" | "now">,
    checkMs: number,
    headSeq: number,
    read: (afterSeq: number, limit: number) => readonly Commit[],
  ) {
    this.#actor = actor;
    this.#ports = ports;
    this.#checkMs = checkMs;
    this.#headSeq = headSeq;
    this.#provenSeq = headSeq;
    this.#read = read;
  }

  get headSeq(): number {
    return this.#headSeq;
  }

  /** When to compare with the checkpoint; null when there is nothing to prove. */
  get checkAtMs(): number | null {
    return this.#headSeq > this.#provenSeq ? this.#checkAtMs : null;
  }

  /** After a start nothing is proven: compare at this moment. */
  doubt(checkAtMs: number): void {
    this.#provenSeq = 0;
    this.#checkAtMs = checkAtMs;
  }

  committed(commit: Commit): void {
    this.#headSeq = commit.seq;
    this.#checkAtMs ??= this.#ports.now() + this.#checkMs;
    // Beyond the bound the comparison brings the rest.
    if (this.#unsent.length < UNSENT_MAX) this.#unsent.push(commit);
  }

  /** Sends what has not been sent. Never throws. */
  flush(): Promise<void> {
    this.#sending ??= this.#flush().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #flush(): Promise<void> {
    while (this.#unsent.length > 0) {
      const commits = page(this.#unsent);
      this.#unsent = this.#unsent.slice(commits.length);
      try {
        await this.#ports.publish({ actor: this.#actor, commits });
      } catch (error) {
        // A gap in what was sent would only make the projector read the journal; leave it all to the comparison.
        this.#unsent = [];
        this.#ports.log("warn", "publishing failed; the comparison will send it again", { kind: this.#actor.kind, error: String(error) });
        return;
      }
    }
  }

  /** Compares with the checkpoint and sends again what is missing. Never throws. */
  async check(): Promise<void> {
    const now = this.#ports.now();
    if (this.checkAtMs === null || this.checkAtMs > now) return;
    const headSeq = this.#headSeq;
    try {
      const projectedSeq = await this.#ports.projectedSeq(this.#actor);
      this.#provenSeq = Math.max(this.#provenSeq, Math.min(projectedSeq, headSeq));
      if (projectedSeq >= headSeq) {
        this.#fruitless = 0;
        this.#checkAtMs = this.#headSeq > headSeq ? now + this.#checkMs : null;
        return;
      }
      const commits = page(this.#read(projectedSeq, COMMITS_PER_MESSAGE));
      if (commits.length > 0) await this.#ports.publish({ actor: this.#actor, commits });
    } catch (error) {
      this.#ports.log("warn", "the read models' checkpoint does not answer", { kind: this.#actor.kind, error: String(error) });
    }
    this.#fruitless++;
    this.#checkAtMs = now + backoffMs(this.#fruitless, this.#checkMs, CHECK_MS_MAX, this.#ports.random());
  }
}

/** As many of the first commits as one message holds; at least one. */
function page(commits: readonly Commit[]): readonly Commit[] {
  let chars = 0;
  let count = 0;
  for (const commit of commits) {
    chars += JSON.stringify(commit.events).length + 100;
    if (count > 0 && (chars > MESSAGE_CHARS_MAX || count === COMMITS_PER_MESSAGE)) break;
    count++;
  }
  return commits.slice(0, count);
}
