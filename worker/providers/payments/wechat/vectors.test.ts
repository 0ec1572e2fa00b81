import { describe, expect, it } from "vitest";
import { isSigned, verifyingKey } from "../keys.ts";
import { linesOf, minorIn } from "./bill.ts";
import { decrypted } from "./notice.ts";
import { payText, requestText } from "./sign.ts";

/** The examples of WeChat Pay's own documentation that reproduce; their merchant's public key is published with them. */
const DOCUMENTED_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAptpm+qvIDCh/9wjU26SQCK26ogYkBhDrYxnAaw2JbbBsp1oDbHKk+1r381NeBUG2HEFAuU+Fr72u5ot3yKdzoF/FajAzQNKnm569/D3upKoi8mYBaST15Uig8j8qoUW1U217LL0jEHlSnHV3lcaDTXqDpTRR4Bfz9IqOgJgFZ8/oTfEomSrjrLYef81Eyxr7ZIMQXEKKEK7V4UXKS0+/fDsiG/cXidhzt8UbTL9vqXqxM2+IDImyO+FAc/tkBG55LmzxPto1Nq0WbnZzRM/wTzrd0I/8NlevxtFbphg4evlHjFNI7+GrqR87ViEwuAJJ9Je5QQjct5YJfFRWiZ5CMQIDAQAB";
const at = { atS: 1_554_208_460, nonce: "593BEC0C930BF1AFEB40B4A08C8FB242" };
const holds = async (text: string, signature: string) => isSigned(await verifyingKey(DOCUMENTED_KEY), text, signature);

describe("what is signed", () => {
  it("is, of a request without a body, as the documentation's signature says", async () => {
    const text = requestText({ method: "GET", path: "/v3/refund/domestic/refunds/123123123123", body: "" }, at);
    const signature =
      "Lc9VXxmeonkdV8Xk9tmigQFLhl0vRWTerdmoRu01aAnYwIrD/5nsSwE1WlmZGLRlAFTNQ3QsMa0+VRDlJp1Wp5p0nO8EK68b5sJBbjouxaFciIfq1zfDWWz+jqhcMoKXI1A6dPm1AW7D4d30WsMTNzp6g23OXakIsh9LO3lUmwvTuE0BY8ncf6tNGk4wKmvXwERd/ZpoQY3MAVKz+Nakwc+2XBmzT66KcUehU5kr4IvGa/lEU5RZb/q00zP9VLdBhC/jQSX3X1UcJLCtEc4gTmib4tnmAT+bHF/e17ZAuxDNcx6rqT8gNEXqaJGG+1OflMSTU2tpyG65G4dMKdFcoA==";
    expect(await holds(text, signature)).toBe(true);
    expect(await holds(`${text} `, signature)).toBe(false);
  });

  it("is, of an order, as the documentation's signature says", async () => {
    const body =
      '{"appid":"wxd678efh567hg6787","mchid":"1900007291","description":"Image形象店-深圳腾大-QQ公仔","out_trade_no":"1217752501201407033233368018","notify_url":"https://www.weixin.qq.com/wxpay/pay.php","amount":{"total":100,"currency":"CNY"},"payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}}';
    const signature =
      "jnks4dlrPw3ZX+ozVvSK39oa0t7OMBsg83BHAwd8BRdUFiVaQNTLTvci+wURgP1OQBbKYhFGvt7iqYpDSTQkp7Uq1sltaQKyncCyrA1g88m5bsKERQfPyT0ahSwKTYJ1CAn9QiJuSJRq1QsQs07eehbU/k9BCS51jTyc1Jpsi2H77HF9f/BnjXAOP3/sPObg6V5Ee4EzwLox684hhuMuIwHo7D8KFk3LIHOKDcNI4It1aCXydFWNpNK+SG86VUDe5kwoDpw4Ulqfu9z8OFDGbDs9TCxEv8iqQzbpxOlEVoOe2kalSYM5kApQb3nZcxdUtoE0liJGW3RGUNE0t4v01A==";
    expect(await holds(requestText({ method: "POST", path: "/v3/pay/transactions/jsapi", body }, at), signature)).toBe(true);
  });

  it("is, for wx.requestPayment, as the documentation's paySign says", async () => {
    const signature =
      "mI35pfNEQV6777ke/1T+LJLQDNTm7yeoUJH+j/adPGhmCCi0PbgkvYQTRcXH0uibcLVtvFLdGLpmoYO9FV6lBBsTAjuhh5YOvQi0e2g3e0yytitiNET9FEuqM0pjnKfRW4K6LIZDdbWJv9KhZUx3DrJa5TL7OJ7VdADVivxVySIlPVKjGwuCXzuXSJes0UcILgWQUMyha5/3nYofuHtS7r+KYyMuxD+oJ9VM1Qdxk4UIG59CP5Y3wtYIFybyF3bdu1caHTRRX+DLyMXyYA/IrTmiW01c4RPjpHBX5Dk1sZyY1zVsWNsvMHr2e1NTWtBxKJ+qk5N61J7caYoepHFaxw==";
    expect(await holds(payText("wx2421b1c4370ec43b", "prepay_id=wx201410272009395522657a690389285100", at), signature)).toBe(true);
  });
});

describe("a sealed resource", () => {
  const sealed = { ciphertext: "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=", nonce: "uluk4a9R25RW", associated_data: "associatedData" };
  const key = (text: string) => ({
    decryptingKey: () => crypto.subtle.importKey("raw", new TextEncoder().encode(text), "AES-GCM", false, ["decrypt"]),
  });

  it("opens with its key, and with what it was sealed about", async () => {
    expect(await decrypted(key("a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb"), sealed)).toBe("message");
    await expect(decrypted(key("a7cde1ZJB1kG2e7VfTs3jQzaWizur8GX"), sealed)).rejects.toMatchObject({ code: "signature_invalid" });
    await expect(decrypted(key("a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb"), { ...sealed, associated_data: "" })).rejects.toMatchObject({
      code: "signature_invalid",
    });
  });
});

describe("a bill", () => {
  it.each([
    ["300.00", 30_000],
    ["0.10", 10],
    ["-2.07", -207],
    ["1.1", 110],
    ["0.74070", 74],
    ["0.745", 75],
    ["90071992547.40", 9_007_199_254_740],
  ])("writes %s yuan for %i fen", (yuan, fen) => {
    expect(minorIn(yuan)).toBe(fen);
  });

  it.each(["", "1,000.00", "1e3", "¥1", "."])("holds no amount like “%s”", (text) => {
    expect(minorIn(text)).toBeNull();
  });

  const head =
    "交易时间,微信订单号,商户订单号,交易状态,货币种类,商品名称,手续费,费率,应结订单金额,订单金额,商户退款单号,退款金额,申请退款金额";
  const paid = "`2026-11-25 08:00:01,`4200001,`top_1,`SUCCESS,`CNY,`fuel, oil,`0.06,`0.60%,`10.00,`10.00,`0,`0.00,`0.00";
  const told = (columns: string, ...rows: readonly string[]) => [...linesOf(`\uFEFF${[columns, ...rows].join("\r\n")}\r\n`)];
  const payment = {
    kind: "payment",
    number: "top_1",
    transactionId: "4200001",
    currency: "CNY",
    amountMinor: 1_000,
    feeMinor: 6,
    atMs: Date.parse("2026-11-25T00:00:01Z"),
  };

  it("ends where its sums begin; a name may hold commas", () => {
    expect(told(head, paid, "总交易单数,总金额", "`1,`10.00")).toEqual([{ ...payment, feeDueMinor: 6 }]);
  });

  it("is read by the names of its columns: older ones have fewer, newer ones may have more", () => {
    const old = "交易时间,微信订单号,商户订单号,交易状态,货币种类,总金额,手续费,什么是新的";
    const row = "`2026-11-25 08:00:01,`4200001,`top_1,`SUCCESS,`CNY,`10.00,`0.06000,`?";
    expect(told(old, row, "`总交易单数,`总交易额", "`1,`10.00")).toEqual([payment]);
    expect(() => told("a,b,c", "`1,`2,`3")).toThrow("other names");
  });

  it("says of every row that can't be read that it can't, and reads the others", () => {
    const refund = paid.replace("SUCCESS", "REFUND").replace("`0,`0.00,`0.00", "`ref_1,`2.00,`2.00").replace("`0.06,", "`-0.01,");
    const strange = [paid.replace("10.00,`10.00", "10.00,`ten"), paid.replace("SUCCESS", "UNHEARD_OF"), "`2026", "no row at all"];
    expect(told(head, ...strange, refund, "总交易单数,总金额", "`5,`10.00")).toEqual([
      ...strange.map((text, index) => ({ kind: "unreadable", row: index + 2, text })),
      expect.objectContaining({ kind: "refund", number: "ref_1", amountMinor: 200, feeMinor: -1, feeDueMinor: -1 }),
    ]);
  });

  it("of which rows are missing says so", () => {
    expect(told(head, paid, "总交易单数,总金额", "`2,`10.00").at(-1)).toMatchObject({ kind: "unreadable", text: "总交易单数 2: 1" });
    expect(told(head, paid).at(-1)).toMatchObject({ kind: "unreadable", text: "总交易单数 ?: 1" });
  });
});
