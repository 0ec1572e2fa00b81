import { createHash, randomUUID } from "node:crypto";
import { TERMINAL_HEADER } from "@forecourt/contract/terminal";
import { Webhook } from "standardwebhooks";

/**
 * Signs what a terminal sends, as {@link https://www.standardwebhooks.com Standard Webhooks} says: the signed text is
 * `id.timestamp.body`, the key is the base64 that follows `whsec_`.
 */

/** Makes the headers of one attempt. */
export interface Signer {
  /**
   * @param id - the message's id; the same on every attempt at the same content, and without a `.`
   * @param body - the exact text that goes out; the empty string for a GET
   * @param atMs - the time of this attempt, not of the event; the server takes five minutes of difference
   */
  headers(id: string, body: string, atMs: number): Readonly<Record<string, string>>;
}

/**
 * @param terminalId - `<stationId>.<name>`
 * @param secrets - `whsec_…`; while the secret is being rotated the old and the new one, and both signatures are listed
 * @throws when no secret is given or one is not base64
 */
export function createSigner(terminalId: string, secrets: readonly string[]): Signer {
  if (secrets.length === 0) throw new TypeError("A terminal needs a secret to sign with");
  const webhooks = secrets.map((secret) => new Webhook(secret));
  return {
    headers(id, body, atMs) {
      const timestamp = new Date(atMs);
      return {
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(atMs / 1000)),
        "webhook-signature": webhooks.map((webhook) => webhook.sign(id, timestamp, body)).join(" "),
        [TERMINAL_HEADER]: terminalId,
      };
    },
  };
}

/**
 * The id of a batch, made from its content: an attempt again at the same events has the same id without anything being
 * remembered, also after a restart, and other content can never come under an id that was used.
 */
export function batchId(terminalId: string, body: string): string {
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 32);
  return `${withoutDots(terminalId)}-${digest}`;
}

/** An id for a request that changes nothing, such as a poll: every one is new. */
export function freshId(terminalId: string): string {
  return `${withoutDots(terminalId)}-${randomUUID()}`;
}

/** The signed text separates its parts with dots, so an id with a dot could be read two ways. */
function withoutDots(terminalId: string): string {
  return terminalId.replaceAll(".", "-");
}
