import type { NoticeKind } from "@forecourt/contract/notices";
import { normalPhone } from "@forecourt/contract/phones";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";
import { putIntoInbox } from "../sandbox/inbox/inbox.ts";
import { valueFor } from "./notices.ts";
import type { Wechat } from "./port.ts";

/** The signature that the sandbox takes for a finger's. */
const SOTER_SIGNATURE = "sandbox";

/** What a template of a message is called here. */
const templateOf = (kind: NoticeKind): string => `sandbox-${kind}`;

/**
 * WeChat without WeChat: `demo-<name>` is the code of the user of that name, `demo-<number>` the code for a phone number, a SOTER proof is
 * signed with the word "sandbox", and messages land in the inbox that `/sandbox/inbox` shows.
 */
export function sandboxWechat(env: Env): Wechat {
  return {
    async user(code) {
      const [, name] = /^demo-([a-z0-9][a-z0-9-]{0,31})$/.exec(code) ?? [];
      if (name === undefined) throw new Problem("credentials_wrong", "In the sandbox a code looks like demo-<name>.");
      return { openid: sandboxOpenid(name), name };
    },
    async phoneNumber(code) {
      const phone = normalPhone(/^demo-(\+?\d{8,15})$/.exec(code)?.[1] ?? "");
      if (phone === null) throw new Problem("credentials_wrong", "In the sandbox a phone's code looks like demo-13800138000.");
      return phone;
    },
    verifySoter: async (_, { resultJSONSignature }) => resultJSONSignature === SOTER_SIGNATURE,
    templateOf,
    async sendNotice(openid, { kind, templateId, page, parts }) {
      if (templateId !== templateOf(kind)) return { outcome: "no_consent" };
      const text = Object.values(parts).map((value) => valueFor(typeof value === "string" ? "thing" : "time", value));
      await putIntoInbox(env, { channel: "wechat", to: openid }, { text: text.join(" · "), code: null, link: `/app/#/${page}` });
      return { outcome: "sent" };
    },
  };
}

/** Who the sandbox's user of a name is. */
export function sandboxOpenid(name: string): string {
  return `sandbox-${name}`;
}
