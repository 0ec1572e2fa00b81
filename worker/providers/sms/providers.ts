import { z } from "zod";
import type { Env } from "../../env.ts";
import { aliyunConfig, aliyunSms } from "./aliyun.ts";
import type { SmsProvider } from "./port.ts";
import { sandboxSmsProvider } from "./sandbox.ts";
import { tencentConfig, tencentSms } from "./tencent.ts";

const config = z.discriminatedUnion("provider", [tencentConfig, aliyunConfig]);

let read: { readonly text: string; readonly provider: SmsProvider } | undefined;

/** Who sends SMS here: the vendor that the secret `SMS` names, or the sandbox where there is none; null when nobody does. */
export function smsProvider(env: Env): SmsProvider | null {
  if (env.SMS === undefined || env.SMS === "") return env.PROVIDERS_MODE === "sandbox" ? sandboxSmsProvider(env) : null;
  if (read?.text !== env.SMS) read = { text: env.SMS, provider: vendorOf(env.SMS) };
  return read.provider;
}

/** @throws an error that says what is missing and not what is there: it may be logged */
function vendorOf(text: string): SmsProvider {
  const parsed = config.safeParse(parse(text));
  if (!parsed.success) throw new Error(`the secret SMS is not right: ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
  return parsed.data.provider === "tencent" ? tencentSms(parsed.data) : aliyunSms(parsed.data);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
