import type { IngestItem } from "@forecourt/contract/station";
import {
  COMMAND_WAIT_S_MAX,
  commandsReply,
  EVENTS_PER_REQUEST_MAX,
  eventsReply,
  TERMINAL_BODY_BYTES_MAX,
  terminalEvent,
} from "@forecourt/contract/terminal";
import { again, stationOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { parseJson } from "../../http/body.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { openPaymentCode } from "../fuelings/paymentCode.ts";

const tag = "Terminal";

const events = endpoint({
  method: "post",
  path: "/v1/terminal/events",
  tag,
  summary: "One event, or up to a hundred",
  description:
    "Answered only after the durable write. Events may come twice, late and in any order; each takes effect once. An event that is `rejected` " +
    "is rejected for good: park it and go on. Anything but 2xx means: send again. The body is one event or an array of them.",
  access: "terminal",
  bodyBytesMax: TERMINAL_BODY_BYTES_MAX,
  // Read here, event by event: one that is malformed must not hold up the others.
  describedBody: z.union([terminalEvent, z.array(terminalEvent).min(1).max(EVENTS_PER_REQUEST_MAX)]),
  reply: eventsReply,
  async handle({ env, caller, text }) {
    const body = parseJson(text);
    const sent: readonly unknown[] = Array.isArray(body) ? body : [body];
    if (sent.length === 0 || sent.length > EVENTS_PER_REQUEST_MAX) {
      throw new Problem("validation_failed", `Send one event or an array of 1 to ${EVENTS_PER_REQUEST_MAX}.`);
    }
    const items = await Promise.all(sent.map((event) => readEvent(env, event)));
    return unwrap(await again(async () => stationOf(env, caller.stationId).ingest(caller.terminalId, items)));
  },
});

const commands = endpoint({
  method: "get",
  path: "/v1/terminal/commands",
  tag,
  summary: "Commands for the terminal, by long poll",
  description: "Waits up to `waitS` seconds for the first. Carry a command out, then pass its cursor as `after`.",
  access: "terminal",
  query: {
    after: z.coerce.number().int().min(0).default(0),
    waitS: z.coerce.number().int().min(0).max(COMMAND_WAIT_S_MAX).default(0),
  },
  reply: commandsReply,
  async handle({ env, caller, query }) {
    const waiting = unwrap(
      await again(async () => stationOf(env, caller.stationId).commands(caller.terminalId, query.after, query.waitS * 1000)),
    );
    return { commands: waiting, cursor: waiting.at(-1)?.cursor ?? query.after, serverTime: new Date().toISOString() };
  },
});

export const terminalRoutes = [events, commands];

/** Reads one event; what can't be read is reported with its place, and does not hold up the others. */
async function readEvent(env: Env, sent: unknown): Promise<IngestItem> {
  const parsed = terminalEvent.safeParse(sent);
  if (!parsed.success) {
    const detail = parsed.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.join(".") || "event"}: ${message}`)
      .join("; ");
    return { kind: "malformed", seq: seqOf(sent), detail };
  }
  const event = parsed.data;
  if (event.type !== "fuel.authorization_requested") return { kind: "event", event };
  const code = await openPaymentCode(env, event.data.paymentCode, Date.now());
  // The code itself goes no further: it is a secret for as long as it lives.
  return { kind: "event", event: { ...event, data: { ...event.data, paymentCode: "-" } }, code };
}

function seqOf(sent: unknown): number | null {
  const seq = typeof sent === "object" && sent !== null && "seq" in sent ? sent.seq : null;
  return typeof seq === "number" && Number.isSafeInteger(seq) && seq > 0 ? seq : null;
}
