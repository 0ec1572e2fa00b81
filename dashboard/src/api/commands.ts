import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { call } from "./client.ts";
import { toProblem } from "./problem.ts";

/** Where a command goes, and with what. */
export interface Command {
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  /** Why, for the audit trail. */
  readonly reason?: string | undefined;
}

/** Lists learn of a change a moment after it was answered, the longer one on a busy day: they are read again then. */
const LISTED_AFTER_MS = [1_500, 4_000] as const;

/**
 * Sends commands. Each has a name of its own (Idempotency-Key); when one was lost on the way, sending the same again carries the same
 * name, so that it is carried out once.
 *
 * @param refreshes queries to read again afterwards
 */
export function useCommand<Reply>(refreshes: readonly (readonly unknown[])[]) {
  const client = useQueryClient();
  const lost = useRef<{ readonly text: string; readonly key: string } | null>(null);
  const refresh = () => Promise.all(refreshes.map((queryKey) => client.invalidateQueries({ queryKey })));
  return useMutation<Reply, Error, Command>({
    mutationFn: async (command) => {
      const text = JSON.stringify(command);
      const key = lost.current?.text === text ? lost.current.key : crypto.randomUUID();
      try {
        const reply = await call<Reply>(command.method, command.path, { body: command.body, reason: command.reason, key });
        lost.current = null;
        return reply;
      } catch (error) {
        lost.current = toProblem(error).isPassing ? { text, key } : null;
        throw error;
      }
    },
    onSettled: refresh,
    onSuccess: () => {
      for (const afterMs of LISTED_AFTER_MS) setTimeout(() => void refresh(), afterMs);
    },
  });
}
