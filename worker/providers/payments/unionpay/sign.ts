import { X509Certificate } from "node:crypto";
import { isSigned, sha256Hex, signed, verifyingKey } from "../keys.ts";
import type { UnionPayMerchant } from "./config.ts";

/** Messages of UnionPay's gateway, version 5.1.0: names and values, and a signature over them. */
export type Message = Readonly<Record<string, string>>;

/**
 * What a signature covers: everything but itself and what is empty, by name in the order of ASCII, and nothing encoded.
 *
 * @see https://open.unionpay.com/tjweb/acproduct/APIList
 */
export function signedText(message: Message): string {
  return Object.entries(message)
    .filter(([name, value]) => name !== "signature" && value !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** The message as this merchant signs it. What is signed is the digest's hexadecimal digits, which are digested again. */
export async function signedMessage(merchant: UnionPayMerchant, message: Message): Promise<Message> {
  const whole = { ...message, certId: await merchant.certId(), signMethod: "01" };
  return { ...whole, signature: await signed(await merchant.signingKey(), await sha256Hex(signedText(whole))) };
}

/** Why a message is not UnionPay's; null when it is. The key comes along with the message, so the certificate proves it, or nothing does. */
export async function whyForged(merchant: UnionPayMerchant, message: Message): Promise<string | null> {
  const { signature, signPubKeyCert: pem } = message;
  if (!signature || !pem) return "not signed";
  if (message.version !== "5.1.0" || message.signMethod !== "01") return "signed in another way";
  const certificate = parsed(pem);
  if (certificate === null) return "the certificate can't be read";
  const untrusted = whyUntrusted(certificate, await merchant.trusted(), merchant.signer, Date.now());
  if (untrusted !== null) return untrusted;
  const key = await verifyingKey(certificate.publicKey.export({ type: "spki", format: "pem" }).toString());
  return (await isSigned(key, await sha256Hex(signedText(message)), signature)) ? null : "the signature is another text's";
}

/** Why a certificate is not that of UnionPay's signing key; null when it is. */
function whyUntrusted(certificate: X509Certificate, trusted: readonly X509Certificate[], signer: string, nowMs: number): string | null {
  // From the signing certificate up to one that signs itself, each step by a certificate that we have been given.
  let current = certificate;
  for (let steps = 0; steps <= trusted.length; steps++) {
    if (Date.parse(current.validTo) < nowMs || Date.parse(current.validFrom) > nowMs) return "a certificate is out of its time";
    const issuer = trusted.find((candidate) => current.checkIssued(candidate) && current.verify(candidate.publicKey));
    if (issuer === undefined) return "the certificate is not UnionPay's";
    if (issuer.fingerprint256 === current.fingerprint256) break;
    current = issuer;
  }
  // One of UnionPay's roots itself signs no messages.
  if (trusted.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256)) return "signed by an authority";
  const name = /(?:^|\n)CN=([^\n]*)/.exec(certificate.subject)?.[1] ?? "";
  return name.split("@")[2] === signer ? null : "the certificate is somebody else's";
}

function parsed(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem.replaceAll("\\r\\n", "\n"));
  } catch {
    return null;
  }
}

/** A message as UnionPay answers: names and values that are not encoded; a value in braces may hold `&` of its own. */
export function answeredMessage(text: string): Message {
  const members: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text.charAt(at);
    if (character === "{" || character === "[") depth++;
    if (character === "}" || character === "]") depth--;
    if (at < text.length && (character !== "&" || depth > 0)) continue;
    members.push(text.slice(from, at));
    from = at + 1;
  }
  return Object.fromEntries(members.filter((member) => member.includes("=")).map(split));
}

function split(member: string): readonly [string, string] {
  const at = member.indexOf("=");
  return [member.slice(0, at), member.slice(at + 1)];
}
