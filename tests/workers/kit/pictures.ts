/** Pictures as structures: what stands where is right, the pixels are nothing. */

type Bytes = Uint8Array<ArrayBuffer>;

const bytesOf = (...parts: readonly (readonly number[] | Uint8Array | string)[]): Bytes =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((char) => char.charCodeAt(0)) : [...part])));
const u16 = (value: number): readonly number[] => [value >> 8, value & 255];
const u32 = (value: number): readonly number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];

/** A segment of a JPEG. */
export const segment = (marker: number, content: readonly number[] | string): Bytes =>
  bytesOf([0xff, marker], u16(content.length + 2), content);

export function jpeg({ width = 800, height = 500, extra = new Uint8Array(), tail = "", coded = 2_000 } = {}): Bytes {
  // Coded data with a stuffed FF and a restart marker in it.
  const data = [...Array.from({ length: coded }, (_, at) => (at * 7) % 250), 0xff, 0x00, 0xff, 0xd3, 17];
  return bytesOf(
    ...[[0xff, 0xd8], segment(0xe0, "JFIF\0"), extra, segment(0xc0, [8, ...u16(height), ...u16(width), 1, 1, 17, 0])],
    ...[segment(0xda, [1, 1, 0, 0, 63, 0]), data, [0xff, 0xd9], tail],
  );
}

export const chunk = (type: string, content: readonly number[] | string = []): Bytes =>
  bytesOf(u32(content.length), type, content, [0, 0, 0, 0]);

export function png({ width = 800, height = 500, extra = new Uint8Array(), tail = "" } = {}): Bytes {
  return bytesOf(
    ...[[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], chunk("IHDR", [...u32(width), ...u32(height), 8, 2, 0, 0, 0]), extra],
    ...[chunk("IDAT", [1, 2, 3]), chunk("IEND"), tail],
  );
}
