import {
  DOCUMENT_BYTES_MAX,
  documentKinds,
  documentTypes,
  type KnownDocument,
  shownState,
  UPLOAD_LIFE_MS,
} from "@forecourt/contract/documents";
import { ownDocument, upload, uploadRequest } from "@forecourt/contract/http/documents";
import { canonicalJson } from "@forecourt/contract/movement";
import { toInstant } from "@forecourt/contract/scalars";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import { accountOf, again, commandAccount } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { keyedHash } from "../../crypto/keyedHash.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { isPhotoSized, readPicture } from "./picture.ts";
import { eraseDocument, keepDocument, sealNumber } from "./store.ts";
import { readTicket, signTicket, type Ticket } from "./ticket.ts";

const tag = "Driver: verification";
type Own = z.input<typeof ownDocument>;

const ticketText = z.string().max(2_000);
/** What a form takes around its file. */
const FORM_BYTES_MAX = 8 * 1024;

const list = endpoint({
  method: "get",
  path: "/v1/driver/documents",
  tag,
  summary: "The documents that verify a driver, and where each stands",
  description: "One of every kind, `missing` when there is none. What was sent is never shown again.",
  access: "driver",
  reply: listOf(ownDocument),
  async handle({ env, caller }) {
    const known = await again(async () => accountOf(env, caller.driverId).documents());
    const items = documentKinds.map((kind) => {
      const document = known.find((one) => one.kind === kind);
      return document === undefined ? missing(kind) : toOwn(document);
    });
    return { items, nextCursor: null, asOf: new Date().toISOString() };
  },
});

const ask = endpoint({
  method: "post",
  path: "/v1/driver/documents/uploads",
  tag,
  summary: "Ask for an address to send a document's photo to",
  description:
    "The address takes one picture of this kind, type and size, within ten minutes, and needs no other authorisation. Once the picture has arrived " +
    "it takes the place of the one of its kind, and a reviewer looks at it. The same key with other words is another document.",
  access: "driver",
  command: true,
  body: uploadRequest,
  status: 201,
  reply: upload,
  async handle({ env, caller, body, commandId }) {
    const { idNumber, ...facts } = body;
    // Of all that is said: with other words it is another document. Keyed, since an id number could be guessed from its hash.
    const documentId = idFrom("doc", `${commandId}/${await keyedHash(env, "document", canonicalJson(body))}`);
    const number =
      idNumber === undefined
        ? { idNumber: null, idName: null }
        : { idNumber: await sealNumber(env, documentId, idNumber), idName: await keyedHash(env, "id-number", idNumber) };
    const ticket = await signTicket(env, { driverId: caller.driverId, documentId, ...facts, ...number });
    return { documentId, url: `/v1/uploads/${ticket}`, expiresAt: toInstant(Date.now() + UPLOAD_LIFE_MS) };
  },
});

const GONE = "It was removed, or another document has taken its place.";
const refusals = ["upload_refused", "document_invalid", "document_dimensions", "unavailable"] as const;

const send = endpoint({
  method: "put",
  path: "/v1/uploads/:ticket",
  tag,
  summary: "The photo itself, at the address that was asked for",
  description: "Sent again, it is the same document: the bytes that came first stay.",
  access: "public",
  params: { ticket: ticketText },
  takes: documentTypes,
  bodyBytesMax: DOCUMENT_BYTES_MAX,
  status: 201,
  reply: ownDocument,
  codes: refusals,
  handle: ({ env, params, bytes, request }) => receive(env, params.ticket, bytes, mediaType(request.headers.get("content-type"))),
});

const sendForm = endpoint({
  method: "post",
  path: "/v1/uploads/:ticket",
  tag,
  summary: "The photo as a form's file, for phones that can send it in no other way",
  description: "As `wx.uploadFile` does, which tells how far it has come: `multipart/form-data` with the picture as `file`.",
  access: "public",
  params: { ticket: ticketText },
  takes: ["multipart/form-data"],
  bodyBytesMax: DOCUMENT_BYTES_MAX + FORM_BYTES_MAX,
  status: 201,
  reply: ownDocument,
  codes: ["validation_failed", ...refusals],
  async handle({ env, params, bytes, request }) {
    const file = await fileIn(request, bytes);
    return receive(env, params.ticket, new Uint8Array(await file.arrayBuffer()), null);
  },
});

const remove = endpoint({
  method: "delete",
  path: "/v1/driver/documents/:kind",
  tag,
  summary: "Have a document erased",
  access: "driver",
  command: true,
  params: { kind: z.enum(documentKinds) },
  reply: null,
  codes: ["document_not_found"],
  async handle({ env, caller, params, commandId }) {
    unwrap(await commandAccount(env, caller.driverId, commandId, { type: "RemoveDocument", ...params }));
  },
});

export const driverDocumentRoutes = [list, ask, send, sendForm, remove];

/**
 * Takes the photo that a ticket was signed for.
 *
 * @param type what the sender calls it; null when they go by a file's name, which says nothing
 */
async function receive(env: Env, ticketToken: string, bytes: Uint8Array<ArrayBuffer>, type: string | null): Promise<Own> {
  const ticket = await readTicket(env, ticketToken);
  if (bytes.byteLength !== ticket.bytes) throw new Problem("upload_refused", `${ticket.bytes} bytes were announced.`);
  const picture = readPicture(bytes);
  if (picture === null || picture.contentType !== ticket.contentType || (type ?? ticket.contentType) !== ticket.contentType)
    throw new Problem("document_invalid");
  if (!isPhotoSized(picture)) throw new Problem("document_dimensions");
  if (await again(async () => accountOf(env, ticket.driverId).refusesDocument(ticket.documentId)))
    throw new Problem("upload_refused", GONE);
  await keepDocument(env, ticket, bytes);
  return toOwn(await submit(env, ticket, picture));
}

const mediaType = (header: string | null): string => header?.split(";")[0]?.trim().toLowerCase() ?? "";

/** @throws Problem `validation_failed` */
async function fileIn(request: Request, bytes: Uint8Array<ArrayBuffer>): Promise<File> {
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  const form = await new Response(bytes, { headers }).formData().catch(() => null);
  const file = form?.get("file");
  if (!(file instanceof File)) throw new Problem("validation_failed", "Send the picture as the form's `file`.");
  return file;
}

/** Tells the account of a picture that the store has. One that the account has let go of meanwhile is erased again. */
async function submit(
  env: Env,
  ticket: Ticket,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<KnownDocument> {
  const { driverId, documentId, kind, contentType, bytes, idName } = ticket;
  const document = { documentId, kind, contentType, bytes, width, height };
  // What names it is its id: other bytes under the same ticket are not kept, so they are no other command.
  const said = { type: "SubmitDocument", documentId } as const;
  const result = await commandAccount(env, driverId, `document/${documentId}`, { type: said.type, document, idName }, said);
  const known = await again(async () => accountOf(env, driverId).documents());
  const found = known.find((one) => one.documentId === documentId);
  if (found !== undefined) return found;
  await eraseDocument(env, documentId);
  if (!result.ok && result.code !== "document_not_found") throw Problem.of(result);
  throw new Problem("upload_refused", GONE);
}

const missing = (kind: Own["kind"]): Own => ({
  documentId: null,
  kind,
  state: "missing",
  submittedAt: null,
  decidedAt: null,
  cause: null,
});

function toOwn({ documentId, kind, cause, submittedAtMs, decidedAtMs, ...at }: KnownDocument): Own {
  return {
    ...{ documentId, kind, cause },
    state: shownState(at),
    submittedAt: toInstant(submittedAtMs),
    decidedAt: decidedAtMs === null ? null : toInstant(decidedAtMs),
  };
}
