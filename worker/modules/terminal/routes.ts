import type { Origin } from "@forecourt/contract/origin";
import type { IngestItem } from "@forecourt/contract/station";
import {
  COMMAND_WAIT_S_MAX,
  commandsReply,
  EVENTS_PER_REQUEST_MAX,
  type EventResult,
  eventsReply,
  TERMINAL_BODY_BYTES_MAX,
  terminalEvent,
} from "@forecourt/contract/terminal";
import { again, stationOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import type { TerminalCaller } from "../../auth/terminals.ts";
import type { Env } from "../../env.ts";
import { parseJson } from "../../http/body.ts";
import { endpoint } from "../../http/endpoint.ts";
import { originOf } from "../../http/origin.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { openPaymentCode } from "../fuelings/paymentCode.ts";
import { knownFillRules, refreshFillRules } from "../risk/rules.ts";
import { noteRefusal } from "../transactions/refusals.ts";
import { waitForCommands } from "./wait.ts";

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
  async handle({ env, caller, text, request }) {
    const body = parseJson(text);
    const sent: readonly unknown[] = Array.isArray(body) ? body : [body];
    if (sent.length === 0 || sent.length > EVENTS_PER_REQUEST_MAX) {
      throw new Problem("validation_failed", `Send one event or an array of 1 to ${EVENTS_PER_REQUEST_MAX}.`);
    }
    const items = await Promise.all(sent.map((event) => readEvent(env, event)));
    // Not while somebody fuels.
    if (items.every((item) => item.kind === "event" && item.event.type === "terminal.heartbeat")) await refreshFillRules(env);
    const asks = items.some((item) => item.kind === "event" && item.code !== undefined);
    const origin = asks ? await originOf(env, request, "terminal") : undefined;
    const reply = unwrap(
      await again(async () => stationOf(env, caller.stationId).ingest(caller.terminalId, items, origin, knownFillRules())),
    );
    if (origin !== undefined) await noteDeclined(env, caller, items, reply.results, origin);
    return reply;
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
    const answer = await waitForCommands(env, caller, query.after, query.waitS * 1000);
    const commands = unwrap(answer);
    const hurry = answer.ok && answer.nextProgressInMs !== undefined ? { nextProgressInMs: answer.nextProgressInMs } : {};
    return { commands, cursor: commands.at(-1)?.cursor ?? query.after, ...hurry, serverTime: new Date().toISOString() };
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

/** What a terminal asked for and was declined, with where the phone was that showed the code, as far as it was one of ours. */
async function noteDeclined(
  env: Env,
  { scope, terminalId, stationId }: TerminalCaller,
  items: readonly IngestItem[],
  results: readonly EventResult[],
  origin: Origin,
): Promise<void> {
  for (const [index, { declined, status }] of results.entries()) {
    const item = items[index];
    if (declined === undefined || status === "duplicate" || item?.kind !== "event") continue;
    const code = item.code?.ok === true ? item.code : null;
    await noteRefusal(env, scope, {
      ...{ kind: "authorization", code: declined.code, caller: "terminal", stationId },
      ...(code === null ? {} : { walletId: code.walletId }),
      origin: { phone: code?.phone ?? null, terminal: { terminalId, ...origin } },
    });
  }
}

function seqOf(sent: unknown): number | null {
  const seq = typeof sent === "object" && sent !== null && "seq" in sent ? sent.seq : null;
  return typeof seq === "number" && Number.isSafeInteger(seq) && seq > 0 ? seq : null;
}
