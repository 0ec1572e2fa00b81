import { open, rewrap, seal } from "../../crypto/envelope.ts";
import type { RingEnv } from "../../crypto/ring.ts";
import { openText, sealText } from "../../crypto/text.ts";
import type { Env } from "../../env.ts";
import type { Ticket } from "./ticket.ts";

/**
 * Sealed documents in the object store, and the numbers on them. A document's wrapped key goes with the object, not with an event, so that
 * a new wrapping takes the place of the old one in full.
 */

const PREFIX = "documents/";
const nameOf = (documentId: string): string => PREFIX + documentId;
const placeOf = (documentId: string): string => `document/${documentId}`;
const numberPlaceOf = (documentId: string): string => `id-number/${documentId}`;

/** Objects looked at in one call. */
const PAGE = 50;
/** Listings read for one prefix. */
const PAGES_MAX = 10;

type Keys = Pick<Env, "MASTER_KEYS">;
type Store = Keys & Pick<Env, "FILES">;

export function sealNumber(env: RingEnv, documentId: string, idNumber: string): Promise<string> {
  return sealText(env, numberPlaceOf(documentId), idNumber);
}

/** Keeps a document. What is kept under this id already stays: who has looked at it has looked at what counts. */
export async function keepDocument(
  env: Store,
  { driverId, documentId, idNumber }: Pick<Ticket, "driverId" | "documentId" | "idNumber">,
  plain: Uint8Array,
): Promise<void> {
  const { key, data } = await seal(env, placeOf(documentId), plain);
  await env.FILES.put(nameOf(documentId), data, {
    onlyIf: { etagDoesNotMatch: "*" },
    customMetadata: { key, driver: driverId, ...(idNumber === null ? {} : { idNumber }) },
  });
}

/** Null when the store has none. @throws Unsealable */
export async function openDocument(env: Store, documentId: string): Promise<Uint8Array | null> {
  const object = await env.FILES.get(nameOf(documentId));
  const key = object?.customMetadata?.key;
  if (object === null || key === undefined) return null;
  return open(env, placeOf(documentId), { key, data: new Uint8Array(await object.arrayBuffer()) });
}

/** Null when none was given. @throws Unsealable */
export async function openNumber(env: RingEnv & Store, documentId: string): Promise<string | null> {
  const sealed = (await env.FILES.head(nameOf(documentId)))?.customMetadata?.idNumber;
  return sealed === undefined ? null : openText(env, numberPlaceOf(documentId), sealed);
}

export async function eraseDocument(env: Pick<Env, "FILES">, documentId: string): Promise<void> {
  await env.FILES.delete(nameOf(documentId));
}

/** A document as the store has it: whose it is, and since when; a new wrapping counts as kept anew. */
export interface Stored {
  readonly documentId: string;
  readonly driverId: string | null;
  readonly keptAtMs: number;
}

/** What is kept under ids that begin so, some thousands at most. */
export async function listDocuments(env: Pick<Env, "FILES">, idPrefix: string): Promise<readonly Stored[]> {
  const found: Stored[] = [];
  let cursor: string | undefined;
  // A listing gives fewer than it could when what goes with the objects is large.
  for (let page = 0; page < PAGES_MAX && (page === 0 || cursor !== undefined); page++) {
    const listed: R2Objects = await env.FILES.list({
      prefix: nameOf(idPrefix),
      include: ["customMetadata"],
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { key, uploaded, customMetadata } of listed.objects)
      found.push({ documentId: key.slice(PREFIX.length), driverId: customMetadata?.driver ?? null, keptAtMs: uploaded.getTime() });
    cursor = listed.truncated ? listed.cursor : undefined;
  }
  return found;
}

/**
 * Wraps the keys of some documents by the newest master key, and says where to go on. Whoever reads meanwhile has the object before or
 * after, whole; one that was erased or replaced meanwhile is left alone, and counted: it is to be looked at again.
 */
export async function rewrapDocuments(env: Store, cursor: string | null) {
  const page = await env.FILES.list({
    prefix: PREFIX,
    limit: PAGE,
    include: ["customMetadata"],
    ...(cursor === null ? {} : { cursor }),
  });
  let [rewrapped, left] = [0, 0];
  for (const { key: name, customMetadata } of page.objects) {
    if ((await wrappedAnew(env, name, customMetadata)) === null) continue;
    if (await rewrapOne(env, name)) rewrapped++;
    else left++;
  }
  return { looked: page.objects.length, rewrapped, left, nextCursor: page.truncated ? page.cursor : null };
}

async function rewrapOne(env: Store, name: string): Promise<boolean> {
  const object = await env.FILES.get(name);
  if (object === null) return false;
  const key = await wrappedAnew(env, name, object.customMetadata);
  if (key === null) return false;
  const onlyIf = { etagMatches: object.etag };
  const customMetadata = { ...object.customMetadata, key };
  return (await env.FILES.put(name, await object.arrayBuffer(), { onlyIf, customMetadata })) !== null;
}

/** Null when there is nothing to do. */
function wrappedAnew(env: Keys, name: string, metadata: Readonly<Record<string, string>> | undefined): Promise<string | null> {
  return rewrap(env, placeOf(name.slice(PREFIX.length)), metadata?.key ?? "");
}
