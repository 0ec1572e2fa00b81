import type { Notice, NoticeContent, NoticeKind, NoticeLanguage, NoticeOutcome } from "@forecourt/contract/notices";
import type { Env } from "../../env.ts";
import { log } from "../../http/log.ts";
import type { WechatNotice } from "../../providers/wechat/notices.ts";
import { wechatIfAny } from "../../providers/wechat/wechat.ts";
import { openWechat } from "../credentials/wechats.ts";

/** The page of the mini-program that a message opens: where the driver does something about it. */
const pages: Readonly<Record<NoticeKind, string>> = { sign_in: "packages/account/devices/devices" };

/** What a driver reads beside the facts: within twenty characters, as WeChat has it. */
const words: Readonly<Record<NoticeLanguage, { readonly unknown: string; readonly wasItYou: string }>> = {
  "zh-CN": { unknown: "未知", wasItYou: "若非本人操作，请点击处理" },
  "zh-TW": { unknown: "不明", wasItYou: "若非本人操作，請點按處理" },
  en: { unknown: "unknown", wasItYou: "Not you? Tap here" },
};

/**
 * Has WeChat bring a message to a driver who has consented to it. Its silence counts as sent, as that of a vendor of SMS does.
 *
 * @throws when WeChat has certainly not sent it: it is tried again later
 */
export async function tellWechat(env: Env, { content, credential, templateId, language }: Notice): Promise<NoticeOutcome> {
  const wechat = wechatIfAny(env);
  if (wechat === null) return "no_consent";
  const { kind } = content;
  const notice = { kind, templateId, page: pages[kind], language, parts: partsOf(content, language) };
  const result = await wechat.sendNotice(await openWechat(env, credential), notice);
  if (result.outcome === "refused") throw new Error(`WeChat refused: ${result.reason}`);
  if (result.outcome !== "no_consent") return "sent";
  log("info", "a driver has no consent left for a message", { notice: kind });
  return "no_consent";
}

function partsOf({ deviceName, place, atMs }: NoticeContent, language: NoticeLanguage): WechatNotice["parts"] {
  const { unknown, wasItYou } = words[language];
  const where = place?.city || place?.region || place?.country || unknown;
  return { device: deviceName || unknown, place: where, time: { atMs }, hint: wasItYou };
}
