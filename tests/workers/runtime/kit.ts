import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Commit } from "@forecourt/contract/commit";
import type { ToyActor, ToyCommand, ToyState } from "./ToyActor.ts";
import { type ToyWorld, worldOf } from "./world.ts";

/** One row of the journal as it is on disk. */
export type StoredRow = { seq: number; command_id: string; after_seq: number | null; events: string; reply: string };

/** A toy of its own, and its world. */
export class Toy {
  readonly name = crypto.randomUUID();
  readonly stub = env.TOY.getByName(this.name);
  readonly world: ToyWorld = worldOf(this.name);
  #commands = 0;

  /** Gives it a command under an id that no other has. */
  give(command: ToyCommand) {
    return this.execute(`command-${++this.#commands}`, command);
  }

  execute(commandId: string, command: ToyCommand) {
    return this.inside(({ host }) => host.execute(commandId, command));
  }

  inside<R>(look: (actor: ToyActor, ctx: DurableObjectState) => R | Promise<R>): Promise<R> {
    return runInDurableObject<ToyActor, R>(this.stub, look);
  }

  state(): Promise<ToyState> {
    return this.inside(({ host }) => host.state);
  }

  /** Waits until everything that can be sent now has been. */
  settle(): Promise<void> {
    return this.inside(({ host }) => host.settle());
  }

  journal(): Promise<readonly StoredRow[]> {
    return this.inside((_, ctx) => ctx.storage.sql.exec<StoredRow>("SELECT * FROM journal ORDER BY seq").toArray());
  }

  /** Everything in its tables. */
  tables(): Promise<unknown> {
    return this.inside((_, { storage: { sql } }) =>
      ["journal", "snapshot", "delivery_attempts"].map((table) => sql.exec(`SELECT * FROM ${table}`).toArray()),
    );
  }

  alarmAtMs(): Promise<number | null> {
    return this.inside((_, ctx) => ctx.storage.getAlarm());
  }

  /** Takes it out of memory; the next touch starts it anew from its storage. */
  async evict(): Promise<void> {
    await this.settle();
    await evictDurableObject(this.stub);
  }

  /** Lets its alarm go off now, whatever it is set to; false when none is set. */
  fireAlarm(): Promise<boolean> {
    return runDurableObjectAlarm(this.stub);
  }

  /** Lets the time come that its alarm is set to, and the alarm go off; false when none is set. */
  async passToAlarm(): Promise<boolean> {
    const atMs = await this.alarmAtMs();
    if (atMs === null) return false;
    this.world.nowMs = Math.max(this.world.nowMs, atMs);
    return this.fireAlarm();
  }

  /** Lets alarm after alarm go off until none is set; returns how many did. */
  async passUntilQuiet(most = 50): Promise<number> {
    for (let fired = 0; fired < most; fired++) if (!(await this.passToAlarm())) return fired;
    throw new Error(`still not quiet after ${most} alarms`);
  }

  /** What the read models have been sent, once each, in order. */
  publishedCommits(): readonly Commit[] {
    const bySeq = new Map(this.world.published.flatMap(({ commits }) => commits).map((commit) => [commit.seq, commit]));
    return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  publishedSeqs(): readonly number[] {
    return this.world.published.flatMap(({ commits }) => commits.map(({ seq }) => seq));
  }
}

/** Resolves once the condition holds, by turns of the event loop. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, mostMs = 4_000): Promise<void> {
  const end = Date.now() + mostMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never came about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
