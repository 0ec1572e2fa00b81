/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8. Every command is hashed once or twice, and a text of a few hundred characters is hashed
 * several times as fast here as by a call out of JavaScript; the platform's own has a test see that both say the same.
 */

const WORD = 2 ** 32;
const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;

const primes = Array.from({ length: 310 }, (_, index) => index + 2).filter((number, _, all) =>
  all.every((divisor) => divisor >= number || number % divisor !== 0),
);
/** The first 32 bits of the fractions of the cube roots, and of the square roots, of the first primes. */
const rounds = Int32Array.from(primes, (prime) => (Math.cbrt(prime) * WORD) | 0);
const start = Int32Array.from(primes.slice(0, 8), (prime) => (Math.sqrt(prime) * WORD) | 0);

const encoder = new TextEncoder();
const schedule = new Int32Array(64);
const state = new Int32Array(8);
let buffer = new Uint8Array(4_096);
let view = new DataView(buffer.buffer);

/** The digest as eight big-endian words. The array is used again by the next call. */
export function sha256(text: string): Int32Array {
  const length = encode(text);
  const blocks = Math.ceil((length + 1 + LENGTH_BYTES) / BLOCK_BYTES);
  buffer[length] = 0x80;
  buffer.fill(0, length + 1, blocks * BLOCK_BYTES);
  view.setUint32(blocks * BLOCK_BYTES - LENGTH_BYTES, Math.floor((length * 8) / WORD));
  view.setUint32(blocks * BLOCK_BYTES - 4, (length * 8) % WORD);
  state.set(start);
  for (let block = 0; block < blocks; block++) compress(block * BLOCK_BYTES);
  return state;
}

/** Writes the text's UTF-8 into the buffer. @returns its bytes */
function encode(text: string): number {
  const { length } = text;
  if (buffer.length < 3 * length + 2 * BLOCK_BYTES) {
    buffer = new Uint8Array(6 * length + 2 * BLOCK_BYTES);
    view = new DataView(buffer.buffer);
  }
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return encoder.encodeInto(text, buffer).written;
    buffer[index] = code;
  }
  return length;
}

/** One block, after section 6.2.2 of the standard. */
function compress(from: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = view.getInt32(from + 4 * t);
  for (let t = 16; t < 64; t++) {
    const w2 = at(schedule, t - 2);
    const w15 = at(schedule, t - 15);
    const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10);
    const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3);
    schedule[t] = (s1 + at(schedule, t - 7) + s0 + at(schedule, t - 16)) | 0;
  }
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  let f = at(state, 5);
  let g = at(state, 6);
  let h = at(state, 7);
  for (let t = 0; t < 64; t++) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at(rounds, t) + at(schedule, t)) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  add(0, a);
  add(1, b);
  add(2, c);
  add(3, d);
  add(4, e);
  add(5, f);
  add(6, g);
  add(7, h);
}

/** An element that is there: the compiler can't know. */
const at = (array: Int32Array, index: number): number => array[index] as number;
const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const add = (index: number, word: number): void => {
  state[index] = (at(state, index) + word) | 0;
};
