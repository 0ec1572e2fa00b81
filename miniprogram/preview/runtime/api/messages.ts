import { element } from "../dom.ts";
import { button, type Overlays } from "../overlays.ts";
import { hostWords } from "../words.ts";
import { ApiError } from "./async.ts";

/** Templates that WeChat asks about at once. */
const TEMPLATES_MAX = 5;

type Answer = "accept" | "reject";

/**
 * `wx.requestSubscribeMessage`: asks in a sheet, and refuses to when nobody has tapped, as WeChat does. A sheet that is closed is a no.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/wx.requestSubscribeMessage.html
 */
export async function askForMessages(overlays: Overlays, templateIds: readonly string[]): Promise<Readonly<Record<string, Answer>>> {
  if (templateIds.length === 0) throw new ApiError("tmplIds is empty");
  if (templateIds.length > TEMPLATES_MAX) throw new ApiError("the number of templates exceeds the limit");
  if (!navigator.userActivation.isActive) throw new ApiError("can only be invoked by user TAP gesture.");
  const answer = await overlays.custom<Answer>(
    (decide) =>
      element(
        "div",
        "preview-modal",
        { role: "dialog", "aria-modal": "true", "aria-label": hostWords.messages },
        element("h2", "", {}, hostWords.messages),
        ...templateIds.map((id) => element("p", "", { title: id }, hostWords.message)),
        element(
          "div",
          "preview-modal-actions",
          {},
          button("", hostWords.reject, () => decide("reject")),
          button("is-primary", hostWords.allow, () => decide("accept")),
        ),
      ),
    "reject",
  );
  return Object.fromEntries(templateIds.map((id) => [id, answer]));
}
