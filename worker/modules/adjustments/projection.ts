import type { AdjustmentState } from "@forecourt/contract/adjustments";
import { eq } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { adjustments } from "./schema.ts";

interface Decision {
  readonly adjustmentId: string;
  readonly operator?: string;
  readonly note?: string | null;
}

const decide = (writes: Writes, state: AdjustmentState, { adjustmentId, operator = "", note = null }: Decision, decidedAtMs: number) => {
  const decided = { state, decidedBy: operator === "" ? null : operator, decidedAtMs, note };
  writes.add(writes.db.update(adjustments).set(decided).where(eq(adjustments.adjustmentId, adjustmentId)));
};

export const adjustmentsProjection: Projection = {
  tables: [adjustments],
  handlers: {
    AdjustmentProposed: ({ adjustmentId, driverId, currency, terms, operator, lapsesAtMs }, { actor, atMs }, writes) => {
      const { bonusLifeMs: _, ...kept } = terms;
      const row = { adjustmentId, walletId: actor.id, driverId, state: "proposed", currency, ...kept };
      writes.add(
        writes.db
          .insert(adjustments)
          .values({ ...row, proposedBy: operator, proposedAtMs: atMs, lapsesAtMs })
          .onConflictDoNothing(),
      );
    },
    AdjustmentApproved: (event, { atMs }, writes) => decide(writes, "approved", event, atMs),
    AdjustmentDeclined: (event, { atMs }, writes) => decide(writes, "declined", event, atMs),
    AdjustmentWithdrawn: (event, { atMs }, writes) => decide(writes, "withdrawn", event, atMs),
    AdjustmentLapsed: (event, { atMs }, writes) => decide(writes, "lapsed", event, atMs),
  },
};
