import { Problem } from "./problem.ts";

/** What a call takes unless it says otherwise. */
export const BODY_BYTES_MAX = 64 * 1024;

/**
 * The body, never more than `bytesMax`: a larger one is refused before it is read whole, whatever its
 * `content-length` claims.
 */
export async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new Problem("body_too_large", `At most ${bytesMax} bytes.`, { bytesMax });
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) {
    await request.body?.cancel();
    throw tooLarge();
  }
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > bytesMax) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return join(chunks, bytes);
}

export function toText(bytes: Uint8Array): string {
  if (bytes.byteLength === 0) return "";
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new Problem("malformed_json", "The body is not UTF-8.");
  }
}

/** Parses JSON that a caller sent. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("malformed_json");
  }
}

function join(chunks: readonly Uint8Array<ArrayBuffer>[], bytes: number): Uint8Array<ArrayBuffer> {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
