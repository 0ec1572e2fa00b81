import type { ActorEnv } from "@forecourt/durable-objects/env";

/**
 * The queue and D1, as small as can be. The queue still turns a message into bytes, as sending does; D1 says that the read models have come
 * as far as anybody can ask, so that the comparison is made and has nothing to send again.
 */
export function withStandIns(env: ActorEnv): ActorEnv {
  const queue: Pick<Queue, "send"> = {
    async send(message) {
      JSON.stringify(message);
      return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } } as QueueSendResponse;
    },
  };
  const statement = { bind: () => statement, first: async () => ({ seq: Number.MAX_SAFE_INTEGER }) };
  const database = { prepare: () => statement };
  return { ...env, PROJECTION: queue as ActorEnv["PROJECTION"], DB: database as unknown as D1Database };
}
