import { createHash, createHmac } from "node:crypto";
import { Mischief } from "../kit/counterpart.ts";
import type { SentSms, SmsCounterpart } from "./sms.ts";

/** Tencent Cloud's SMS, as its reference says that it behaves: HTTP 200 either way, one code for each number. */
export const tencentAccount = {
  secretId: "AKIDcounterpart",
  secretKey: "counterpart-secret",
  appId: "1400000001",
  signName: "Forecourt",
  templates: { code: "100001", sign_in: "100002", confirmations_reset: "100003", phone_replaced: "100004" },
} as const;

/** Places of each template. */
const places: Readonly<Record<string, number>> = { "100001": 2, "100002": 2, "100003": 0, "100004": 0 };
const HOST_TOLERANCE_S = 300;

export class TencentSms implements SmsCounterpart {
  readonly name = "tencent";
  readonly mischief = new Mischief();
  readonly sent: SentSms[] = [];

  async handle(request: Request): Promise<Response> {
    const body = await request.text();
    return this.mischief.answer("send", () => Response.json({ Response: answer(request, body, this.sent) }));
  }
}

function answer(request: Request, body: string, sent: SentSms[]): object {
  const RequestId = "req-1";
  const refusal = refusalOf(request, body);
  if (refusal !== null) return { Error: { Code: refusal, Message: "refused" }, RequestId };
  const { PhoneNumberSet, SmsSdkAppId, SignName, TemplateId, TemplateParamSet } = JSON.parse(body) as {
    PhoneNumberSet: string[];
    SmsSdkAppId: string;
    SignName: string;
    TemplateId: string;
    TemplateParamSet: string[];
  };
  if (SmsSdkAppId !== tencentAccount.appId)
    return { Error: { Code: "UnauthorizedOperation.SmsSdkAppIdVerifyFail", Message: "" }, RequestId };
  const codeFor = (phone: string): string => {
    if (!/^\+\d{8,15}$/.test(phone)) return "InvalidParameterValue.IncorrectPhoneNumber";
    if (SignName !== tencentAccount.signName) return "FailedOperation.SignatureIncorrectOrUnapproved";
    if (places[TemplateId] !== TemplateParamSet.length) return "FailedOperation.TemplateIncorrectOrUnapproved";
    if (phone.endsWith("9999")) return "LimitExceeded.PhoneNumberDailyLimit";
    sent.push({ phone, template: TemplateId, parameters: TemplateParamSet });
    return "Ok";
  };
  const SendStatusSet = PhoneNumberSet.map((PhoneNumber) => {
    const Code = codeFor(PhoneNumber);
    return { SerialNo: Code === "Ok" ? `serial-${sent.length}` : "", PhoneNumber, Fee: 1, Code, Message: "", IsoCode: "CN" };
  });
  return { SendStatusSet, RequestId };
}

function refusalOf(request: Request, body: string): string | null {
  const headers = Object.fromEntries(request.headers);
  if (request.method !== "POST" || new URL(request.url).pathname !== "/") return "InvalidAction";
  if (headers["x-tc-action"] !== "SendSms" || headers["x-tc-version"] !== "2021-01-11") return "InvalidAction";
  if (headers["x-tc-region"] === undefined) return "MissingParameter";
  const timestamp = headers["x-tc-timestamp"] ?? "";
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > HOST_TOLERANCE_S) return "AuthFailure.SignatureExpire";
  const date = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10);
  const scope = `${date}/sms/tc3_request`;
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const canonical = `POST\n/\n\ncontent-type:${headers["content-type"]}\nhost:${headers.host}\n\ncontent-type;host\n${hash(body)}`;
  const key = hmac(hmac(hmac(`TC3${tencentAccount.secretKey}`, date), "sms"), "tc3_request");
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${hash(canonical)}`).toString("hex");
  const expected = `TC3-HMAC-SHA256 Credential=${tencentAccount.secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`;
  return headers.authorization === expected ? null : "AuthFailure.SignatureFailure";
}
