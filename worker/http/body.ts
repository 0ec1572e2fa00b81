import { Problem } from "./problem.ts";

/** What a call takes unless it says otherwise. */
export const BODY_BYTES_MAX = 64 * 1024;

/**
 * The body as text, never more than `bytesMax`: a larger one is refused before it is read whole, whatever its
 * `content-length` claims.
 */
export async function readText(request: Request, bytesMax: number): Promise<string> {
  const tooLarge = () => new Problem("body_too_large", `At most ${bytesMax} bytes.`, { bytesMax });
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) {
    await request.body?.cancel();
    throw tooLarge();
  }
  if (request.body === null) return "";
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
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
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(join(chunks, bytes));
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

function join(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
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
