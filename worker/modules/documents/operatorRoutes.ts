import { documentKinds, documentStates } from "@forecourt/contract/documents";
import { documentItem, documentOpening, documentRejection, openedNumber, openingRequest } from "@forecourt/contract/http/documents";
import { documentId, driverId } from "@forecourt/contract/ids";
import { commandAccount } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import type { OperatorCaller } from "../../auth/operators.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { listOf, listQuery } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { requireDriver } from "../drivers/queries.ts";
import { openingsOf, recordOpening } from "./openings.ts";
import { documentsOf, listDocuments, requireDocument } from "./queries.ts";
import { openDocument, openNumber } from "./store.ts";
import { watermarked } from "./watermark.ts";

const tag = "Operator: verification";
const one = { driverId, documentId };

const list = endpoint({
  method: "get",
  path: "/v1/operator/documents",
  tag,
  summary: "Verification documents by state; those that wait for a reviewer the oldest first",
  description: "`alsoOf` names other drivers who gave the same number.",
  access: { permission: "documents.read" },
  query: { ...listQuery.shape, state: z.enum(documentStates).default("submitted"), kind: z.enum(documentKinds).optional() },
  reply: listOf(documentItem),
  handle: ({ env, query }) => listDocuments(env, query),
});

const ofDriver = endpoint({
  method: "get",
  path: "/v1/operator/drivers/:driverId/documents",
  tag,
  summary: "A driver's documents as their account has them this moment",
  access: { permission: "documents.read" },
  params: { driverId },
  reply: listOf(documentItem),
  codes: ["not_found"],
  async handle({ env, params }) {
    const { name } = await requireDriver(env, params.driverId);
    return { items: await documentsOf(env, params.driverId, name), nextCursor: null, asOf: new Date().toISOString() };
  },
});

const openings = endpoint({
  method: "get",
  path: "/v1/operator/drivers/:driverId/documents/:documentId/openings",
  tag,
  summary: "Who opened a document, when, and what for; the latest first",
  description: "As the audit trail has it, which hears of an opening before anything is seen.",
  access: { permission: "documents.read" },
  params: one,
  query: listQuery.shape,
  reply: listOf(documentOpening),
  handle: ({ env, params, query }) => openingsOf(env, params, query),
});

const open = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/documents/:documentId/openings",
  tag,
  summary: "Open a document, for a purpose that the audit trail keeps",
  description: "Answers image/svg+xml: the picture with who opened it and when all over it. Nobody on the way may keep it.",
  access: { permission: "documents.open" },
  params: one,
  body: openingRequest,
  status: 200,
  reply: z.string().describe("The watermarked picture"),
  codes: ["document_not_found"],
  async handle({ env, caller, params, body }) {
    const document = await requireDocument(env, params.driverId, params.documentId);
    await recordOpening(env, caller.by, "photo", params.driverId, document, body);
    const bytes = await openDocument(env, document.documentId);
    if (bytes === null) throw new Problem("document_not_found");
    const svg = watermarked({ ...document, bytes, viewer: caller.email, atMs: Date.now() });
    return new Response(svg, {
      headers: {
        "content-type": "image/svg+xml; charset=utf-8",
        "cache-control": "no-store, private",
        "content-security-policy": "default-src 'none'; img-src data:; sandbox",
        "content-disposition": "inline",
      },
    });
  },
});

const number = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/documents/:documentId/number",
  tag,
  summary: "Read the number on an ID card, for a purpose that the audit trail keeps",
  access: { permission: "documents.open" },
  params: one,
  body: openingRequest,
  reply: openedNumber,
  codes: ["document_not_found", "id_number_missing"],
  async handle({ env, caller, params, body }) {
    const document = await requireDocument(env, params.driverId, params.documentId);
    if (document.idName === null) throw new Problem("id_number_missing");
    await recordOpening(env, caller.by, "number", params.driverId, document, body);
    const idNumber = await openNumber(env, document.documentId);
    if (idNumber === null) throw new Problem("id_number_missing");
    return { idNumber };
  },
});

const approve = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/documents/:documentId/approve",
  tag,
  summary: "Approve a document",
  access: { permission: "documents.decide" },
  command: true,
  params: one,
  reply: listOf(documentItem),
  codes: ["not_found", "document_not_found", "document_decided"],
  handle: ({ env, caller, params, commandId }) => decide(env, caller, params, commandId, { type: "ApproveDocument" }),
});

const reject = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/documents/:documentId/reject",
  tag,
  summary: "Reject a document; the driver is shown why, and may send another",
  access: { permission: "documents.decide" },
  command: true,
  params: one,
  body: documentRejection,
  reply: listOf(documentItem),
  codes: ["not_found", "document_not_found", "document_decided"],
  handle: ({ env, caller, params, body, commandId }) => decide(env, caller, params, commandId, { type: "RejectDocument", ...body }),
});

export const operatorDocumentRoutes = [list, ofDriver, openings, open, number, approve, reject];

type Verdict = { readonly type: "ApproveDocument" } | ({ readonly type: "RejectDocument" } & z.output<typeof documentRejection>);

async function decide(
  env: Env,
  caller: OperatorCaller,
  params: { readonly driverId: string; readonly documentId: string },
  commandId: string,
  verdict: Verdict,
) {
  const { name } = await requireDriver(env, params.driverId);
  const command = { ...verdict, documentId: params.documentId, operator: caller.email };
  unwrap(await commandAccount(env, params.driverId, commandId, command, command, caller.by));
  return { items: await documentsOf(env, params.driverId, name), nextCursor: null, asOf: new Date().toISOString() };
}
