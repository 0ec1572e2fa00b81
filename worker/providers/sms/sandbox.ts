import type { Env } from "../../env.ts";
import { putIntoInbox } from "../sandbox/inbox/inbox.ts";
import type { SmsProvider, SmsText } from "./port.ts";

/** Numbers that the sandbox refuses, as a vendor refuses one that does not exist. */
const REFUSED = /0000$/;

/** Puts messages into an inbox of its own, which `/sandbox/inbox` shows. */
export function sandboxSmsProvider(env: Env): SmsProvider {
  return {
    name: "sandbox",
    async send({ phone, text }) {
      if (REFUSED.test(phone)) return { outcome: "refused", reason: "sandbox.NUMBER_REFUSED" };
      const code = text.template === "code" ? text.code : null;
      const link = text.template === "sign_in" ? text.link : null;
      await putIntoInbox(env, { channel: "sms", to: phone }, { text: wordsOf(text), code, link });
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
    case "phone_replaced":
      return "【Forecourt】您的账户已改绑其他手机号，本号码不再用于登录和验证。若非您本人操作，请立即联系客服。 Another phone number has taken the place of this one in your account. If that was not you, contact support at once.";
  }
}
