/** SHA-256 (FIPS 180-4). Mini-programs have no WebCrypto, and a driver verifies the statement on the phone itself. */

const primes: number[] = [];
for (let candidate = 2; primes.length < 64; candidate += 1) if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);

/** The first 32 bits of the fractional part. */
const fractionBits = (value: number) => ((value - Math.floor(value)) * 0x100000000) | 0;
const ROUND = primes.map((prime) => fractionBits(Math.cbrt(prime)));
const START = primes.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));
const at = (words: ArrayLike<number>, index: number) => words[index] ?? 0;

/** Hex digest of a text's UTF-8. */
export function sha256(text: string): string {
  const message = padded(utf8(text));
  const state = START.slice();
  const words = new Int32Array(64);
  for (let offset = 0; offset < message.length; offset += 64) {
    for (let i = 0; i < 16; i += 1) {
      const j = offset + i * 4;
      words[i] = (at(message, j) << 24) | (at(message, j + 1) << 16) | (at(message, j + 2) << 8) | at(message, j + 3);
    }
    for (let i = 16; i < 64; i += 1) {
      const before = at(words, i - 15);
      const last = at(words, i - 2);
      const small = rotate(before, 7) ^ rotate(before, 18) ^ (before >>> 3);
      const large = rotate(last, 17) ^ rotate(last, 19) ^ (last >>> 10);
      words[i] = (at(words, i - 16) + small + at(words, i - 7) + large) | 0;
    }
    compress(state, words);
  }
  return state.map((word) => `00000000${(word >>> 0).toString(16)}`.slice(-8)).join("");
}

function compress(state: number[], words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const large1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choose = (e & f) ^ (~e & g);
    const first = (h + large1 + choose + at(ROUND, i) + at(words, i)) | 0;
    const large0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + large0 + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = (at(state, i) + word) | 0;
  });
}

function padded(bytes: readonly number[]): Uint8Array {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const message = new Uint8Array(length);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setUint32(length - 8, Math.floor((bytes.length * 8) / 0x100000000));
  view.setUint32(length - 4, (bytes.length * 8) >>> 0);
  return message;
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  const encoded = encodeURIComponent(text);
  for (let i = 0; i < encoded.length; i += 1) {
    if (encoded.charAt(i) === "%") {
      bytes.push(Number.parseInt(encoded.substr(i + 1, 2), 16));
      i += 2;
    } else bytes.push(encoded.charCodeAt(i));
  }
  return bytes;
}
