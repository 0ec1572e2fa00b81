import { consentRequest } from "@forecourt/contract/http/security";
import { noticeKinds } from "@forecourt/contract/notices";
import { commandSecurity } from "@forecourt/durable-objects/stubs";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { wechatIfAny } from "../../providers/wechat/wechat.ts";

const consent = endpoint({
  method: "post",
  path: "/v1/driver/notices/consents",
  tag: "Driver: security",
  summary: "Say that the user has accepted one more message by WeChat",
  description:
    "What `wx.requestSubscribeMessage` answered with `accept`. Each is good for one message. WeChat keeps count, and tells nobody: said without " +
    "having been accepted, nothing comes of it. For a driver without a WeChat nothing is counted.",
  access: "driver",
  command: true,
  body: consentRequest,
  reply: null,
  codes: [],
  async handle({ env, caller, body, commandId }) {
    const { templateId, language } = body;
    const wechat = wechatIfAny(env);
    const kind = noticeKinds.find((each) => wechat?.templateOf(each) === templateId);
    if (kind === undefined) throw new Problem("validation_failed", "No message here is made from that template.");
    unwrap(await commandSecurity(env, caller.driverId, commandId, { type: "NoteConsent", kind, templateId, language }));
  },
});

export const noticeRoutes = [consent];
