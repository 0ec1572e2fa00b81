import type { ActorEnv } from "./env.ts";
import type { ActorPorts } from "./runtime/ports.ts";

/** The runtime's ports on the real world, all but `send`, which each actor has its own. */
export function worldOf(env: Pick<ActorEnv, "PROJECTION" | "DB">): Omit<ActorPorts<never>, "send"> {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    publish: async (publication) => {
      await env.PROJECTION.send(publication);
    },
    projectedSeq: async ({ kind, id }) => {
      const row = await env.DB.prepare("SELECT seq FROM checkpoints WHERE actor = ?").bind(`${kind}/${id}`).first<{ seq: number }>();
      return row?.seq ?? 0;
    },
    log: (level, message, fields) => console[level](JSON.stringify({ level, message, ...fields })),
  };
}
