import "reflect-metadata";
import { generateKeyPairSync } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** Keys and certificates of vendors and merchants, made at start. PEM throughout. */

const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

export interface Certified extends KeyPair {
  readonly certificate: string;
}

export function keyPair(): KeyPair {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

interface Wish {
  readonly name: string;
  /** In hexadecimal. */
  readonly serial: string;
  /** Who signs it; absent: itself. */
  readonly by?: Certified;
  readonly notAfter?: Date;
}

/** A key pair with a certificate of it. */
export async function certified({ name, serial, by, notAfter = new Date("2040-01-01") }: Wish): Promise<Certified> {
  const pair = keyPair();
  const signer = by ?? pair;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: name,
    issuer: by === undefined ? name : new x509.X509Certificate(by.certificate).subject,
    notBefore: new Date("2024-01-01"),
    notAfter,
    publicKey: await crypto.subtle.importKey("spki", der(pair.publicKey), RSA, true, ["verify"]),
    signingKey: await crypto.subtle.importKey("pkcs8", der(signer.privateKey), RSA, false, ["sign"]),
    signingAlgorithm: RSA,
    extensions: [new x509.BasicConstraintsExtension(!/SIGN|@/.test(name), undefined, true)],
  });
  return { ...pair, certificate: certificate.toString("pem") };
}

function der(pem: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ""), "base64"));
}
