import type { FuelingRequest, FundsAnswer, IngestItem, StationCommand, StationConfig } from "@forecourt/contract/station";
import { stationConfig } from "@forecourt/contract/station";
import type { TerminalEventOf, TerminalEventType } from "@forecourt/contract/terminal";
import { specification } from "../runtime/specification.ts";
import { station } from "./station.ts";

/** What the station's specifications begin with. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** A time of day that is not the epoch, so that a moment forgotten shows. */
export const NOON = Date.UTC(2026, 5, 1, 12);
export const T1 = "s1.t1";
export const WALLET = "wal_000001";
export const FILL = "fue_000001";

type Of<Type extends StationCommand["type"]> = Extract<StationCommand, { type: Type }>;

/** Pump 1 has 92 and 95, pump 2 has 95 only. */
export function config(change: Partial<StationConfig> = {}): StationConfig {
  return stationConfig.parse({
    stationId: "s1",
    regionId: "cn-gd",
    names: { "zh-CN": "一", "zh-TW": "一", en: "One" },
    address: "1 Road",
    location: { lat: 23, lng: 113 },
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    pumps: [
      {
        pump: 1,
        terminalId: T1,
        nozzles: [
          { nozzle: 1, grade: "92" },
          { nozzle: 2, grade: "95" },
        ],
      },
      { pump: 2, terminalId: T1, nozzles: [{ nozzle: 1, grade: "95" }] },
    ],
    ...change,
  });
}

export function configure(change: Partial<StationConfig> = {}): Of<"ConfigureStation"> {
  return { type: "ConfigureStation", config: config(change) };
}

export function bare() {
  return specification(station, "s1").at(NOON);
}

export type StationGiven = ReturnType<typeof bare>;

/** A station with one terminal, and prices for both grades: ¥7.48 and ¥8.00. */
export function equipped(change: Partial<StationConfig> = {}): StationGiven {
  return bare().after(
    configure(change),
    { type: "EnrolTerminal", terminalId: T1, secret: "whsec_1" },
    price("92", 7_480),
    price("95", 8_000),
  );
}

export function price(grade: string, unitPriceMilli: number, effectiveAtMs = NOON): Of<"SchedulePrice"> {
  return { type: "SchedulePrice", grade, unitPriceMilli, effectiveAtMs };
}

export function request(change: Partial<FuelingRequest> = {}): FuelingRequest {
  return { fuelingId: FILL, walletId: WALLET, pump: 1, grade: "92", ...change };
}

/** What a wallet says that has reserved. */
export function reserved(amountMinor = 50_000, expiresAtMs = NOON + 10 * MINUTE): Extract<FundsAnswer, { ok: true }> {
  return { ok: true, walletId: WALLET, amountMinor, expiresAtMs, watched: false };
}

export function authorise(change: Partial<FuelingRequest> = {}, answer: FundsAnswer = reserved()): Of<"AuthoriseFueling"> {
  return { type: "AuthoriseFueling", request: request(change), answer };
}

/** A station whose pump 1 is authorised for ¥500 of 92 at ¥7.48, by a phone. */
export function authorised(change: Partial<FuelingRequest> = {}): StationGiven {
  return equipped().after(authorise(change));
}

/** What a terminal sends. */
export function ingest(...items: readonly IngestItem[]): Of<"IngestEvents"> {
  return { type: "IngestEvents", terminalId: T1, items, answers: {}, position: { ackSeq: 0, ahead: [] } };
}

export function event<Type extends TerminalEventType>(
  seq: number,
  type: Type,
  data: TerminalEventOf<Type>["data"],
  envelope: { readonly at?: number; readonly offline?: boolean } = {},
): Extract<IngestItem, { kind: "event" }> {
  const { at = NOON, offline } = envelope;
  const made = { type, at: iso(at), seq, ...(offline === undefined ? {} : { offline }), data };
  return { kind: "event", event: made as unknown as TerminalEventOf<Type> };
}

export function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

type Reading = TerminalEventOf<"fuel.started">["data"];

const reading = (change: Partial<Reading> = {}): Reading => ({
  fuelingId: FILL,
  pump: 1,
  nozzle: 1,
  grade: "92",
  volumeMl: 0,
  amountMinor: 0,
  ...change,
});

export const started = (seq: number, change: Partial<Reading> = {}, at = NOON) => event(seq, "fuel.started", reading(change), { at });
export const progress = (seq: number, change: Partial<Reading> = {}) => event(seq, "fuel.progress", reading(change));
export const cancelled = (seq: number, fuelingId = FILL) => event(seq, "fuel.cancelled", { fuelingId, reason: "nozzle_replaced" });
export const heartbeat = (seq: number, softwareVersion = "1.0", clock = NOON) =>
  event(seq, "terminal.heartbeat", { softwareVersion, clock: iso(clock) });

/** 40.12 L of 92 at ¥7.48: ¥300.10. */
export function completed(
  seq: number,
  change: Partial<TerminalEventOf<"fuel.completed">["data"]> = {},
  envelope: { readonly at?: number; readonly offline?: boolean } = {},
) {
  return event(
    seq,
    "fuel.completed",
    {
      ...reading({ volumeMl: 40_120, amountMinor: 30_010 }),
      transactionId: "sale-1",
      unitPriceMilli: 7_480,
      totalizerMl: 1_000_000,
      startedAt: iso(NOON),
      endedAt: iso(NOON),
      ...change,
    },
    envelope,
  );
}

/** A terminal asks for a pump with a payment code that the edge has opened. */
export function asked(
  seq: number,
  change: Partial<TerminalEventOf<"fuel.authorization_requested">["data"]> = {},
  walletId = WALLET,
): IngestItem {
  const opened = event(seq, "fuel.authorization_requested", { pump: 1, grade: "92", paymentCode: "removed", ...change });
  return { ...opened, code: { ok: true, walletId, codeId: `code-${seq}`, expiresAtMs: NOON + MINUTE } };
}

/** The fill, as it stands. */
export function fill(given: StationGiven, fuelingId = FILL) {
  return given.state.fuelings.find((fueling) => fueling.fuelingId === fuelingId);
}
