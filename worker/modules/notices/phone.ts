import type { PhoneNotice } from "@forecourt/durable-objects/security/messages";
import type { TellPhone } from "@forecourt/durable-objects/security/SecurityActor";
import type { Env } from "../../env.ts";
import { log } from "../../http/log.ts";
import type { SmsText } from "../../providers/sms/port.ts";
import { smsProvider } from "../../providers/sms/providers.ts";
import { openPhone } from "../credentials/phones.ts";
import { doubtLink } from "../protection/link.ts";

/** What fits into a template's place at every vendor. */
const DEVICE_CHARS = 12;

/**
 * Tells a driver on their phone of a sign-in that was doubted, of a reset of what they confirm with, or of a phone that has taken its place. A vendor's silence counts as sent: a second SMS would ring and
 * cost again.
 *
 * @throws when the vendor has certainly not sent it: it is tried again later
 */
export async function tellPhone(env: Env, { credential, driverId, notice }: Parameters<TellPhone>[0]): Promise<void> {
  const provider = smsProvider(env);
  if (provider === null) return log("warn", "nobody sends SMS: a driver was not told", { notice: notice.of });
  const phone = await openPhone(env, credential);
  const result = await provider.send({ phone, text: await textOf(env, driverId, notice), reference: `${notice.of}-${notice.no}` });
  if (result.outcome === "refused") throw new Error(`${provider.name} refused: ${result.reason}`);
}

async function textOf(env: Env, driverId: string, notice: PhoneNotice): Promise<SmsText> {
  if (notice.of !== "sign_in") return { template: notice.of };
  const { no, deviceName } = notice;
  return { template: "sign_in", device: deviceName.slice(0, DEVICE_CHARS) || "?", link: await doubtLink(env, driverId, no) };
}
