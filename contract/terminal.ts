import { z } from "zod";
import { fuelingId, grade, nozzleNumber, pumpNumber } from "./ids.ts";
import { amountMinor, instant, positiveMinor, totalizerMl, unitPriceMilli, volumeMl } from "./scalars.ts";

/**
 * The terminal contract, version 1: what a station's terminal and Forecourt say to each other over signed HTTPS.
 * Requests are signed as Standard Webhooks says, plus the header {@link TERMINAL_HEADER}. The site always dials out.
 */

/** Names the terminal whose secret signed the request. */
export const TERMINAL_HEADER = "forecourt-terminal";
/** At most so many events in one request. */
export const EVENTS_PER_REQUEST_MAX = 100;
/** A request's body, at most. */
export const TERMINAL_BODY_BYTES_MAX = 256 * 1024;
/** The longest that `GET /v1/terminal/commands` waits. */
export const COMMAND_WAIT_S_MAX = 25;
/** How far a seq may run ahead of the last one known before it is taken for a mistake. */
export const SEQ_AHEAD_MAX = 100_000;

/** Pump states, the words of the IFSF and Conexxus device models. */
export const pumpStates = ["idle", "calling", "authorised", "fueling", "suspended", "payable", "closed", "offline", "error"] as const;
export const pumpState = z.enum(pumpStates);
export type PumpState = z.infer<typeof pumpState>;

const seq = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const envelope = {
  /** When it happened, by the terminal's clock; days ago is fine for a backlog. */
  at: instant,
  /** Per terminal, +1 each, persisted by the terminal before sending. */
  seq,
  /** True when the event waited for a connection. */
  offline: z.boolean().optional(),
};
const event = <Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) =>
  z.object({ type: z.literal(type), ...envelope, data: z.object(data) });

const reading = { fuelingId, pump: pumpNumber, nozzle: nozzleNumber, grade, volumeMl, amountMinor };
const text = (max: number) => z.string().min(1).max(max);

export const terminalEvent = z.discriminatedUnion("type", [
  event("terminal.heartbeat", { softwareVersion: text(64), clock: instant }),
  event("pump.state", { pump: pumpNumber, state: pumpState, nozzle: nozzleNumber.optional(), grade: grade.optional() }),
  event("fuel.authorization_requested", {
    pump: pumpNumber,
    grade: grade.optional(),
    paymentCode: text(512),
    limitMinor: positiveMinor.optional(),
  }),
  event("fuel.started", reading),
  event("fuel.progress", reading),
  event("fuel.completed", {
    ...reading,
    /** The site's own number of the sale; one fill, however often and under whatever seq it is sent. */
    transactionId: text(64),
    unitPriceMilli,
    /** The nozzle's lifetime meter after the fill. */
    totalizerMl,
    startedAt: instant,
    endedAt: instant,
  }),
  event("fuel.cancelled", { fuelingId, reason: text(64) }),
  event("price.applied", { grade, unitPriceMilli, effectiveAt: instant }),
  event("shift.closed", {
    shiftId: text(64),
    totals: z
      .array(
        z.object({
          grade,
          volumeMl: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
          amountMinor: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
          count: z.int().min(0).max(1_000_000),
        }),
      )
      .max(32),
  }),
]);
export type TerminalEvent = z.infer<typeof terminalEvent>;
export type TerminalEventType = TerminalEvent["type"];
/** One kind of event, by its type. */
export type TerminalEventOf<Type extends TerminalEventType> = Extract<TerminalEvent, { type: Type }>;

/** What a terminal may dispense, and until when it must have begun. */
export const authorization = z.object({
  fuelingId,
  grade,
  limitMinor: positiveMinor,
  limitMl: volumeMl,
  unitPriceMilli,
  expiresAt: instant,
});
export type Authorization = z.infer<typeof authorization>;

/** What became of one event. `duplicate` repeats what the first sending was told, save an authorisation given up since: that is declined. */
export const eventResult = z.object({
  /** Null when the event had none that could be read. */
  seq: seq.nullable(),
  status: z.enum(["accepted", "duplicate", "rejected"]),
  /** Why it was rejected, for good: park it and go on. */
  code: z.string().optional(),
  /** Where a malformed event is wrong. */
  detail: z.string().optional(),
  /** To `fuel.authorization_requested`, when the fill may begin. */
  authorization: authorization.optional(),
  /** To `fuel.authorization_requested`, when it may not. */
  declined: z
    .object({ code: z.string(), detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional() })
    .optional(),
  /** To `fuel.progress`: when to send the next one. Short while somebody watches, long while nobody does. */
  nextProgressInMs: z.int().optional(),
});
export type EventResult = z.infer<typeof eventResult>;

export const eventsReply = z.object({
  results: z.array(eventResult),
  /** Every seq up to this one has arrived. */
  ackSeq: z.int().min(0),
  /** Seqs above ackSeq that have not arrived though later ones have; the lowest hundred. Send them again. */
  missing: z.array(seq),
  serverTime: instant,
});
export type EventsReply = z.infer<typeof eventsReply>;

const command = <Type extends string, Data extends z.ZodRawShape>(type: Type, data: Data) =>
  z.object({
    /** Carrying a command out twice under one id must have no further effect. */
    id: text(80),
    /** Pass the last one received as `after`, to receive what follows. */
    cursor: z.int().min(1),
    type: z.literal(type),
    data: z.object(data),
  });

export const terminalCommand = z.discriminatedUnion("type", [
  command("authorize", {
    fuelingId,
    pump: pumpNumber,
    grades: z.array(grade),
    limitMinor: positiveMinor,
    limitMl: volumeMl,
    unitPriceMilli,
    expiresAt: instant,
  }),
  command("release", { fuelingId, pump: pumpNumber, reason: z.string() }),
  command("set_price", { grade, unitPriceMilli, effectiveAt: instant }),
  command("notify", { topic: z.string(), text: z.string() }),
]);
export type TerminalCommand = z.infer<typeof terminalCommand>;

export const commandsReply = z.object({
  commands: z.array(terminalCommand),
  /** Pass this as `after` next time. */
  cursor: z.int().min(0),
  /** Somebody has begun to watch: send the progress of fills under way so soon, and then so often, until a reply to progress says otherwise. */
  nextProgressInMs: z.int().min(0).optional(),
  serverTime: instant,
});
export type CommandsReply = z.infer<typeof commandsReply>;
