import type { BillEntry, BillLine } from "@forecourt/contract/payments";
import { bytesOf } from "../keys.ts";
import { NoBill, ProviderUnreachable } from "../port.ts";
import { beijingDigits, fromBeijing } from "../time.ts";
import { callUnionPay } from "./api.ts";
import type { UnionPayMerchant } from "./config.ts";
import { ourNumber } from "./numbers.ts";
import { inflated, unzip } from "./zip.ts";

/**
 * Widths of the columns of a merchant's detail file (`…ZM_…`), one character apart, counted in bytes, as UnionPay's own SDK has them in every
 * language that it comes in; newer files have more of them at the end, which nothing here reads. Those that are read: 0 the transaction's code, 4
 * when it was sent, 6 amount in fen, 9 query number, 11 the merchant's order, 15 the merchant's fee, 26 the original's query number.
 */
const WIDTHS = [3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21] as const;
const PAYMENT = "S22";
const REFUND = "S30";
/** How much of a row that can't be read is shown. */
const TEXT_MAX = 200;

/** The detail file of a clearing day: a fixed-width table, zipped, deflated and in base64. */
export async function* unionPayBill(merchant: UnionPayMerchant, day: string): AsyncIterable<BillEntry> {
  const answer = await callUnionPay(merchant, merchant.fileUrl, {
    version: "5.1.0",
    encoding: "UTF-8",
    txnType: "76",
    txnSubType: "01",
    bizType: "000000",
    accessType: "0",
    merId: merchant.merId,
    settleDate: day.slice(5).replace("-", ""),
    txnTime: beijingDigits(Date.now()),
    fileType: "00",
  });
  // 98: the file is not there (yet); 99: something is wrong with the request, or the day.
  if (answer.respCode === "98") throw new NoBill("UnionPay has no file of this day");
  if (answer.respCode !== "00" || answer.fileContent === undefined)
    throw new ProviderUnreachable(`the bill was answered ${answer.respCode}`);
  const archive = await inflated(bytesOf(answer.fileContent).buffer, "deflate");
  const table = await unzip(archive, /ZM_/);
  if (table !== null) yield* linesOf(table, day);
}

/** The lines of a detail file; transactions of other kinds are left out. */
export function* linesOf(table: ArrayBuffer, day: string): Generator<BillEntry> {
  // One character for each byte: the widths count bytes, and what is not ASCII is in none of the columns that are read.
  for (const [index, row] of new TextDecoder("latin1").decode(table).split(/\r?\n/).entries()) {
    if (row.trim() === "") continue;
    const columns = columnsOf(row);
    const kind = columns[0] ?? "";
    if (/^[A-Z]\d\d$/.test(kind) && kind !== PAYMENT && kind !== REFUND) continue;
    yield lineOf(columns, day) ?? { kind: "unreadable", row: index + 1, text: row.slice(0, TEXT_MAX) };
  }
}

/** Null for one that is not as it should be. */
function lineOf(columns: readonly string[], day: string): BillLine | null {
  const [kind, , , , sent = "", , amount = "", , , queryId = "", , orderNo = ""] = columns;
  const atMs = /^\d{10}$/.test(sent) ? fromBeijing(yearOf(day, sent) + sent) : Number.NaN;
  if (!/^\d{1,12}$/.test(amount) || !Number.isFinite(atMs) || queryId === "" || orderNo === "") return null;
  const common = { number: ourNumber(orderNo), amountMinor: Number(amount), currency: "CNY", atMs, ...feeIn(columns[15] ?? "") };
  if (kind === PAYMENT) return { kind: "payment", transactionId: queryId, ...common };
  return kind === REFUND ? { kind: "refund", transactionId: columns[26] ?? "", refundId: queryId, ...common } : null;
}

/** `D000000000060`: taken from the merchant, in fen; `C`: given back. */
function feeIn(text: string): { readonly feeMinor?: number } {
  const [, direction, fen] = /^([CD])(\d{12})$/.exec(text) ?? [];
  return fen === undefined ? {} : { feeMinor: direction === "D" ? Number(fen) : 0 - Number(fen) };
}

function columnsOf(row: string): readonly string[] {
  let at = 0;
  return WIDTHS.map((width) => {
    const value = row.slice(at, at + width).trim();
    at += width + 1;
    return value;
  });
}

/** The clearing day of the first of January holds transactions of the year before. */
function yearOf(day: string, monthAndDay: string): string {
  const year = Number(day.slice(0, 4));
  return String(monthAndDay.startsWith("12") && day.slice(5, 7) === "01" ? year - 1 : year);
}
