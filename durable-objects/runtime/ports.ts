import type { ActorRef, Publication } from "@forecourt/contract/commit";
import type { Wanted } from "./alarm.ts";

/** See {@link ActorPorts}. */
export interface Upkeep {
  /** Null when there is nothing to do. Asked after every commit. */
  wanted(): Wanted | null;
  /** Done at every alarm, whether it was wanted or not. */
  run(): Promise<void>;
}

/** What the runtime needs of the world. The Durable Object class supplies it; a test supplies another. */
export interface ActorPorts<Message> {
  /** Milliseconds since the epoch. */
  now(): number;
  /** In [0, 1); for jitter only. */
  random(): number;
  /** Hands a message to its receiver and returns the reply. A throw means: not known to have arrived. */
  send(message: Message, deliveryId: string, signal: AbortSignal): Promise<unknown>;
  /** Hands commits to the projectors. Success is no proof of arrival. */
  publish(publication: Publication): Promise<void>;
  /** How far the read models have come with this actor: the seq of its last applied commit, 0 for none. */
  projectedSeq(actor: ActorRef): Promise<number>;
  /** One structured line; no personal data, no secrets. */
  log(level: "info" | "warn" | "error", message: string, fields: Readonly<Record<string, string | number | boolean | null>>): void;
  /** Work of the actor's own that goes with its alarm, and may wait a while for it. */
  readonly upkeep?: Upkeep;
  /** Told after every commit, whoever caused it; for what is shown live. Must not throw. */
  committed?(): void;
}
