import type { BillEntry, BillLine } from "@forecourt/contract/payments";
import { hex } from "../keys.ts";
import { BillNotReady, ProviderUnreachable } from "../port.ts";
import { fromBeijing } from "../time.ts";
import { callWechat, downloadWechat } from "./api.ts";
import type { WechatMerchant } from "./config.ts";

/** The trade bill of a day: a table of all payments and refunds, in yuan, while everything else at WeChat Pay is in fen. */
export async function* wechatBill(merchant: WechatMerchant, day: string): AsyncIterable<BillEntry> {
  const answer = await callWechat(merchant, "GET", `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL&tar_type=GZIP`);
  if (!answer.ok) {
    if (answer.code === "NO_STATEMENT_EXIST" && answer.isProven) return;
    throw answer.code === "STATEMENT_CREATING" || answer.code === "NO_STATEMENT_EXIST"
      ? new BillNotReady(answer.code)
      : new ProviderUnreachable(`the bill was refused: ${answer.code}`);
  }
  const { hash_type, hash_value, download_url } = answer.body as Readonly<Record<string, string>>;
  if (hash_type !== "SHA1" || hash_value === undefined || download_url === undefined) throw new ProviderUnreachable("no bill was named");
  const table = await inflated(await downloadWechat(merchant, download_url));
  // The file itself is not signed; what named it was, and said this of it.
  if (hex(await crypto.subtle.digest("SHA-1", table)) !== hash_value.toLowerCase())
    throw new ProviderUnreachable("the bill is not the file that was named");
  yield* linesOf(new TextDecoder().decode(table));
}

/** How much of a row that can't be read is shown. */
const TEXT_MAX = 200;
/** The first of the names of the sums, which come after the last line. */
const SUMS = "总交易单数";

/**
 * The lines of a trade bill, by the names of their columns: accounts of long standing have fewer and older ones, and others may come. The
 * last two rows are its sums, of which the first says how many lines there are.
 *
 * @see https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html
 */
export function* linesOf(table: string): Generator<BillEntry> {
  const [head = "", ...rows] = table.replace(/^\uFEFF/, "").split(/\r?\n/);
  const names = namesIn(head);
  if (!names.includes("微信订单号") || !names.includes("交易状态")) throw new ProviderUnreachable("the bill's columns have other names");
  let [count, paid] = [0, 0];
  for (const [index, row] of rows.entries()) {
    if (row === "") continue;
    if (namesIn(row)[0] === SUMS) {
      const told = valuesIn(rows[index + 1] ?? "")[0];
      // Some lines are missing. Whether refunds are counted among them, WeChat Pay does not say.
      if (told !== String(count) && told !== String(paid))
        yield { kind: "unreadable", row: index + 3, text: `${SUMS} ${told ?? "?"}: ${count}` };
      return;
    }
    count++;
    const values = valuesIn(row);
    const line = lineOf((...known) => values[names.findIndex((name) => known.includes(name))]?.trim() ?? "");
    if (line?.kind === "payment") paid++;
    yield line ?? { kind: "unreadable", row: index + 2, text: row.slice(0, TEXT_MAX) };
  }
  yield { kind: "unreadable", row: rows.length + 1, text: `${SUMS} ?: ${count}` };
}

/** Null for what is no line of a payment or a refund, as far as anybody can tell. @param of the value under the first of these names */
function lineOf(of: (...names: readonly string[]) => string): BillLine | null {
  const state = of("交易状态");
  const [transactionId, currency, atMs] = [of("微信订单号"), of("货币种类"), fromBeijing(of("交易时间"))];
  const feeMinor = minorIn(of("手续费"));
  if (transactionId === "" || !/^[A-Z]{3}$/.test(currency) || !Number.isFinite(atMs) || feeMinor === null) return null;
  const common = { transactionId, currency, atMs, feeMinor };
  if (state === "SUCCESS") {
    const [number, amountMinor] = [of("商户订单号"), minorIn(of("订单金额") || of("总金额", "应结订单金额"))];
    if (number === "" || amountMinor === null) return null;
    return { kind: "payment", number, ...common, amountMinor, ...due(of("费率"), minorIn(of("应结订单金额", "总金额"))) };
  }
  if (state !== "REFUND" && state !== "REVOKED") return null;
  // In the order of preference: what was asked for, which is more than what came out of the account where a coupon was in it.
  const [number, amountMinor] = [of("商户退款单号"), minorIn(of("申请退款金额") || of("退款金额"))];
  if (number === "" || amountMinor === null) return null;
  const back = minorIn(of("退款金额"));
  return {
    kind: "refund",
    number,
    refundId: of("微信退款单号"),
    ...common,
    amountMinor,
    ...due(of("费率"), back === null ? null : 0 - back),
  };
}

/** What the fee comes to by the rate on the line (`0.60%`), where there is one. */
function due(rate: string, ofMinor: number | null): { readonly feeDueMinor?: number } {
  const [, whole, decimals = ""] = /^(\d{1,3})(?:\.(\d{1,4}))?%$/.exec(rate) ?? [];
  if (whole === undefined || ofMinor === null) return {};
  const perMillion = Number(whole) * 10_000 + Number(decimals.padEnd(4, "0"));
  const fee = Math.round((Math.abs(ofMinor) * perMillion) / 1_000_000);
  return { feeDueMinor: ofMinor < 0 ? 0 - fee : fee };
}

/** Headings may have a grave accent before each name, too. */
function namesIn(row: string): readonly string[] {
  return row.split(",").map((name) => name.replace(/^`/, "").trim());
}

/** Every value begins with a grave accent, lest a spreadsheet take it for a number; a product's name may hold commas. */
function valuesIn(row: string): readonly string[] {
  return row.replace(/^`/, "").split(",`");
}

/** Yuan as it is written, in fen; half a fen, which only a fee can have, is rounded away from zero. Never by way of a fraction. Null: it is no amount. */
export function minorIn(yuan: string): number | null {
  const [, sign, whole, decimals = ""] = /^(-?)(\d{1,12})(?:\.(\d{0,8}))?$/.exec(yuan) ?? [];
  if (whole === undefined) return null;
  const fen = Number(whole) * 100 + Number(decimals.slice(0, 2).padEnd(2, "0")) + (decimals.charAt(2) >= "5" ? 1 : 0);
  return sign === "-" ? 0 - fen : fen;
}

async function inflated(bytes: ArrayBuffer): Promise<ArrayBuffer> {
  try {
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  } catch {
    throw new ProviderUnreachable("the bill is no gzip");
  }
}
