import type { ActorRef, Publication } from "@forecourt/contract/commit";

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
  /** Told after every commit, whoever caused it; for what is shown live. Must not throw. */
  committed?(): void;
}
