import type { ActorRef } from "@forecourt/contract/commit";
import { canonicalJson } from "@forecourt/contract/movement";
import { sha256 } from "./sha256.ts";

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Hex SHA-256. Synchronous, because the command path must not await. */
export function sha256Hex(text: string): string {
  let hex = "";
  for (const word of sha256(text))
    hex += `${hexOfByte[word >>> 24]}${hexOfByte[(word >>> 16) & 255]}${hexOfByte[(word >>> 8) & 255]}${hexOfByte[word & 255]}`;
  return hex;
}

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** 132 bits of the digest. */
const FINGERPRINT_LENGTH = 22;

/** What makes two commands the same command: all that they say, in whatever order. */
export function fingerprint(command: unknown): string {
  const words = sha256(canonicalJson(command));
  let text = "";
  for (let index = 0; index < FINGERPRINT_LENGTH; index++) text += base64url[bits(words, 6 * index, 6)];
  return text;
}

/** What ids are made of, evenly. */
export const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_LENGTH = 26;

/** `<prefix>_` and 26 base-32 characters (130 bits) that depend on nothing but the seed. */
export function idFrom(prefix: string, seed: string): string {
  const words = sha256(seed);
  let text = "";
  // The low bits of each byte.
  for (let index = 0; index < ID_LENGTH; index++) text += idAlphabet[bits(words, 8 * index + 3, 5)];
  return `${prefix}_${text}`;
}

/** The `no`th id (from 0) that an actor gives out when it carries out a command: known to whoever knows the command. */
export function idOfCommand({ kind, id }: ActorRef, commandId: string, prefix: string, no: number): string {
  return idFrom(prefix, `${kind}/${id}/${commandId}/${no}`);
}

/** So many bits from a place on, fewer than a word has. */
function bits(words: Int32Array, from: number, count: number): number {
  const index = from >>> 5;
  const offset = from & 31;
  const high = (words[index] ?? 0) << offset;
  const low = offset === 0 ? 0 : (words[index + 1] ?? 0) >>> (32 - offset);
  return (high | low) >>> (32 - count);
}
