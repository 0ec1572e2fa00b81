import type { Detail } from "@forecourt/contract/result";
import type { Place } from "../../projection/projection.ts";
import type { Finding } from "./cases.ts";

/** Alerts that are findings as well: what an actor has noticed itself when it compared its own book with what it was told. */
export function fromAlert(
  { kind, subjectId, facts }: { readonly kind: string; readonly subjectId: string; readonly facts: Detail },
  { actor }: Place,
): Finding | null {
  const text = (name: string): string | null => (typeof facts[name] === "string" ? (facts[name] as string) : null);
  const amount = typeof facts.amountMinor === "number" ? facts.amountMinor : null;
  switch (kind) {
    case "settlement_differs":
      return { kind, subject: subjectId, walletId: text("walletId"), amountMinor: amount, evidence: { ...facts, station: actor.id } };
    case "payment_unattributed":
    case "payment_unsettled":
    case "payment_contradicted": {
      const about = { provider: text("provider"), walletId: text("walletId"), currency: text("currency"), amountMinor: amount };
      return { kind, subject: actor.id, ...about, evidence: { ...facts, providerTransactionId: subjectId } };
    }
    default:
      return null;
  }
}
