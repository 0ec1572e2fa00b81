import { z } from "zod";
import { hmacSha256, sha256Hex, toHex } from "./hex.ts";
import { parametersOf, SMS_TIMEOUT_MS, type SmsOutcome, type SmsProvider, templateIds } from "./port.ts";

/**
 * Aliyun SMS, API 2017-05-25, signed by ACS3-HMAC-SHA256. Sending is not idempotent and is billed each time.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export const aliyunConfig = z.object({
  provider: z.literal("aliyun"),
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
  signName: z.string(),
  /** Template codes. Their places are named as `parametersOf` names them. */
  templates: templateIds,
  baseUrl: z.url().default("https://dysmsapi.aliyuncs.com"),
});
export type AliyunConfig = z.output<typeof aliyunConfig>;

const reply = z.object({ Code: z.string() });

export function aliyunSms(config: AliyunConfig): SmsProvider {
  return {
    name: "aliyun",
    async send({ phone, text, reference }) {
      const query = canonicalQuery({
        // The country's code and the number, without the plus.
        PhoneNumbers: phone.slice(1),
        SignName: config.signName,
        TemplateCode: config.templates[text.template],
        TemplateParam: JSON.stringify(Object.fromEntries(parametersOf(text))),
        OutId: reference,
      });
      try {
        const response = await fetch(`${config.baseUrl}/?${query}`, {
          method: "POST",
          headers: await headersFor(config, query),
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
  if (told.success && told.data.Code === "OK") return { outcome: "sent" };
  // An answer of ours to a failure inside the vendor's says nothing about whether the message had gone.
  if (!told.success || status >= 500) return { outcome: "unknown" };
  return { outcome: "refused", reason: told.data.Code };
}

async function headersFor(config: AliyunConfig, query: string): Promise<Record<string, string>> {
  const signed = {
    host: new URL(config.baseUrl).host,
    "x-acs-action": "SendSms",
    "x-acs-content-sha256": await sha256Hex(""),
    "x-acs-date": new Date().toISOString().replace(/\.\d{3}Z$/, "Z"),
    "x-acs-signature-nonce": crypto.randomUUID().replaceAll("-", ""),
    "x-acs-version": "2017-05-25",
  };
  const authorization = await acs3Authorization({ ...config, query, headers: signed, body: "" });
  const { host: _, ...sent } = signed;
  return { ...sent, authorization, accept: "application/json", "user-agent": "Forecourt" };
}

/** Sorted, each part encoded as RFC 3986 has it. */
export function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

interface Acs3Request {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly query: string;
  /** Those that are signed, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function acs3Authorization(request: Acs3Request): Promise<string> {
  const { accessKeyId, accessKeySecret, query, headers, body } = request;
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join("");
  const canonical = ["POST", "/", query, lines, names.join(";"), await sha256Hex(body)].join("\n");
  const signature = toHex(await hmacSha256(accessKeySecret, `ACS3-HMAC-SHA256\n${await sha256Hex(canonical)}`));
  return `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
}
