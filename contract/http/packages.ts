import { z } from "zod";
import { topupPackage } from "../catalog.ts";

/** Packages as operators manage them, under `/v1/operator/packages`. */

export const packageStates = ["on_sale", "scheduled", "ended", "sold_out", "withdrawn"] as const;

export const packageSummary = z.object({
  version: z.int(),
  package: topupPackage,
  state: z.enum(packageStates),
  /** Of its stock; null for a package that has none. */
  sold: z.int().nullable(),
  /** Held for orders that wait for payment. */
  held: z.int(),
  pictureUrl: z.string().nullable(),
});
export const picture = z.object({ pictureId: z.string(), url: z.string() });
