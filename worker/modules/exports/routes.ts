import type { ExportTerms, ExportView } from "@forecourt/contract/exports";
import { exportItem, exportRequest } from "@forecourt/contract/http/exports";
import { exportId } from "@forecourt/contract/ids";
import { may } from "@forecourt/contract/permissions";
import { toInstant } from "@forecourt/contract/scalars";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import { commandExport, viewExport } from "@forecourt/durable-objects/stubs";
import { and, desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { OperatorCaller } from "../../auth/operators.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { recordAction } from "../audit/record.ts";
import { exportList } from "./schema.ts";
import { exportedFile, partText } from "./store.ts";
import type { ExportSubject } from "./subject.ts";
import { subjectOf } from "./subjects.ts";

const tag = "Operator: exports";
const access = { permission: "exports.make", stations: "narrowed" } as const;
type Item = z.input<typeof exportItem>;

const make = endpoint({
  method: "post",
  path: "/v1/operator/exports",
  tag,
  summary: "Export a list as CSV: at once when it is short, in the background when it is long",
  description:
    "Answers 200 with the file when the list fits one part (2 000 rows). Otherwise 202 with the export, which goes on by itself; it is fetched " +
    "when it is ready, for seven days. The file begins with a byte order mark; cells that a spreadsheet would run are guarded.",
  access,
  command: true,
  body: exportRequest,
  status: 202,
  reply: exportItem,
  codes: ["not_found"],
  async handle({ env, caller, body, commandId }) {
    const subject = requireSubject(caller, body.subject);
    const filter = subject.filter.safeParse(body.filter);
    if (!filter.success) {
      const [issue] = filter.error.issues;
      throw new Problem("validation_failed", `body.filter.${issue?.path.join(".")}: ${issue?.message}`);
    }
    const { operatorId, stations } = caller;
    const terms: ExportTerms = { ...body, filter: JSON.parse(JSON.stringify(filter.data)), operatorId, stations };
    const id = idFrom("exp", commandId);
    const known = await viewExport(env, id);
    if (known === null) {
      const first = await partText(env, terms, 0, null);
      if (first !== null && first.cursor === null) {
        await recordAction(env, caller.by, {
          action: "ExportList",
          subject: `list/${subject.name}`,
          after: { filter: terms.filter, rows: first.rows },
        });
        return csvResponse(subject.name, first.text);
      }
    }
    const result = await commandExport(env, id, commandId, { type: "RequestExport", terms }, caller.by);
    if (!result.ok) throw Problem.of(result);
    const view = await viewExport(env, id);
    if (view === null) throw new Problem("internal_error");
    return toItem(view);
  },
});

const list = endpoint({
  method: "get",
  path: "/v1/operator/exports",
  tag,
  summary: "One's own exports, newest first",
  access,
  query: listQuery.shape,
  reply: listOf(exportItem),
  async handle({ env, caller, query }) {
    const db = drizzle(env.DB);
    const before = query.cursor === undefined ? null : fromCursor(query.cursor);
    const rows = await db
      .select()
      .from(exportList)
      .where(
        and(
          eq(exportList.operatorId, caller.operatorId),
          before === null ? undefined : sql`(${exportList.requestedAtMs}, ${exportList.exportId}) < (${before.atMs}, ${before.id})`,
        ),
      )
      .orderBy(desc(exportList.requestedAtMs), desc(exportList.exportId))
      .limit(query.limit + 1);
    const page = toPage(
      rows,
      query.limit,
      (row) => ({ atMs: row.requestedAtMs, id: row.exportId }),
      ({ operatorId: _, requestedAtMs, completedAtMs, expiresAtMs, ...row }): Item => ({
        ...(row as Pick<Item, "exportId" | "subject" | "state" | "rows" | "bytes">),
        requestedAt: toInstant(requestedAtMs),
        completedAt: completedAtMs === null ? null : toInstant(completedAtMs),
        expiresAt: expiresAtMs === null ? null : toInstant(expiresAtMs),
      }),
    );
    return { ...page, asOf: await asOf(db) };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/operator/exports/:exportId",
  tag,
  summary: "How far an export has come, this moment",
  access,
  params: { exportId },
  reply: exportItem,
  codes: ["not_found"],
  handle: async ({ env, caller, params }) => toItem(await requireOwn(env, caller, params.exportId)),
});

const file = endpoint({
  method: "get",
  path: "/v1/operator/exports/:exportId/file",
  tag,
  summary: "The file of an export that is ready: text/csv",
  description: "For whoever made it, as long as they may still see the list.",
  access,
  params: { exportId },
  reply: null,
  status: 200,
  codes: ["not_found", "export_not_ready", "export_expired"],
  async handle({ env, caller, params }) {
    const view = await requireOwn(env, caller, params.exportId);
    requireSubject(caller, view.terms.subject);
    requireSameStations(caller, view);
    if (view.state === "expired") throw new Problem("export_expired");
    if (view.state !== "ready") throw new Problem("export_not_ready");
    await recordAction(env, caller.by, { action: "FetchExport", subject: `export/${view.exportId}`, after: { list: view.terms.subject } });
    return csvResponse(view.terms.subject, exportedFile(env, view.exportId, view.parts));
  },
});

export const exportRoutes = [make, list, get, file];

/** A list that the operator may export. */
function requireSubject({ role, stations }: OperatorCaller, name: string): ExportSubject {
  const subject = subjectOf(name);
  if (subject === null) throw new Problem("not_found", `There is no list named ${name}.`);
  if (!may(role, subject.permission)) throw new Problem("forbidden", `This needs the permission ${subject.permission}.`);
  if (stations !== "all" && !subject.narrowed) throw new Problem("forbidden", "This is not limited to your stations.");
  return subject;
}

/** Others' exports are nothing that one could know of. */
async function requireOwn(env: Env, { operatorId }: OperatorCaller, id: string): Promise<ExportView> {
  const view = await viewExport(env, id);
  if (view === null || view.terms.operatorId !== operatorId) throw new Problem("not_found");
  return view;
}

/** Whoever has lost a station since then has lost the file with its sales in it. */
function requireSameStations({ stations }: OperatorCaller, { terms }: ExportView): void {
  const isWithin = stations === "all" || (terms.stations !== "all" && terms.stations.every((one) => stations.includes(one)));
  if (!isWithin) throw new Problem("forbidden", "Your stations have changed since; export it again.");
}

function csvResponse(name: string, body: string | ReadableStream<Uint8Array>): Response {
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}-${new Date().toISOString().slice(0, 10)}.csv"`,
      "cache-control": "no-store",
    },
  });
}

function toItem({ terms, exportId: id, state, rows, bytes, requestedAtMs, completedAtMs, expiresAtMs }: ExportView): Item {
  return {
    exportId: id,
    subject: terms.subject,
    state,
    rows,
    bytes,
    requestedAt: toInstant(requestedAtMs),
    completedAt: completedAtMs === null ? null : toInstant(completedAtMs),
    expiresAt: expiresAtMs === null ? null : toInstant(expiresAtMs),
  };
}
