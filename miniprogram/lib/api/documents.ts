import type { DocumentKind } from "@forecourt/contract/documents";
import { apiOrigin } from "../config.ts";
import type { Photo } from "../picture.ts";
import { lost, Problem, problemOf, send } from "./client.ts";
import type { Reply } from "./operations.ts";

/** The documents that verify a driver: photos that go straight to the store, sealed, and are never shown again. */

export type OwnDocument = Reply<"get", "/v1/driver/documents">["items"][number];

/** A photo on its way. The id makes it one document, however often it is sent. */
export interface Sending {
  readonly kind: DocumentKind;
  readonly photo: Photo;
  /** On the front of an ID card. */
  readonly idNumber?: string;
  readonly idempotencyKey: string;
}

/** Time for a few hundred kilobytes where a phone barely has a network. */
const TIMEOUT_MS = 120_000;

export const fetchDocuments = async (): Promise<readonly OwnDocument[]> => (await send("get", "/v1/driver/documents", {})).items;

export const removeDocument = (kind: DocumentKind, idempotencyKey: string): Promise<unknown> =>
  send("delete", "/v1/driver/documents/{kind}", { params: { kind }, idempotencyKey });

/**
 * Sends a photo, and tells how much of it has arrived, from 0 to 1. Sent again after a break, it is the same document: the address is
 * asked for under the same id.
 *
 * `wx.uploadFile`, which alone tells how far it has come, sends forms by POST and nothing else; hence not the PUT of other clients.
 *
 * @throws {Problem} `retryable` after a break
 */
export async function sendDocument(
  { kind, photo, idNumber, idempotencyKey }: Sending,
  told: (part: number) => void,
  started: (stop: () => void) => void,
): Promise<void> {
  const { contentType, bytes, path } = photo;
  const body = { kind, contentType, bytes, ...(idNumber === undefined ? {} : { idNumber }) };
  const { url } = await send("post", "/v1/driver/documents/uploads", { body, idempotencyKey });
  await new Promise<void>((resolve, reject) => {
    const task = wx.uploadFile({
      url: apiOrigin() + url,
      filePath: path,
      name: "file",
      timeout: TIMEOUT_MS,
      success: ({ statusCode, data }) => (statusCode < 300 ? resolve() : reject(problemOf(statusCode, parsed(data)))),
      fail: ({ errMsg }) => reject(lost(errMsg)),
    });
    task.onProgressUpdate(({ totalBytesSent, totalBytesExpectedToSend }) =>
      told(Math.min(1, totalBytesSent / Math.max(1, totalBytesExpectedToSend))),
    );
    started(() => {
      reject(new Problem("not_confirmed"));
      task.abort();
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
