import type { ActorRef } from "@forecourt/contract/commit";
import { kindOfCommand } from "@forecourt/contract/transactions";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import type { Projection, PublishedEvent } from "../../projection/projection.ts";
import { originRow } from "./columns.ts";
import { entryIdOf } from "./entryId.ts";
import { transactionLog } from "./schema.ts";

export const transactionsProjection: Projection = {
  tables: [transactionLog],
  handlers: {
    CommandOriginated: ({ action, origin }, { actor, seq, atMs, events }, writes) => {
      const kind = kindOfCommand[action];
      if (kind === undefined) return;
      const acted = events.find((event) => event.type === "OperatorActed");
      writes.insert(transactionLog, {
        entryId: entryIdOf(atMs, `${actor.kind === "wallet" ? actor.id : idFrom("pay", actor.id)}-${seq}`),
        ...{ atMs, kind, ...factsOf(events, actor) },
        ...{ caller: acted === undefined ? "driver" : "operator", operator: acted?.by.email ?? null },
        ...originRow({ phone: origin, terminal: null }),
      });
    },
    FundsReleased: ({ fuelingId, held }, { actor, seq, atMs }, writes) => {
      if (held === undefined) return;
      const { origin, stationId, amountMinor, currency } = held;
      writes.insert(transactionLog, {
        entryId: entryIdOf(atMs, `${actor.id}-${seq}`),
        ...{ atMs, kind: "authorization", walletId: actor.id, stationId, subjectId: fuelingId, amountMinor, currency, operator: null },
        caller: origin.terminal === null ? "driver" : "terminal",
        ...originRow(origin),
      });
    },
  },
};

interface Facts {
  readonly walletId: string | null;
  readonly subjectId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** Whose wallet a commit is about, what of it, and how much: the first of its events that says so. */
function factsOf(events: readonly PublishedEvent[], actor: ActorRef): Facts {
  const attributed = events.find((event) => event.type === "PaymentAttributed");
  if (attributed !== undefined) {
    const { orderId = null, amountMinor = null, currency = null } = attributed.about ?? {};
    return { walletId: attributed.walletId, subjectId: orderId, amountMinor, currency };
  }
  for (const event of events) {
    const facts = factsIn(event);
    if (facts !== null) return { walletId: actor.id, ...facts };
  }
  return { walletId: actor.id, subjectId: null, amountMinor: null, currency: null };
}

function factsIn(event: PublishedEvent): Omit<Facts, "walletId"> | null {
  switch (event.type) {
    case "TopupRequested":
      return { subjectId: event.orderId, amountMinor: event.amountMinor, currency: event.currency };
    case "RefundRequested":
    case "RefundSucceeded":
    case "RefundSucceededLate":
      return { subjectId: event.orderId, amountMinor: event.principalMinor, currency: event.currency };
    case "RefundDeclined":
    case "RefundFailed":
      return { subjectId: event.orderId, amountMinor: event.movement.principalMinor, currency: event.currency };
    case "TopupCancelled":
    case "RefundApproved":
    case "BankAccountGiven":
    case "BankTransferExported":
      return { subjectId: event.orderId, amountMinor: null, currency: null };
    case "AdjustmentProposed": {
      const { direction, amountMinor } = event.terms;
      return { subjectId: event.adjustmentId, amountMinor: direction === "debit" ? -amountMinor : amountMinor, currency: event.currency };
    }
    case "AdjustmentApproved": {
      const { principalMinor, bonusMinor } = event.movement;
      return { subjectId: event.adjustmentId, amountMinor: principalMinor + bonusMinor, currency: event.currency };
    }
    case "AdjustmentDeclined":
    case "AdjustmentWithdrawn":
      return { subjectId: event.adjustmentId, amountMinor: null, currency: null };
    case "PaymentCredited":
    case "PaymentReturnDecided":
      return { subjectId: event.orderId, amountMinor: event.amountMinor, currency: event.currency };
    default:
      return null;
  }
}
