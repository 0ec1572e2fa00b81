import { z } from "zod";
import { hmacSha256, sha256Hex, toHex } from "./hex.ts";
import { parametersOf, SMS_TIMEOUT_MS, type SmsOutcome, type SmsProvider, templateIds } from "./port.ts";

/**
 * Tencent Cloud SMS, API 2021-01-11, signed by TC3-HMAC-SHA256.
 * @see https://www.tencentcloud.com/document/product/382/34874
 */
export const tencentConfig = z.object({
  provider: z.literal("tencent"),
  secretId: z.string(),
  secretKey: z.string(),
  /** SmsSdkAppId. */
  appId: z.string(),
  signName: z.string(),
  region: z.string().default("ap-guangzhou"),
  /** Template ids. Their places are numbered in the order of `parametersOf`. */
  templates: templateIds,
  baseUrl: z.url().default("https://sms.tencentcloudapi.com"),
});
export type TencentConfig = z.output<typeof tencentConfig>;

const CONTENT_TYPE = "application/json; charset=utf-8";

/** The vendor answers 200 either way: with an error for the whole, or with a code for each number. */
const reply = z.object({
  Response: z.object({
    SendStatusSet: z.array(z.object({ Code: z.string() })).optional(),
    Error: z.object({ Code: z.string() }).optional(),
  }),
});

export function tencentSms(config: TencentConfig): SmsProvider {
  return {
    name: "tencent",
    async send({ phone, text, reference }) {
      const body = JSON.stringify({
        PhoneNumberSet: [phone],
        SmsSdkAppId: config.appId,
        SignName: config.signName,
        TemplateId: config.templates[text.template],
        TemplateParamSet: parametersOf(text).map(([, value]) => value),
        SessionContext: reference,
      });
      try {
        const response = await fetch(`${config.baseUrl}/`, {
          method: "POST",
          headers: await headersFor(config, body, Math.floor(Date.now() / 1000)),
          body,
          signal: AbortSignal.timeout(SMS_TIMEOUT_MS),
        });
        return outcomeOf(response.status, reply.safeParse(await response.json()));
      } catch {
        return { outcome: "unknown" };
      }
    },
  };
}

function outcomeOf(status: number, told: z.ZodSafeParseResult<z.output<typeof reply>>): SmsOutcome {
  if (!told.success) return status >= 500 || status === 200 ? { outcome: "unknown" } : { outcome: "refused", reason: `HTTP ${status}` };
  const { Error: error, SendStatusSet: sent } = told.data.Response;
  if (error !== undefined)
    return error.Code.startsWith("InternalError") ? { outcome: "unknown" } : { outcome: "refused", reason: error.Code };
  const code = sent?.[0]?.Code;
  if (code === "Ok") return { outcome: "sent" };
  return code === undefined ? { outcome: "unknown" } : { outcome: "refused", reason: code };
}

async function headersFor(config: TencentConfig, body: string, timestampS: number): Promise<Record<string, string>> {
  const host = new URL(config.baseUrl).host;
  const authorization = await tc3Authorization({ ...config, service: "sms", host, contentType: CONTENT_TYPE, body, timestampS });
  return {
    authorization,
    "content-type": CONTENT_TYPE,
    accept: "application/json",
    "user-agent": "Forecourt",
    "x-tc-action": "SendSms",
    "x-tc-version": "2021-01-11",
    "x-tc-region": config.region,
    "x-tc-timestamp": String(timestampS),
  };
}

interface Tc3Request {
  readonly secretId: string;
  readonly secretKey: string;
  readonly service: string;
  readonly host: string;
  readonly contentType: string;
  readonly body: string;
  readonly timestampS: number;
}

/** Days are UTC's. Signed are the content type, the host and the body. */
export async function tc3Authorization(request: Tc3Request): Promise<string> {
  const { secretId, secretKey, service, host, contentType, body, timestampS } = request;
  const date = new Date(timestampS * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${service}/tc3_request`;
  const canonical = ["POST", "/", "", `content-type:${contentType}`, `host:${host}`, "", "content-type;host", await sha256Hex(body)].join(
    "\n",
  );
  const toSign = ["TC3-HMAC-SHA256", String(timestampS), scope, await sha256Hex(canonical)].join("\n");
  const dated = await hmacSha256(`TC3${secretKey}`, date);
  const key = await hmacSha256(await hmacSha256(dated, service), "tc3_request");
  const signature = toHex(await hmacSha256(key, toSign));
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`;
}
