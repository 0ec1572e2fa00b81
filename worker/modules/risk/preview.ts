import type { riskPreview } from "@forecourt/contract/http/risk";
import { type OrderSeen, type RiskHit, type RiskRule, rulesOfKind } from "@forecourt/contract/risk";
import { toInstant } from "@forecourt/contract/scalars";
import { ACCOUNTS_KEPT, SIGHTINGS_KEPT, type Sighting, type SightingRule } from "@forecourt/contract/sighting";
import type { Currency } from "@forecourt/contract/units";
import { type FillSeen, judgePace } from "@forecourt/durable-objects/risk/pace";
import { judgeSightings } from "@forecourt/durable-objects/risk/sightings";
import { judgeTank } from "@forecourt/durable-objects/risk/tank";
import { judgeTopup } from "@forecourt/durable-objects/risk/topups";
import type { z } from "zod";

type Preview = z.input<typeof riskPreview>;

/** An order as it is on record. */
export interface RecordedTopup {
  readonly orderId: string;
  readonly walletId: string;
  readonly driverId: string | null;
  readonly regionId: string | null;
  readonly currency: Currency;
  readonly amountMinor: number;
  readonly atMs: number;
  /** Neither cancelled nor run out. */
  readonly counts: boolean;
  /** Names of where it came from, where that was noted. */
  readonly device: string | null;
  readonly address: string | null;
}

export interface RecordedFill extends FillSeen {
  readonly walletId: string;
  readonly driverId: string | null;
  /** The driver's largest tank as it is now. */
  readonly tankMl: number | null;
}

interface Met {
  readonly hit: RiskHit;
  readonly walletId: string;
  readonly driverId: string | null;
  readonly id: string;
  readonly atMs: number;
  readonly amountMinor: number;
  readonly volumeMl: number | null;
}

const SAMPLES = 5;
/** What a wallet looks back on. */
const KEPT = 100;

/**
 * What rules would have found in what is on record, oldest first. Each command is judged as if it came now: on what was there
 * before it, and by the driver's largest tank of today. Sign-ins are not on record, so rules about new places find nothing, and those about devices and addresses see orders alone.
 */
export function previewRules(
  rules: readonly RiskRule[],
  topups: readonly RecordedTopup[],
  fills: readonly RecordedFill[],
): Preview["rules"] {
  const met = [...judgeOrders(rules, topups), ...judgeFills(rules, fills)];
  return rules.map(({ ruleId, outcome }) => {
    const own = met.filter(({ hit }) => hit.ruleId === ruleId);
    return {
      ruleId,
      outcome,
      commands: own.length,
      drivers: new Set(own.map(({ walletId }) => walletId)).size,
      samples: own.slice(-SAMPLES).map(({ hit, atMs, ...sample }) => ({ ...sample, at: toInstant(atMs), counted: { ...hit.counted } })),
    };
  });
}

function judgeOrders(rules: readonly RiskRule[], topups: readonly RecordedTopup[]): readonly Met[] {
  const before = new Map<string, OrderSeen[]>();
  const devices = new Map<string, Sighting[]>();
  const addresses = new Map<string, Sighting[]>();
  const ofDevice = rules.flatMap((rule) => (rule.kind === "device_velocity" || rule.kind === "device_accounts" ? [rule] : []));
  const ofAddress = rules.flatMap((rule) => (rule.kind === "address_velocity" ? [rule] : []));
  return topups.flatMap((topup) => {
    const { orderId, walletId, driverId, atMs, amountMinor, currency, regionId, counts } = topup;
    const known = before.get(walletId) ?? [];
    const hits = [
      ...judgeTopup({ amountMinor, orderId, currency, regionId, before: known, arrival: null }, rules, atMs),
      ...seen(devices, topup.device, topup, ofDevice),
      ...seen(addresses, topup.address, topup, ofAddress),
    ];
    if (counts) before.set(walletId, [...known, { orderId, atMs, amountMinor, counts }].slice(-KEPT));
    return hits.map((hit) => ({ hit, walletId, driverId, id: orderId, atMs, amountMinor, volumeMl: null }));
  });
}

/** What the actor of a device or an address would have kept, and found. */
function seen(
  all: Map<string, Sighting[]>,
  name: string | null,
  { walletId, driverId, atMs, amountMinor }: RecordedTopup,
  rules: readonly SightingRule[],
): readonly RiskHit[] {
  if (name === null || rules.length === 0) return [];
  const sightings = [...(all.get(name) ?? []), { what: "topup" as const, atMs, amountMinor, driverId: driverId ?? walletId }].slice(
    -SIGHTINGS_KEPT,
  );
  all.set(name, sightings);
  const lastSeen = new Map(sightings.map((each) => [each.driverId, each.atMs]));
  const drivers = [...lastSeen].map(([id, lastAtMs]) => ({ id, atMs: lastAtMs })).slice(-ACCOUNTS_KEPT);
  return judgeSightings({ sightings, drivers, payers: [] }, rules, atMs);
}

function judgeFills(rules: readonly RiskRule[], fills: readonly RecordedFill[]): readonly Met[] {
  const [pace, aboveTank] = [rulesOfKind(rules, "fueling_pace"), rulesOfKind(rules, "fill_above_tank")];
  const before = new Map<string, FillSeen[]>();
  return fills.flatMap((fill) => {
    const { walletId, driverId, fuelingId: id, atMs, amountMinor, volumeMl, tankMl } = fill;
    const own = [...(before.get(walletId) ?? []), { fuelingId: id, atMs, amountMinor, volumeMl }].slice(-KEPT);
    before.set(walletId, own);
    return [...judgePace(own, pace, atMs), ...judgeTank(fill, tankMl, aboveTank)].map((hit) => ({
      hit,
      walletId,
      driverId,
      id,
      atMs,
      amountMinor,
      volumeMl,
    }));
  });
}
