import type { DriverFigures } from "../api/figures.ts";
import { shareOf } from "../format/rate.ts";

/** Whether a return counts on the very day, or on any day up to it. */
export type Counting = "within" | "on";

/** The share of all cohorts whose days are over that has come back; null while none is. */
export function retentionOf(cohorts: DriverFigures["cohorts"], days: number, counting: Counting): number | null {
  let registered = 0;
  let back = 0;
  for (const cohort of cohorts) {
    const returned = cohort.back.find((one) => one.days === days)?.[counting] ?? null;
    if (returned === null) continue;
    registered += cohort.registered;
    back += returned;
  }
  return shareOf(back, registered);
}
