import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";

/** What a picture of a package may weigh. */
export const PICTURE_BYTES_MAX = 512 * 1024;
export const pictureTypes = ["image/jpeg", "image/png", "image/webp"] as const;
type PictureType = (typeof pictureTypes)[number];

const objectName = (pictureId: string): string => `pictures/${pictureId}`;
export const pictureUrl = (pictureId: string): string => `/v1/pictures/${pictureId}`;

/** Keeps a picture under the digest of its bytes: the same one again is the same one, and none ever changes. */
export async function keepPicture(env: Env, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const contentType = requireType(bytes);
  const pictureId = await digest(bytes);
  await env.FILES.put(objectName(pictureId), bytes, { httpMetadata: { contentType } });
  return pictureId;
}

/** What a picture will be called. @throws Problem `picture_invalid` */
export async function pictureIdOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  requireType(bytes);
  return digest(bytes);
}

/** A picture as it may be kept for ever by whoever has it; a name that is a digest never means another one. */
export async function servePicture(env: Env, pictureId: string, request: Request): Promise<Response> {
  const etag = `"${pictureId}"`;
  const headers = { etag, "cache-control": "public, max-age=31536000, immutable", "content-security-policy": "default-src 'none'" };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  const object = await env.FILES.get(objectName(pictureId));
  if (object === null) throw new Problem("picture_not_found");
  return new Response(object.body, { headers: { ...headers, "content-type": object.httpMetadata?.contentType ?? "image/jpeg" } });
}

function requireType(bytes: Uint8Array): PictureType {
  const type = typeOf(bytes);
  if (type === null) throw new Problem("picture_invalid");
  return type;
}

/** By what the bytes are, whatever their sender calls them: a browser must never be told to run what an operator was tricked into. */
function typeOf(bytes: Uint8Array): PictureType | null {
  const begins = (...signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (begins(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  const isRiff = begins(0x52, 0x49, 0x46, 0x46);
  if (isRiff && String.fromCharCode(...bytes.subarray(8, 12)) === "WEBP") return "image/webp";
  return null;
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
