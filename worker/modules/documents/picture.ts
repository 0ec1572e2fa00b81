import { type DocumentType, documentPixels } from "@forecourt/contract/documents";

/** What a photo is, by its bytes. */
export interface Picture {
  readonly contentType: DocumentType;
  readonly width: number;
  readonly height: number;
}

type Size = Pick<Picture, "width" | "height">;

/**
 * The picture that these bytes are from the first to the last: every segment is walked, and nothing may come after the end. Null for
 * anything else, such as a file that is a picture and an archive or a page at once. Pixels are not decoded.
 */
export function readPicture(bytes: Uint8Array): Picture | null {
  const jpeg = readJpeg(bytes);
  if (jpeg !== null) return { contentType: "image/jpeg", ...jpeg };
  const png = readPng(bytes);
  return png === null ? null : { contentType: "image/png", ...png };
}

/** Neither too small to be read nor so large that opening it is an attack. */
export function isPhotoSized({ width, height }: Size): boolean {
  const { shortSideMin, longSideMax, areaMax } = documentPixels;
  return Math.min(width, height) >= shortSideMin && Math.max(width, height) <= longSideMax && width * height <= areaMax;
}

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x10000 + u16(bytes, at + 2);
const latin = (bytes: Uint8Array, from: number, to: number): string => new TextDecoder("latin1").decode(bytes.subarray(from, to));

const [SOI, EOI, SOS, COMMENT] = [0xd8, 0xd9, 0xda, 0xfe];
/** SOF0 to SOF15, without DHT, JPG and DAC, which lie between them. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isRemark = (marker: number): boolean => marker === COMMENT || (marker >= 0xe0 && marker <= 0xef);

/** ITU-T T.81, annex B. */
function readJpeg(bytes: Uint8Array): Size | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  let size: Size | null = null;
  let isScanned = false;
  let at = 2;
  while (at + 1 < bytes.byteLength && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === EOI) return isScanned && at + 2 === bytes.byteLength ? size : null;
    // Markers may be filled up.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + u16(bytes, at + 2);
    if (end < at + 4 || end > bytes.byteLength) return null;
    if (isRemark(marker) && isForeign(latin(bytes, at + 4, end))) return null;
    if (isFrame(marker)) {
      if (size !== null) return null;
      size = { height: u16(bytes, at + 5), width: u16(bytes, at + 7) };
    }
    isScanned ||= marker === SOS;
    at = marker === SOS ? afterScan(bytes, end) : end;
  }
  return null;
}

/** The first marker after coded data, in which FF is followed by 00 or by a restart marker. */
function afterScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.byteLength;
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What a camera or a canvas writes; texts are left out. */
const pngChunks = new Set([
  "IHDR",
  "PLTE",
  "IDAT",
  "IEND",
  "gAMA",
  "cHRM",
  "sRGB",
  "iCCP",
  "pHYs",
  "tRNS",
  "bKGD",
  "sBIT",
  "hIST",
  "tIME",
  "eXIf",
]);

/** W3C PNG, clause 5. */
function readPng(bytes: Uint8Array): Size | null {
  if (PNG_SIGNATURE.some((byte, index) => bytes[index] !== byte)) return null;
  let size: Size | null = null;
  let hasData = false;
  let at = PNG_SIGNATURE.length;
  while (at + 12 <= bytes.byteLength) {
    const [length, type] = [u32(bytes, at), latin(bytes, at + 4, at + 8)];
    const end = at + 12 + length;
    const isFirst = at === PNG_SIGNATURE.length;
    if (!pngChunks.has(type) || end > bytes.byteLength || isFirst !== (type === "IHDR")) return null;
    if (type === "IHDR") size = { width: u32(bytes, at + 8), height: u32(bytes, at + 12) };
    hasData ||= type === "IDAT";
    if (type === "eXIf" && isForeign(latin(bytes, at + 8, end))) return null;
    if (type === "IEND") return hasData && length === 0 && end === bytes.byteLength ? size : null;
    at = end;
  }
  return null;
}

/** What makes remarks in a picture something else for whoever looks for that. */
const isForeign = (remark: string): boolean =>
  remark.includes("PK\u0003\u0004") || /<script|<html|<!doctype|<svg|<\?php|%pdf-/i.test(remark);
