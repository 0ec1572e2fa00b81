import { z } from "zod";
import { exportLanguages, exportStates } from "../exports.ts";
import { instant, timeZone } from "../scalars.ts";

/** A list as a file. */
export const exportRequest = z.object({
  /** Which list: `orders`, `drivers`, `adjustments`, `statement` … */
  subject: z.string().regex(/^[a-z-]{2,30}$/),
  /** As the list's own address takes it. */
  filter: z.record(z.string(), z.unknown()).default({}),
  language: z.enum(exportLanguages).default("en"),
  timeZone: timeZone.default("UTC"),
});

export const exportItem = z.object({
  exportId: z.string(),
  subject: z.string(),
  state: z.enum(exportStates),
  /** Written so far. */
  rows: z.int(),
  bytes: z.int(),
  requestedAt: instant,
  completedAt: instant.nullable(),
  /** When the file goes; null until it is ready. */
  expiresAt: instant.nullable(),
});
