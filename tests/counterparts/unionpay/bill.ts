import { toBase64 } from "../kit/rsa.ts";
import type { UnionPayTransaction } from "./unionpay.ts";

/** The clearing file of a day as UnionPay delivers it: a table of fixed columns, in a ZIP, deflated, in base64. */

const WIDTHS = [3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8];

/** `MMDD` of Beijing; a day ends at eleven in the evening. */
export function clearedOn(atMs: number): string {
  return new Date(atMs + 9 * 3_600_000).toISOString().replaceAll(/\D/g, "").slice(4, 8);
}

/** Null when there is none of this day (`MMDD`, of Beijing). */
export async function billFile(merId: string, day: string, transactions: readonly UnionPayTransaction[]): Promise<string | null> {
  const rows = transactions.flatMap((one) => {
    const sent = new Date(one.atMs + 8 * 3_600_000).toISOString().replaceAll(/\D/g, "").slice(4, 14);
    if (clearedOn(one.atMs) !== day || one.respCode !== "00") return [];
    const columns = Array<string>(WIDTHS.length).fill("");
    columns[0] = one.kind === "payment" ? "S22" : "S30";
    columns[3] = "123456";
    columns[4] = sent;
    columns[6] = (one.request.txnAmt ?? "").padStart(12, "0");
    columns[9] = one.queryId;
    columns[11] = one.request.orderId ?? "";
    columns[26] = one.request.origQryId ?? "";
    columns[27] = merId;
    return columns.map((column, index) => column.padEnd(WIDTHS[index] ?? 0)).join(" ");
  });
  if (rows.length === 0) return null;
  const archive = await zipped([
    [`INN26${day}88ZME_${merId}`, ""],
    [`INN26${day}88ZM_${merId}`, `${rows.join("\r\n")}\r\n`],
  ]);
  return toBase64(await packed(archive, "deflate"));
}

async function packed(bytes: Uint8Array<ArrayBuffer>, format: "deflate" | "deflate-raw"): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream(format))).arrayBuffer());
}

async function zipped(files: readonly (readonly [string, string])[]): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const [name, text] of files) {
    const plain = encoder.encode(text) as Uint8Array<ArrayBuffer>;
    const data = await packed(plain, "deflate-raw");
    const nameBytes = encoder.encode(name) as Uint8Array<ArrayBuffer>;
    // Sizes are told in the directory alone, as streaming writers do.
    const local = header(0x04034b50, [20, 8, 8, 0, 0], [0, 0, 0], [nameBytes.length, 0]);
    const central = header(0x02014b50, [20, 20, 8, 8, 0, 0], [0, data.length, plain.length], [nameBytes.length, 0, 0, 0, 0], [0, at]);
    parts.push(local, nameBytes, data);
    directory.push(central, nameBytes);
    at += local.length + nameBytes.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = header(0x06054b50, [0, 0, files.length, files.length], [size, at], [0]);
  return new Uint8Array(await new Blob([...parts, ...directory, end]).arrayBuffer());
}

/** A signature of four bytes, then numbers of two and of four bytes by turns. */
function header(signature: number, ...groups: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  const put = (value: number, width: number) => {
    for (let index = 0; index < width; index++) bytes.push((value >>> (8 * index)) & 255);
  };
  put(signature, 4);
  for (const [index, group] of groups.entries()) for (const value of group) put(value, index % 2 === 0 ? 2 : 4);
  return Uint8Array.from(bytes);
}
