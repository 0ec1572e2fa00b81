/** A message that has arrived in somebody's WeChat. */
export interface SentMessage {
  readonly touser: string;
  readonly template_id: string;
  readonly page?: string;
  readonly miniprogram_state?: string;
  readonly lang?: string;
  readonly data: Readonly<Record<string, { readonly value: string }>>;
}

/** The account's template, and the fields that it has there. */
export const SIGN_IN_TEMPLATE = "zun-LzcQyW-edafCVvzPkK4de2Rllr1fFpw2A_x0oXE";
const templates: Readonly<Record<string, readonly string[]>> = { [SIGN_IN_TEMPLATE]: ["thing1", "thing2", "time3", "thing4"] };
const pages: ReadonlySet<string> = new Set(["pages/home/home", "packages/account/devices/devices"]);
/** As WeChat's reference has them: "15:01" or "2019年10月1日 15:01" for a time. */
const values: Readonly<Record<string, RegExp>> = {
  thing: /^\P{Cc}{1,20}$/u,
  time: /^(\d{4}年\d{1,2}月\d{1,2}日 )?\d{1,2}:\d{2}$/,
};

/** One-off subscription messages: one for each time that the user has tapped "allow", and nobody is told how many are left. */
export class Messages {
  readonly sent: SentMessage[] = [];
  readonly #allowed = new Map<string, number>();

  /** The user taps "allow". */
  allow(openid: string, templateId = SIGN_IN_TEMPLATE): void {
    const key = `${openid}/${templateId}`;
    this.#allowed.set(key, (this.#allowed.get(key) ?? 0) + 1);
  }

  send(message: SentMessage): object {
    const refusal = this.#refusal(message);
    if (refusal !== null) return refusal;
    this.sent.push(message);
    return { errcode: 0, errmsg: "ok", msgid: 1_700_000_000 + this.sent.length };
  }

  #refusal({ touser, template_id, page, lang, miniprogram_state, data }: SentMessage): object | null {
    const refused = (errcode: number, errmsg: string) => ({ errcode, errmsg: `${errmsg} rid: 6566a1b2-0c1d2e3f-4a5b6c7d` });
    if (!/^[\w-]{6,}$/.test(touser ?? "")) return refused(40003, "invalid openid");
    const fields = templates[template_id];
    if (fields === undefined) return refused(40037, "invalid template_id");
    if (page !== undefined && !pages.has(page.split("?")[0] ?? "")) return refused(41030, "invalid page");
    if (!["zh_CN", "zh_TW", "zh_HK", "en_US"].includes(lang ?? "zh_CN")) return refused(47003, "argument invalid! lang");
    if (!["developer", "trial", "formal"].includes(miniprogram_state ?? "formal"))
      return refused(47003, "argument invalid! miniprogram_state");
    for (const field of fields) {
      const value = data[field]?.value ?? "";
      if (!values[field.replace(/\d+$/, "")]?.test(value) || value.length > 20)
        return refused(47003, `argument invalid! data.${field}.value`);
    }
    const key = `${touser}/${template_id}`;
    const left = this.#allowed.get(key) ?? 0;
    if (left === 0) return refused(43101, "user refuse to accept the msg");
    this.#allowed.set(key, left - 1);
    return null;
  }
}
