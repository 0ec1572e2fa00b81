import {
  EXPORT_LIFE_MS,
  type ExportCommand,
  type ExportEvent,
  type ExportPart,
  type ExportTerms,
  type ExportView,
} from "@forecourt/contract/exports";
import { canonicalJson } from "@forecourt/contract/movement";
import { type Result, rejected } from "@forecourt/contract/result";
import {
  accepted,
  type Decision,
  type DecisionContext,
  type Delivery,
  defineActor,
  type EventShape,
  type Timer,
} from "../runtime/definition.ts";

/** An export, and where it stands. */
export interface ExportState {
  readonly exportId: string;
  readonly terms: ExportTerms | null;
  readonly state: ExportView["state"];
  readonly parts: number;
  readonly rows: number;
  readonly bytes: number;
  /** Where the next part begins. */
  readonly cursor: string | null;
  readonly requestedAtMs: number;
  readonly completedAtMs: number | null;
  readonly expiresAtMs: number | null;
  /** Its parts are in the store no more. */
  readonly erased: boolean;
}

/** What an export asks of the edge, where the lists and the store are. */
export type ExportMessage =
  /** Makes a part. Again, it makes the same part. Answer: {@link Result} of an {@link ExportPart}. */
  | { readonly to: "write"; readonly exportId: string; readonly terms: ExportTerms; readonly part: number; readonly cursor: string | null }
  | { readonly to: "erase"; readonly exportId: string; readonly parts: number };

/** More than this is no list that anybody reads. */
const PARTS_MAX = 5_000;

/** An export: one actor each. What has been written is in its state, so a crash costs the part that was being written. */
export const exporting = defineActor<ExportState, ExportCommand, ExportEvent, ExportMessage>({
  kind: "export",
  initial: (exportId) => ({
    exportId,
    terms: null,
    state: "running",
    parts: 0,
    rows: 0,
    bytes: 0,
    cursor: null,
    requestedAtMs: 0,
    completedAtMs: null,
    expiresAtMs: null,
    erased: false,
  }),
  decide,
  evolve,
  assert: () => undefined,
  timers,
  deliveries,
  publish: (event): EventShape | null => (event.type === "ExportErased" ? null : event),
  upcast: (stored) => stored as ExportEvent,
  stateVersion: 1,
  // A part may be long in the making; nothing else waits for it.
  limits: { deliveryTimeoutMs: 60_000 },
});

function decide(state: ExportState, command: ExportCommand, { nowMs }: DecisionContext): Decision<ExportState, ExportEvent> {
  switch (command.type) {
    case "RequestExport": {
      if (state.terms === null) return accepted([{ type: "ExportRequested", terms: command.terms }], exportView);
      return canonicalJson(state.terms) === canonicalJson(command.terms) ? accepted([], exportView) : rejected("command_id_reused");
    }
    case "RecordPart": {
      const { part } = command;
      if (state.state !== "running" || part.part !== state.parts) return accepted([]);
      const written: ExportEvent = { type: "ExportPartWritten", part };
      if (part.cursor === null) return accepted([written, { type: "ExportCompleted", expiresAtMs: nowMs + EXPORT_LIFE_MS }]);
      return accepted(part.part + 1 < PARTS_MAX ? [written] : [written, { type: "ExportFailed", code: "export_too_large" }]);
    }
    case "FailExport":
      return accepted(state.state === "running" ? [{ type: "ExportFailed", code: command.code }] : []);
    case "ExpireExport":
      if ((endAtMs(state) ?? Number.POSITIVE_INFINITY) > nowMs) return accepted([]);
      return accepted([state.state === "ready" ? { type: "ExportExpired" } : { type: "ExportFailed", code: "export_stalled" }]);
    case "RecordErased":
      return accepted(state.erased ? [] : [{ type: "ExportErased" }]);
  }
}

function evolve(state: ExportState, event: ExportEvent, { atMs }: { readonly atMs: number }): ExportState {
  switch (event.type) {
    case "ExportRequested":
      return { ...state, terms: event.terms, requestedAtMs: atMs };
    case "ExportPartWritten": {
      const { rows, bytes, cursor } = event.part;
      return { ...state, parts: state.parts + 1, rows: state.rows + rows, bytes: state.bytes + bytes, cursor };
    }
    case "ExportCompleted":
      return { ...state, state: "ready", completedAtMs: atMs, expiresAtMs: event.expiresAtMs };
    case "ExportFailed":
      return { ...state, state: "failed", completedAtMs: atMs };
    case "ExportExpired":
      return { ...state, state: "expired" };
    case "ExportErased":
      return { ...state, erased: true };
  }
}

/** When its parts are to go; null when they are gone or on their way. One that stands still goes as well: its parts are people's data. */
function endAtMs({ terms, state, requestedAtMs, expiresAtMs }: ExportState): number | null {
  if (state === "running" && terms !== null) return requestedAtMs + EXPORT_LIFE_MS;
  return state === "ready" ? expiresAtMs : null;
}

function timers(state: ExportState): readonly Timer<ExportCommand>[] {
  const dueAtMs = endAtMs(state);
  return dueAtMs === null ? [] : [{ key: `expire/${state.exportId}`, dueAtMs, command: { type: "ExpireExport" } }];
}

function deliveries({ exportId, terms, state, parts, cursor, erased }: ExportState): readonly Delivery<ExportCommand, ExportMessage>[] {
  if (terms === null) return [];
  if (state === "running") {
    const message = { to: "write", exportId, terms, part: parts, cursor } as const;
    return [{ id: `part/${parts}`, destination: "store", message, acknowledge: (reply) => wrote(reply as Result<ExportPart>) }];
  }
  if (state === "ready" || erased) return [];
  // The last part of one that failed may have been written, and its answer lost.
  const message = { to: "erase", exportId, parts: state === "failed" ? parts + 1 : parts } as const;
  return [{ id: "erase", destination: "store", message, acknowledge: () => ({ type: "RecordErased" }) }];
}

function wrote(result: Result<ExportPart>): ExportCommand {
  return result.ok ? { type: "RecordPart", part: result.reply } : { type: "FailExport", code: result.code };
}

/** An export as it is shown; null before it has been asked for. */
export function exportView({ terms, cursor: _, erased: __, ...view }: ExportState): ExportView | null {
  return terms === null ? null : { ...view, terms };
}
