import { z } from "zod";
import { instant } from "../scalars.ts";

/** How payment providers do, as operators see it. Times in milliseconds. */
export const paymentHealth = z.object({
  items: z.array(
    z.object({
      provider: z.string(),
      /** Switched on in this installation. */
      isOn: z.boolean(),
      calls: z.array(
        z.object({
          /** create query close refund query_refund notification */
          call: z.string(),
          calls: z.int(),
          /** Without an answer that can be relied on; of notifications, those that were refused. */
          errors: z.int(),
          averageMs: z.int(),
          maxMs: z.int(),
          lastError: z.string().nullable(),
          lastErrorAt: instant.nullable(),
          /** Only hours in which there was a call. */
          hours: z.array(z.object({ at: instant, calls: z.int(), errors: z.int(), averageMs: z.int() })),
        }),
      ),
    }),
  ),
  from: instant,
  asOf: instant,
});
