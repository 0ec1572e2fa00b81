import { z } from "zod";

/** How far keys have been wrapped anew: ask on with `nextCursor` until it is null. */
export const rotationRequest = z.object({ cursor: z.string().max(2_000).nullable().default(null) });

export const rotation = z.object({
  /** The master key that wraps now, and those that can only unwrap still: what may be left out once a whole pass finds nothing to do. */
  newest: z.int(),
  older: z.array(z.int()),
  looked: z.int(),
  rewrapped: z.int(),
  /** Replaced or erased while it was looked at: another pass will tell. */
  left: z.int(),
  nextCursor: z.string().nullable(),
});
export type Rotation = z.output<typeof rotation>;
