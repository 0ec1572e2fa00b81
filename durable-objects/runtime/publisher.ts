import { Buffer } from "node:buffer";
import type { ActorRef, Commit } from "@forecourt/contract/commit";
import { backoffMs } from "./backoff.ts";
import type { ActorPorts } from "./ports.ts";

/** Commits in one message, and commits held in memory, at most. */
const COMMITS_PER_MESSAGE = 50;
const UNSENT_MAX = 500;
/** A queue message may have 128 KB; the margin is for what wraps the commits. */
const MESSAGE_BYTES_MAX = 100_000;
const COMMIT_WRAPPING_BYTES = 100;
const CHECK_MS_MAX = 15 * 60_000;

type PublisherPorts = Pick<ActorPorts<never>, "publish" | "projectedSeq" | "log" | "random" | "now">;

/**
 * Takes commits to the read models. Sending is quick and proves nothing (a queue may be full, or lose what it took), so
 * the journal is compared with the read models' own checkpoint a while after a commit, and what is missing is sent again.
 */
export class Publisher {
  readonly #actor: ActorRef;
  readonly #ports: PublisherPorts;
  readonly #checkMs: number;
  readonly #read: (afterSeq: number, limit: number) => readonly Commit[];
  #unsent: Commit[] = [];
  #sending: Promise<void> | undefined;
  /** The last published commit, and up to where the read models are known to have come. */
  #headSeq = 0;
  #provenSeq = 0;
  /** When to compare, and up to where everything should have arrived by then; what is younger may be on its way still. */
  #checkAtMs: number | null = null;
  #expectedSeq = 0;
  #fruitless = 0;
  readonly #failed: () => void;

  /**
   * @param read published commits after a seq, oldest first
   * @param failed told when something could not be sent: a comparison is planned that was not before
   */
  constructor(
    actor: ActorRef,
    ports: PublisherPorts,
    checkMs: number,
    read: (afterSeq: number, limit: number) => readonly Commit[],
    failed: () => void,
  ) {
    this.#failed = failed;
    this.#actor = actor;
    this.#ports = ports;
    this.#checkMs = checkMs;
    this.#read = read;
  }

  /** @param headSeq the last published commit of the journal, when the object starts */
  startAt(headSeq: number): void {
    this.#headSeq = headSeq;
    this.#provenSeq = headSeq;
    this.#expectedSeq = headSeq;
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
    this.#plan(checkAtMs);
  }

  /** @param vouched somebody else sees to its arrival */
  committed(commit: Commit, vouched: boolean): void {
    this.#headSeq = commit.seq;
    // Beyond the bound the comparison brings the rest.
    if (this.#unsent.length < UNSENT_MAX) this.#unsent.push(commit);
    else if (vouched) this.#plan(this.#ports.now() + this.#checkMs);
    if (vouched) return;
    const checkAtMs = this.#ports.now() + this.#checkMs;
    // A doubt may be for a moment far away, of a timer that has nothing to do with it; back-off, though, is not cut short.
    if (this.#checkAtMs === null || (this.#fruitless === 0 && this.#checkAtMs > checkAtMs)) this.#plan(checkAtMs);
  }

  /** Sends what has not been sent. Never throws. */
  flush(): Promise<void> {
    if (this.#unsent.length > 0) this.#sending ??= this.#send();
    return this.#sending ?? Promise.resolve();
  }

  async #send(): Promise<void> {
    // Commits of one turn go in one message.
    await null;
    try {
      while (this.#unsent.length > 0) {
        // One by itself, which is the rule, is not measured first; were it too large, the comparison would bring it.
        const commits = this.#unsent.length === 1 ? this.#unsent : page(this.#unsent);
        this.#unsent = this.#unsent.slice(Math.max(1, commits.length));
        await this.#ports.publish({ actor: this.#actor, commits });
      }
    } catch (error) {
      // A gap in what was sent would only make the projector read the journal; leave it all to the comparison.
      this.#unsent = [];
      if (this.checkAtMs === null) {
        this.#plan(this.#ports.now() + this.#checkMs);
        this.#failed();
      }
      this.#ports.log("warn", "publishing failed; the comparison will send it again", { kind: this.#actor.kind, error: String(error) });
    } finally {
      // Here and not in a `finally` of the promise: what commits before that runs would wait for the comparison.
      this.#sending = undefined;
    }
  }

  /** Compares with the checkpoint and sends again what is missing. Never throws. */
  async check(): Promise<void> {
    const now = this.#ports.now();
    if (this.checkAtMs === null || this.checkAtMs > now) return;
    try {
      const projectedSeq = await this.#ports.projectedSeq(this.#actor);
      if (projectedSeq > this.#provenSeq) this.#fruitless = 0;
      this.#provenSeq = Math.max(this.#provenSeq, Math.min(projectedSeq, this.#headSeq));
      if (projectedSeq >= this.#expectedSeq) {
        this.#fruitless = 0;
        this.#checkAtMs = null;
        if (projectedSeq < this.#headSeq) this.#plan(now + this.#checkMs);
        return;
      }
      await this.#ports.publish({ actor: this.#actor, commits: page(this.#read(projectedSeq, COMMITS_PER_MESSAGE)) });
    } catch (error) {
      this.#ports.log("warn", "comparing with the read models failed", { kind: this.#actor.kind, error: String(error) });
    }
    this.#fruitless++;
    this.#plan(now + backoffMs(this.#fruitless, this.#checkMs, CHECK_MS_MAX, this.#ports.random()));
  }

  #plan(checkAtMs: number): void {
    this.#checkAtMs = checkAtMs;
    this.#expectedSeq = this.#headSeq;
  }
}

/** As many of the first commits as one message holds; none, which asks the projector to read, when the first is too large. */
function page(commits: readonly Commit[]): readonly Commit[] {
  let bytes = 0;
  let count = 0;
  for (const commit of commits) {
    bytes += Buffer.byteLength(JSON.stringify(commit.events)) + COMMIT_WRAPPING_BYTES;
    if (bytes > MESSAGE_BYTES_MAX || count === COMMITS_PER_MESSAGE) break;
    count++;
  }
  return commits.slice(0, count);
}
