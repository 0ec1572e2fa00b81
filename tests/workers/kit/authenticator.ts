import { ORIGIN } from "./http.ts";

/** A security key as WebAuthn has it: makes a passkey, and signs with it. What it says is CBOR and DER, made by hand. */
export class Authenticator {
  readonly #keys: CryptoKeyPair;
  readonly #id = crypto.getRandomValues(new Uint8Array(32));
  readonly #origin: string;
  counter = 0;

  private constructor(keys: CryptoKeyPair, origin: string) {
    this.#keys = keys;
    this.#origin = origin;
  }

  static async make(origin = ORIGIN): Promise<Authenticator> {
    const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    return new Authenticator(keys as CryptoKeyPair, origin);
  }

  get id(): string {
    return base64Url(this.#id);
  }

  /** What `navigator.credentials.create` gives. */
  async create(challenge: string) {
    const { x = "", y = "" } = (await crypto.subtle.exportKey("jwk", this.#keys.publicKey)) as JsonWebKey;
    // { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y }
    const cose = bytes(
      [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20],
      fromBase64Url(x),
      [0x22, 0x58, 0x20],
      fromBase64Url(y),
    );
    const data = bytes(await this.#data(0x45), new Uint8Array(16), [0, this.#id.byteLength], this.#id, cose);
    // { "fmt": "none", "attStmt": {}, "authData": data }
    const attestation = bytes(
      [0xa3, 0x63],
      text("fmt"),
      [0x64],
      text("none"),
      [0x67],
      text("attStmt"),
      [0xa0, 0x68],
      text("authData"),
      [0x58, data.byteLength],
      data,
    );
    const response = { clientDataJSON: this.#clientData("webauthn.create", challenge), attestationObject: base64Url(attestation) };
    return {
      id: this.id,
      rawId: this.id,
      type: "public-key",
      clientExtensionResults: {},
      response: { ...response, transports: ["internal"] },
    };
  }

  /** What `navigator.credentials.get` gives. `present`: the finger was shown. */
  async get(challenge: string, present = true) {
    this.counter++;
    const data = await this.#data(present ? 0x05 : 0x01);
    const clientDataJSON = this.#clientData("webauthn.get", challenge);
    const hash = await crypto.subtle.digest("SHA-256", fromBase64Url(clientDataJSON));
    const signed = bytes(data, new Uint8Array(hash));
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, this.#keys.privateKey, signed);
    const response = { clientDataJSON, authenticatorData: base64Url(data), signature: base64Url(der(new Uint8Array(signature))) };
    return { id: this.id, rawId: this.id, type: "public-key", clientExtensionResults: {}, response };
  }

  async #data(flags: number): Promise<Uint8Array<ArrayBuffer>> {
    const site = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(new URL(this.#origin).hostname));
    const counter = new Uint8Array(4);
    new DataView(counter.buffer).setUint32(0, this.counter);
    return bytes(new Uint8Array(site), [flags], counter);
  }

  #clientData(type: string, challenge: string): string {
    return base64Url(new TextEncoder().encode(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false })));
  }
}

/** A signature as authenticators write it: two whole numbers in DER. */
function der(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const number = (part: Uint8Array) => {
    const from = part.findIndex((byte) => byte !== 0);
    const bare = part.subarray(from < 0 ? part.byteLength - 1 : from);
    const signed = (bare[0] ?? 0) >= 0x80 ? bytes([0], bare) : bytes(bare);
    return bytes([0x02, signed.byteLength], signed);
  };
  const body = bytes(number(raw.subarray(0, 32)), number(raw.subarray(32)));
  return bytes([0x30, body.byteLength], body);
}

function bytes(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const text = (word: string) => new TextEncoder().encode(word);

function base64Url(data: Uint8Array): string {
  return btoa(String.fromCharCode(...data))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function fromBase64Url(word: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(word.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
