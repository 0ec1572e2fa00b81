import { createHash, createHmac } from "node:crypto";
import { Mischief } from "../kit/counterpart.ts";
import type { SentSms, SmsCounterpart } from "./sms.ts";

/** Aliyun's SMS, as its reference says that it behaves. */
export const aliyunAccount = {
  accessKeyId: "LTAIcounterpart",
  accessKeySecret: "counterpart-secret",
  signName: "Forecourt",
  templates: { code: "SMS_100001", sign_in: "SMS_100002", confirmations_reset: "SMS_100003", phone_replaced: "SMS_100004" },
} as const;

const TOLERANCE_MS = 15 * 60_000;
const SIGNED = ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"] as const;
const names: Readonly<Record<string, readonly string[]>> = {
  SMS_100001: ["code", "minutes"],
  SMS_100002: ["device", "link"],
  SMS_100003: [],
  SMS_100004: [],
};

export class AliyunSms implements SmsCounterpart {
  readonly name = "aliyun";
  readonly mischief = new Mischief();
  readonly sent: SentSms[] = [];
  readonly #nonces = new Set<string>();

  async handle(request: Request): Promise<Response> {
    const body = await request.text();
    return this.mischief.answer("send", () => {
      const Code = refusalOf(request, body, this.#nonces);
      if (Code !== null) return Response.json({ Code, Message: "refused", RequestId: "req-1" }, { status: 400 });
      return Response.json(send(new URL(request.url).searchParams, this.sent));
    });
  }
}

function send(query: URLSearchParams, sent: SentSms[]): object {
  const phone = query.get("PhoneNumbers") ?? "";
  const template = query.get("TemplateCode") ?? "";
  const refused = (Code: string) => ({ Code, Message: "refused", RequestId: "req-1" });
  if (query.get("SignName") !== aliyunAccount.signName) return refused("isv.SMS_SIGNATURE_ILLEGAL");
  if (!/^\d{8,15}$/.test(phone)) return refused("isv.MOBILE_NUMBER_ILLEGAL");
  if (phone.endsWith("9999")) return refused("isv.BUSINESS_LIMIT_CONTROL");
  const parameters = JSON.parse(query.get("TemplateParam") ?? "{}") as Readonly<Record<string, string>>;
  if (JSON.stringify(Object.keys(parameters)) !== JSON.stringify(names[template])) return refused("isv.TEMPLATE_MISSING_PARAMETERS");
  sent.push({ phone: `+${phone}`, template, parameters: Object.values(parameters) });
  return { Code: "OK", Message: "OK", BizId: `biz-${sent.length}`, RequestId: "req-1" };
}

function refusalOf(request: Request, body: string, nonces: Set<string>): string | null {
  const { pathname, search } = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  if (request.method !== "POST" || pathname !== "/") return "InvalidAction.NotFound";
  if (headers["x-acs-action"] !== "SendSms" || headers["x-acs-version"] !== "2017-05-25") return "InvalidAction.NotFound";
  const atMs = Date.parse(headers["x-acs-date"] ?? "");
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(headers["x-acs-date"] ?? "") || Math.abs(Date.now() - atMs) > TOLERANCE_MS)
    return "InvalidTimeStamp.Expired";
  const nonce = headers["x-acs-signature-nonce"] ?? "";
  if (nonce === "" || nonces.has(nonce)) return "SignatureNonceUsed";
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  if (headers["x-acs-content-sha256"] !== hash(body)) return "InvalidContentSHA256";
  const sorted = search.slice(1).split("&").sort().join("&");
  const lines = SIGNED.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = `POST\n/\n${sorted}\n${lines}\n${SIGNED.join(";")}\n${hash(body)}`;
  const signature = createHmac("sha256", aliyunAccount.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${hash(canonical)}`)
    .digest("hex");
  const expected = `ACS3-HMAC-SHA256 Credential=${aliyunAccount.accessKeyId},SignedHeaders=${SIGNED.join(";")},Signature=${signature}`;
  if (headers.authorization !== expected) return "SignatureDoesNotMatch";
  nonces.add(nonce);
  return null;
}
