import { toInstant } from "@forecourt/contract/scalars";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { Problem } from "../../http/problem.ts";
import { type Receiver, sandboxInbox } from "../../providers/sandbox/inbox/inbox.ts";
import { sandboxOpenid } from "../../providers/wechat/sandbox.ts";
import { readPhone } from "../credentials/phones.ts";
import { inboxPage } from "./page.ts";

const message = z.object({
  channel: z.enum(["sms", "wechat"]),
  /** The last four digits of the number, or characters of the WeChat user. */
  tail: z.string(),
  text: z.string(),
  code: z.string().nullable(),
  link: z.string().nullable(),
  sentAt: z.string(),
});

const page = endpoint({
  method: "get",
  path: "/sandbox/inbox",
  tag: "Sandbox",
  summary: "What phones show: a page for people",
  access: "public",
  reply: z.string(),
  codes: ["not_found"],
  async handle({ env, url }) {
    if (env.PROVIDERS_MODE !== "sandbox") throw new Problem("not_found");
    return inboxPage(await sandboxInbox(env, null), url.origin);
  },
});

const messages = endpoint({
  method: "get",
  path: "/sandbox/inbox/messages",
  tag: "Sandbox",
  summary: "What one phone or one WeChat user of the sandbox shows, newest first",
  access: "public",
  query: { phone: z.string().min(5).max(30).optional(), wechat: z.string().min(1).max(32).optional() },
  reply: z.object({ items: z.array(message) }),
  codes: ["not_found", "phone_invalid"],
  async handle({ env, query }) {
    if (env.PROVIDERS_MODE !== "sandbox") throw new Problem("not_found");
    const found = await sandboxInbox(env, receiverOf(query));
    return {
      items: found.map(({ channel, toTail, text, code, link, sentAtMs }) => ({
        channel,
        tail: toTail,
        text,
        code,
        link,
        sentAt: toInstant(sentAtMs),
      })),
    };
  },
});

export const inboxRoutes = [page, messages];

function receiverOf({ phone, wechat }: { readonly phone?: string | undefined; readonly wechat?: string | undefined }): Receiver {
  if ((phone === undefined) === (wechat === undefined)) throw new Problem("validation_failed", "Give either phone or wechat.");
  return phone === undefined ? { channel: "wechat", to: sandboxOpenid(wechat ?? "") } : { channel: "sms", to: readPhone(phone) };
}
