import type { NoticeKind, NoticeLanguage } from "@forecourt/contract/notices";
import { z } from "zod";

/**
 * One-off subscription messages of WeChat. An operator picks a template for each kind in the mini-program's console; what its fields are
 * called there ("thing1", "time2") is up to the template, and each type of field takes values of its own.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
 */

/** What a kind of message can say; a template shows those that it has fields for. */
const parts = { sign_in: ["device", "place", "time", "hint"] } as const satisfies Readonly<Record<NoticeKind, readonly string[]>>;
export type NoticePart = (typeof parts)[NoticeKind][number];

const field = z.string().regex(/^(thing|character_string|time|date)\d{1,2}$/);

function template<const Part extends string>(names: readonly Part[]) {
  const fields = z.partialRecord(z.enum(names), field).refine((each) => Object.keys(each).length > 0, "no fields");
  return z.object({ templateId: z.string().min(1).max(128), fields });
}

/** The template of each kind; a kind without one is not offered. */
export const noticeTemplates = z.object({ sign_in: template(parts.sign_in) }).partial();

/** A message, before it is put into a template. */
export interface WechatNotice {
  readonly kind: NoticeKind;
  /** Of the template that was consented to. */
  readonly templateId: string;
  /** The page that it opens, without the leading slash. */
  readonly page: string;
  readonly language: NoticeLanguage;
  readonly parts: Readonly<Record<NoticePart, string | { readonly atMs: number }>>;
}

const languages: Readonly<Record<NoticeLanguage, string>> = { "zh-CN": "zh_CN", "zh-TW": "zh_TW", en: "en_US" };

/** What is sent; a field that WeChat would refuse as too long or empty is made one that it takes. */
export function noticeBody(openid: string, notice: WechatNotice, fields: Readonly<Partial<Record<NoticePart, string>>>, state: string) {
  const data = Object.entries(fields).map(([part, name]) => [name, { value: valueFor(name, notice.parts[part as NoticePart]) }]);
  return {
    touser: openid,
    template_id: notice.templateId,
    page: notice.page,
    miniprogram_state: state,
    lang: languages[notice.language],
    data: Object.fromEntries(data) as Readonly<Record<string, { readonly value: string }>>,
  };
}

/** Characters that a type of field takes. */
const CHARS_MAX = { thing: 20, character_string: 32 } as const;

/** A value as the type of its field takes it. */
export function valueFor(name: string, value: string | { readonly atMs: number }): string {
  const type = name.replace(/\d+$/, "");
  const text = typeof value === "string" ? value : timeText(value.atMs);
  if (type === "time" || type === "date") return text;
  return type === "character_string" ? cut(text.replace(/[^\x20-\x7e]/g, ""), CHARS_MAX.character_string) : cut(text, CHARS_MAX.thing);
}

/** One line, with an ellipsis where something is left out; never empty, and never half a character. */
function cut(text: string, most: number): string {
  const line = text.replace(/\p{C}+/gu, " ").trim();
  if (line === "") return "-";
  if (line.length <= most) return line;
  let kept = "";
  for (const char of line) {
    if (kept.length + char.length >= most) break;
    kept += char;
  }
  return `${kept.trimEnd()}${most === CHARS_MAX.thing ? "…" : ""}`;
}

/** "2026年11月26日 15:04", the form that WeChat's own examples have. */
function timeText(atMs: number): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Shanghai",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  const { year, month, day, hour, minute } = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return `${year}年${Number(month)}月${Number(day)}日 ${hour}:${minute}`;
}
