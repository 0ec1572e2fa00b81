import { type DocumentKind, type DocumentType, documentKinds, documentTypes, UPLOAD_LIFE_MS } from "@forecourt/contract/documents";
import { z } from "zod";
import { issueToken, readToken } from "../../auth/tokens.ts";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";

/** One upload: whose, of what, and exactly how much. */
export interface Ticket {
  readonly driverId: string;
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly contentType: DocumentType;
  readonly bytes: number;
  /** Sealed; and what it is found by. */
  readonly idNumber: string | null;
  readonly idName: string | null;
}

const claims = z.object({
  sub: z.string(),
  doc: z.string(),
  knd: z.enum(documentKinds),
  typ: z.enum(documentTypes),
  len: z.coerce.number().int(),
  num: z.string().optional(),
  nam: z.string().optional(),
});

export function signTicket(env: Env, { driverId, documentId, kind, contentType, bytes, idNumber, idName }: Ticket): Promise<string> {
  const number = idNumber === null || idName === null ? {} : { num: idNumber, nam: idName };
  return issueToken(
    env,
    "document-upload",
    driverId,
    { doc: documentId, knd: kind, typ: contentType, len: String(bytes), ...number },
    UPLOAD_LIFE_MS / 1000,
  );
}

/** @throws Problem `upload_refused` */
export async function readTicket(env: Env, text: string): Promise<Ticket> {
  const token = await readToken(env, "document-upload", text).catch((error: unknown) => {
    if (error instanceof Problem) throw new Problem("upload_refused");
    throw error;
  });
  const { sub, doc, knd, typ, len, num, nam } = claims.parse(token);
  return { driverId: sub, documentId: doc, kind: knd, contentType: typ, bytes: len, idNumber: num ?? null, idName: nam ?? null };
}
