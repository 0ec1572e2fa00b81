import {
  amountFor,
  type CountedCommand,
  EVIDENCE_MAX,
  type OrderSeen,
  type RiskHit,
  type RiskRule,
  type RiskRuleOf,
} from "@forecourt/contract/risk";
import type { Currency } from "@forecourt/contract/units";

/** A top-up that is judged, and what is known of its driver. */
export interface TopupFacts {
  readonly amountMinor: number;
  readonly orderId: string | null;
  readonly currency: Currency;
  readonly regionId: string | null;
  /** Other top-ups that count, oldest first. */
  readonly before: readonly OrderSeen[];
  /** What is new about where it comes from, and since when. */
  readonly arrival: { readonly novelties: readonly ("device" | "place")[]; readonly atMs: number } | null;
}

/** Which rules a top-up meets. */
export function judgeTopup(facts: TopupFacts, rules: readonly RiskRule[], nowMs: number): readonly RiskHit[] {
  return rules.flatMap((rule) => {
    if (!rule.enabled) return [];
    if (rule.kind === "topup_burst") return judgeBurst(facts, rule, nowMs) ?? [];
    if (rule.kind === "new_arrival_topup") return judgeArrival(facts, rule, nowMs) ?? [];
    return [];
  });
}

function judgeBurst(facts: TopupFacts, rule: RiskRuleOf<"topup_burst">, nowMs: number): RiskHit | null {
  const { currency, regionId } = facts;
  const atLeastMinor = amountFor(rule.atLeast, currency, regionId);
  const sumMostMinor = rule.sum === null ? null : amountFor(rule.sum, currency, regionId);
  const all = [...facts.before.filter(({ atMs }) => atMs > nowMs - rule.windowMs), toOrder(facts, nowMs)];
  const sumMinor = all.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const large = atLeastMinor === null ? [] : all.filter(({ amountMinor }) => amountMinor >= atLeastMinor);
  // A small one is no more of them, however many large ones there were.
  const isBurst = large.length >= rule.count && atLeastMinor !== null && facts.amountMinor >= atLeastMinor;
  if (!isBurst && (sumMostMinor === null || sumMinor < sumMostMinor)) return null;
  const { ruleId, kind, outcome, windowMs } = rule;
  return { ruleId, kind, outcome, windowMs, counted: { count: large.length, sumMinor }, commands: evidence(isBurst ? large : all) };
}

function judgeArrival(facts: TopupFacts, rule: RiskRuleOf<"new_arrival_topup">, nowMs: number): RiskHit | null {
  const { arrival, currency, regionId, amountMinor } = facts;
  const atLeastMinor = amountFor(rule.atLeast, currency, regionId);
  if (arrival === null || atLeastMinor === null || amountMinor < atLeastMinor || arrival.atMs <= nowMs - rule.windowMs) return null;
  if (!rule.novelties.some((novelty) => arrival.novelties.includes(novelty))) return null;
  const { ruleId, kind, outcome, windowMs } = rule;
  const signIn: CountedCommand = { what: "sign_in", atMs: arrival.atMs, id: null };
  return {
    ...{ ruleId, kind, outcome, windowMs },
    counted: { ageMs: nowMs - arrival.atMs },
    commands: [signIn, ...evidence([toOrder(facts, nowMs)])],
  };
}

function toOrder({ orderId, amountMinor }: TopupFacts, atMs: number): OrderSeen {
  return { orderId: orderId ?? "", atMs, amountMinor, counts: true };
}

function evidence(orders: readonly OrderSeen[]): readonly CountedCommand[] {
  return orders
    .slice(-EVIDENCE_MAX)
    .map(({ orderId, atMs, amountMinor }) => ({ what: "topup", atMs, id: orderId === "" ? null : orderId, amountMinor }));
}
