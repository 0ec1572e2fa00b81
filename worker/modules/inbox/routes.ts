import { toInstant } from "@forecourt/contract/scalars";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { Problem } from "../../http/problem.ts";
import { sandboxInbox } from "../../providers/sms/sandbox/sandbox.ts";
import { readPhone } from "../credentials/phones.ts";
import { inboxPage } from "./page.ts";

const message = z.object({
  /** The number's last four digits. */
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
  summary: "What one phone shows, newest first",
  access: "public",
  query: { phone: z.string().min(5).max(30) },
  reply: z.object({ items: z.array(message) }),
  codes: ["not_found", "phone_invalid"],
  async handle({ env, query }) {
    if (env.PROVIDERS_MODE !== "sandbox") throw new Problem("not_found");
    const found = await sandboxInbox(env, readPhone(query.phone));
    return {
      items: found.map(({ phoneTail, text, code, link, sentAtMs }) => ({ tail: phoneTail, text, code, link, sentAt: toInstant(sentAtMs) })),
    };
  },
});

export const inboxRoutes = [page, messages];
