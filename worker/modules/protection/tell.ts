import type { TellPhone } from "@forecourt/durable-objects/security/SecurityActor";
import type { Env } from "../../env.ts";
import { log } from "../../http/log.ts";
import { smsProvider } from "../../providers/sms/providers.ts";
import { openPhone } from "../credentials/phones.ts";
import { doubtLink } from "./link.ts";

/** What fits into a template's place at every vendor. */
const DEVICE_CHARS = 12;

/**
 * Tells a driver on their phone of a sign-in that was doubted. A vendor's silence counts as sent: a second SMS would ring and
 * cost again.
 *
 * @throws when the vendor has certainly not sent it: it is tried again later
 */
export async function tellPhone(env: Env, { credential, driverId, no, deviceName }: Parameters<TellPhone>[0]): Promise<void> {
  const provider = smsProvider(env);
  if (provider === null) return log("warn", "nobody sends SMS: a driver was not told of a sign-in", {});
  const text = { template: "sign_in", device: deviceName.slice(0, DEVICE_CHARS) || "?", link: await doubtLink(env, driverId, no) } as const;
  const phone = await openPhone(env, credential);
  const result = await provider.send({ phone, text, reference: `sign-in-${no}` });
  if (result.outcome === "refused") throw new Error(`${provider.name} refused: ${result.reason}`);
}
