import { normalPhone, phoneTail } from "@forecourt/contract/phones";
import { credentialName, type PhoneCredential } from "@forecourt/contract/security";
import { keyedHash } from "../../crypto/keyedHash.ts";
import { openText, sealText } from "../../crypto/text.ts";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";

/** A number as it is typed, as one that can be called. @throws Problem `phone_invalid` */
export function readPhone(text: string): string {
  const phone = normalPhone(text);
  if (phone === null) throw new Problem("phone_invalid", "Give a mobile number of mainland China, or one with +852, +853 or +886.");
  return phone;
}

/** The name that a number's identity goes by. */
export async function phoneName(env: Env, phone: string): Promise<string> {
  return credentialName({ kind: "phone", id: await keyedHash(env, "phone", phone) });
}

/** The number as it is kept: findable, readable by who has the keys, plain nowhere. */
export async function phoneCredential(env: Env, phone: string): Promise<PhoneCredential> {
  const id = await keyedHash(env, "phone", phone);
  return { kind: "phone", id, sealed: await sealText(env, `phone/${id}`, phone), tail: phoneTail(phone) };
}

/** The number itself, for sending to it. */
export function openPhone(env: Env, { id, sealed }: PhoneCredential): Promise<string> {
  return openText(env, `phone/${id}`, sealed);
}
