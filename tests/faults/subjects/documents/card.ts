import { crc32, deflateSync } from "node:zlib";

const [WIDTH, HEIGHT] = [480, 300];

/** A small card as a PNG: grey bars that say whose it is, so that no two are the same. */
export function card(words: string): Buffer {
  const bars = Buffer.from(words);
  const bar = (x: number): number => bars[Math.floor((x * bars.length) / WIDTH)] ?? 0;
  // Each row begins with its filter, which is none.
  const row = Uint8Array.from({ length: WIDTH + 1 }, (_, at) => (at === 0 ? 0 : bar(at - 1)));
  const rows = Buffer.concat(Array.from({ length: HEIGHT }, () => row));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const [bitDepth, grey] = [8, 0];
  const header = Buffer.concat([u32(WIDTH), u32(HEIGHT), Buffer.from([bitDepth, grey, 0, 0, 0])]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const checked = Buffer.concat([Buffer.from(type), content]);
  return Buffer.concat([u32(content.byteLength), checked, u32(crc32(checked))]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
