import type { Publication } from "@forecourt/contract/commit";
import type { ActorLimits } from "@forecourt/durable-objects/runtime/definition";
import type { ActorPorts } from "@forecourt/durable-objects/runtime/ports";

/** A queue takes no message larger than this. */
const QUEUE_MESSAGE_BYTES_MAX = 128_000;

/** Everything outside of one toy, as a test arranges it. */
export interface ToyWorld {
  /** Far in the future, so that the platform never fires an alarm of its own accord: only the test does. */
  nowMs: number;
  /** Ids of deliveries, one for every attempt. */
  readonly sent: string[];
  /** How many sends to a destination fail before one succeeds. */
  readonly failures: Map<string, number>;
  /** What a destination replies, unless null; see `acknowledged`. */
  readonly replies: Map<string, unknown>;
  /** Destinations that take a message and do not answer until they are taken off. */
  readonly silent: Map<string, Promise<void>>;
  readonly published: Publication[];
  queueFull: boolean;
  /** Messages that the queue takes and loses, from now on. */
  losesNext: number;
  /** The read models' checkpoint, and how often it was asked for. */
  projectedSeq: number;
  comparisons: number;
  checkpointDown: boolean;
  readonly log: string[];
  /** Instead of the toy's own; to be set before it is first touched. */
  limits: Partial<ActorLimits>;
  readonly ports: ActorPorts<{ readonly id: string; readonly destination: string }>;
}

const worlds = new Map<string, ToyWorld>();

/** The world as the toy of this name sees it; it outlives the object's memory. */
export function worldOf(name: string): ToyWorld {
  const known = worlds.get(name);
  if (known !== undefined) return known;
  const world = newWorld();
  worlds.set(name, world);
  return world;
}

function newWorld(): ToyWorld {
  const world: ToyWorld = {
    nowMs: Date.UTC(2100, 0, 1),
    sent: [],
    failures: new Map(),
    replies: new Map(),
    silent: new Map(),
    published: [],
    queueFull: false,
    losesNext: 0,
    projectedSeq: 0,
    comparisons: 0,
    checkpointDown: false,
    log: [],
    limits: {},
    ports: {
      now: () => world.nowMs,
      random: () => 0.5,
      send: async ({ destination }, deliveryId) => {
        world.sent.push(deliveryId);
        await world.silent.get(destination);
        const left = world.failures.get(destination) ?? 0;
        if (left === 0) return world.replies.get(destination) ?? null;
        world.failures.set(destination, left - 1);
        throw new Error("the receiver does not answer");
      },
      publish: async (publication) => {
        if (world.queueFull) throw new Error("the queue is full");
        if (new TextEncoder().encode(JSON.stringify(publication)).length > QUEUE_MESSAGE_BYTES_MAX)
          throw new Error("the message is too large");
        if (world.losesNext > 0) world.losesNext--;
        else world.published.push(publication);
      },
      projectedSeq: async () => {
        world.comparisons++;
        if (world.checkpointDown) throw new Error("the database does not answer");
        return world.projectedSeq;
      },
      log: (level, message) => void world.log.push(`${level}: ${message}`),
    },
  };
  return world;
}
