import type { DocumentType } from "@forecourt/contract/documents";
import { toBase64 } from "../../crypto/base64.ts";

interface Marked {
  readonly bytes: Uint8Array;
  readonly contentType: DocumentType;
  readonly width: number;
  readonly height: number;
  /** Who looks at it. */
  readonly viewer: string;
  readonly atMs: number;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`);

/** A picture with who opened it and when all over it, as one SVG image: no page can show the one without the other. */
export function watermarked({ bytes, contentType, width, height, viewer, atMs }: Marked): string {
  const size = Math.max(14, Math.round(Math.max(width, height) / 45));
  const words = escaped(`${viewer} · ${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC`);
  const [tileWidth, tileHeight] = [Math.round(size * words.length * 0.62), size * 6];
  const text = (fill: string, shift: number) =>
    `<text x="${shift}" y="${size * 3 + shift}" font-family="sans-serif" font-size="${size}" fill="${fill}" fill-opacity="0.45">${words}</text>`;
  // Light over dark, so that it shows on either.
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<defs><pattern id="mark" width="${tileWidth}" height="${tileHeight}" patternUnits="userSpaceOnUse" patternTransform="rotate(-24)">` +
    `${text("#000", 1)}${text("#fff", 0)}</pattern></defs>` +
    `<image width="${width}" height="${height}" href="data:${contentType};base64,${toBase64(bytes)}"/>` +
    `<rect width="${width}" height="${height}" fill="url(#mark)"/></svg>`
  );
}
