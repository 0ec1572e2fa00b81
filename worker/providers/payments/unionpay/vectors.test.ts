import { describe, expect, it } from "vitest";
import { sha256Hex } from "../keys.ts";
import { linesOf } from "./bill.ts";
import { ourNumber, unionPayNumber } from "./numbers.ts";
import { answeredMessage, signedText } from "./sign.ts";

const order = {
  version: "5.1.0",
  encoding: "UTF-8",
  certId: "69026276696",
  signMethod: "01",
  signature: "is no part of it",
  txnType: "01",
  txnSubType: "01",
  bizType: "000201",
  accessType: "0",
  channelType: "08",
  merId: "777290058110048",
  orderId: "F20260101000001",
  txnTime: "20260101120000",
  txnAmt: "30000",
  currencyCode: "156",
  frontUrl: "https://example.com/up/front",
  backUrl: "https://example.com/up/back",
  reqReserved: "",
};

describe("what is signed", () => {
  it("is everything but the signature and what is empty, sorted and not encoded, digested to hexadecimal digits", async () => {
    expect(signedText(order)).toBe(
      "accessType=0&backUrl=https://example.com/up/back&bizType=000201&certId=69026276696&channelType=08&currencyCode=156&encoding=UTF-8&frontUrl=https://example.com/up/front&merId=777290058110048&orderId=F20260101000001&signMethod=01&txnAmt=30000&txnSubType=01&txnTime=20260101120000&txnType=01&version=5.1.0",
    );
    expect(await sha256Hex(signedText(order))).toBe("70afddbce703b5d580682d79a1c48a36894f9c2f2289f5c867cb4c963baf72b5");
  });

  it("is digested the same way with a shared key, as the other method of signing does", async () => {
    const { certId: _, ...keyed } = { ...order, signMethod: "11" };
    const text = `${signedText(keyed)}&${await sha256Hex("abcdef")}`;
    expect(await sha256Hex(text)).toBe("ab824c80d2530f20d3211e3011a22466ac963c85a75f569cf7db45cd975b6ace");
  });
});

describe("an answer", () => {
  it("is names and values that are not encoded; what stands in braces belongs together", () => {
    expect(answeredMessage("a=1&b={c=2&d=3}&signature=x+/=&e=")).toEqual({ a: "1", b: "{c=2&d=3}", signature: "x+/=", e: "" });
  });
});

describe("a number of ours", () => {
  it("is letters and digits there, and the same again when it comes back", () => {
    const number = "top_0123456789abcdefghjkmnpqrs";
    expect(unionPayNumber(number)).toMatch(/^[0-9A-Za-z]{8,40}$/);
    expect(ourNumber(unionPayNumber(number))).toBe(number);
  });
});

describe("a detail file", () => {
  const WIDTHS = [3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15];
  const row = (change: Readonly<Record<number, string>>) => {
    const columns: Readonly<Record<number, string>> = {
      ...{ 0: "S22", 4: "1125080001", 6: "000000030000", 9: "202611250800010000001", 11: "topZ1", 15: "D000000000180" },
      ...change,
    };
    return WIDTHS.map((width, index) => (columns[index] ?? "").padEnd(width)).join(" ");
  };
  const told = (...rows: readonly string[]) => [...linesOf(new TextEncoder().encode(rows.join("\r\n")).buffer, "2026-11-25")];

  it("holds payments and refunds with their fees, and other things", () => {
    const refund = row({ 0: "S30", 6: "000000010000", 11: "refZ1", 15: "C000000000060", 26: "202611240800010000009" });
    expect(told(row({}), row({ 0: "E74" }), refund, "")).toEqual([
      {
        ...{
          kind: "payment",
          number: "top_1",
          transactionId: "202611250800010000001",
          amountMinor: 30_000,
          currency: "CNY",
          feeMinor: 180,
        },
        atMs: Date.parse("2026-11-25T00:00:01Z"),
      },
      expect.objectContaining({
        kind: "refund",
        number: "ref_1",
        transactionId: "202611240800010000009",
        amountMinor: 10_000,
        feeMinor: -60,
      }),
    ]);
  });

  it("says of every row that can't be read that it can't, and reads the others", () => {
    const strange = [row({ 6: "30.00" }), row({ 4: "yesterday" }), row({ 11: "" }), "S22", "a line that has slipped in"];
    expect(told(...strange, row({}))).toEqual([
      ...strange.map((text, index) => ({ kind: "unreadable", row: index + 1, text: text.slice(0, 200) })),
      expect.objectContaining({ number: "top_1" }),
    ]);
  });
});
