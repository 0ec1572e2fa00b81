import type { Consent, NoticeKind } from "@forecourt/contract/notices";
import type { Env } from "../../env.ts";
import { wechatIfAny } from "../../providers/wechat/wechat.ts";

/**
 * What a driver can consent to of a kind of message, and how many are left; null where there is nothing to ask for.
 *
 * @param consents the driver's; null: they have no WeChat
 */
export function consentTo(
  env: Env,
  kind: NoticeKind,
  consents: readonly Consent[] | null,
): { readonly templateId: string; readonly left: number } | null {
  const templateId = wechatIfAny(env)?.templateOf(kind) ?? null;
  if (templateId === null || consents === null) return null;
  const known = consents.find((each) => each.kind === kind && each.templateId === templateId);
  return { templateId, left: known?.left ?? 0 };
}
