import { phoneTail } from "@forecourt/contract/phones";
import { and, desc, eq, lt } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { keyedHash } from "../../../crypto/keyedHash.ts";
import type { Env } from "../../../env.ts";
import type { SmsProvider, SmsText } from "../port.ts";
import { sandboxSms } from "./schema.ts";

const KEPT_MS = 24 * 3_600_000;
const SHOWN_MAX = 50;

/** Numbers that the sandbox refuses, as a vendor refuses one that does not exist. */
const REFUSED = /0000$/;

/** Puts messages into an inbox of its own, which `/sandbox/inbox` shows. */
export function sandboxSmsProvider(env: Env): SmsProvider {
  return {
    name: "sandbox",
    async send({ phone, text }) {
      if (REFUSED.test(phone)) return { outcome: "refused", reason: "sandbox.NUMBER_REFUSED" };
      const db = drizzle(env.DB);
      const now = Date.now();
      await db.batch([
        db.delete(sandboxSms).where(lt(sandboxSms.sentAtMs, now - KEPT_MS)),
        db.insert(sandboxSms).values({
          smsId: `${now.toString(36).padStart(10, "0")}-${crypto.randomUUID().slice(0, 8)}`,
          phoneHash: await inboxOf(env, phone),
          phoneTail: phoneTail(phone),
          text: wordsOf(text),
          code: text.template === "code" ? text.code : null,
          link: text.template === "sign_in" ? text.link : null,
          sentAtMs: now,
        }),
      ]);
      return { outcome: "sent" };
    },
  };
}

function wordsOf(text: SmsText): string {
  switch (text.template) {
    case "code":
      return `【Forecourt】验证码 ${text.code}，${text.minutes} 分钟内有效。 Your code is ${text.code}, good for ${text.minutes} minutes.`;
    case "sign_in":
      return `【Forecourt】新设备登录：${text.device}。是您本人吗？ New sign-in: ${text.device}. Was it you? ${text.link}`;
    case "confirmations_reset":
      return "【Forecourt】客服已清除您的支付密码、指纹和安全问题，所有设备已退出，余额已冻结。若非您本人要求，请立即联系客服。 Support has cleared your PIN, fingerprint and security questions; every device is signed out and your balance is frozen. If you did not ask for this, contact support at once.";
  }
}

/** Newest first; of one phone, or of all. */
export async function sandboxInbox(env: Env, phone: string | null): Promise<readonly (typeof sandboxSms.$inferSelect)[]> {
  const wanted = phone === null ? undefined : eq(sandboxSms.phoneHash, await inboxOf(env, phone));
  return drizzle(env.DB).select().from(sandboxSms).where(and(wanted)).orderBy(desc(sandboxSms.smsId)).limit(SHOWN_MAX);
}

function inboxOf(env: Env, phone: string): Promise<string> {
  return keyedHash(env, "sandbox-inbox", phone);
}
