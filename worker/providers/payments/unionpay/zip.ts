import { ProviderUnreachable } from "../port.ts";

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** No day's bill of one merchant comes near it; what claims to is no bill. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;

/**
 * The file of a ZIP archive whose name matches; null when there is none. Stored or deflated, which is what there is.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export async function unzip(archive: ArrayBuffer, name: RegExp): Promise<ArrayBuffer | null> {
  const view = new DataView(archive);
  let end = archive.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== DIRECTORY_END) end--;
  if (end < 0) throw new ProviderUnreachable("the bill is no archive");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count && view.getUint32(at, true) === DIRECTORY_ENTRY; index++) {
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ];
    const found = new TextDecoder("latin1").decode(new Uint8Array(archive, at + 46, nameBytes));
    if (name.test(found)) {
      const method = view.getUint16(at + 10, true);
      const bytes = view.getUint32(at + 20, true);
      const local = view.getUint32(at + 42, true);
      if (view.getUint32(at + 24, true) > FILE_BYTES_MAX) throw new ProviderUnreachable("the bill is too large");
      const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const data = archive.slice(begin, begin + bytes);
      return method === 0 ? data : inflated(data, "deflate-raw");
    }
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return null;
}

/** @throws ProviderUnreachable when it is not deflated */
export async function inflated(data: ArrayBuffer, format: "deflate" | "deflate-raw"): Promise<ArrayBuffer> {
  try {
    return await new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream(format))).arrayBuffer();
  } catch {
    throw new ProviderUnreachable("the bill can't be unpacked");
  }
}
