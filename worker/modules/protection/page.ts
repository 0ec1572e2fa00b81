import type { DoubtView } from "@forecourt/contract/protection";
import { escapeHtml } from "../../http/escapeHtml.ts";
import { type ReaderLanguage as Language, readerLanguage } from "../../http/readerLanguage.ts";

/** `too_new`: the phone was bound too lately to stand up for the sign-in. */
type State = "asked" | "mine" | "not_mine" | "too_new" | "over";

interface Words {
  readonly title: string;
  readonly question: string;
  readonly device: string;
  readonly place: string;
  readonly time: string;
  readonly unknown: string;
  readonly mine: string;
  readonly notMine: string;
  readonly warning: string;
  readonly told: Readonly<Record<Exclude<State, "asked">, string>>;
}

const words: Readonly<Record<Language, Words>> = {
  "zh-CN": {
    title: "这次登录是您本人吗？",
    question: "您的账户刚刚在新的设备或地点登录。",
    device: "设备",
    place: "地点",
    time: "时间",
    unknown: "未知",
    mine: "是我本人",
    notMine: "不是我",
    warning: "选择“不是我”会立即退出所有设备并冻结余额，直到您重新登录并通过验证。",
    told: {
      mine: "已确认。以后在这台设备和这个地点登录不再提醒。",
      not_mine: "所有设备均已退出，余额已冻结。请在您自己的手机上重新登录，并在“安全”页用短信验证码或安全问题验证身份后解冻。",
      too_new: "这个手机号在登录时绑定还不满一天，或已更换，不能由它确认。请在用过的设备上打开小程序，在“安全”页确认。",
      over: "这次登录已经处理过，或者链接已过期。",
    },
  },
  "zh-TW": {
    title: "這次登入是您本人嗎？",
    question: "您的帳戶剛剛在新的裝置或地點登入。",
    device: "裝置",
    place: "地點",
    time: "時間",
    unknown: "不明",
    mine: "是我本人",
    notMine: "不是我",
    warning: "選擇「不是我」會立即登出所有裝置並凍結餘額，直到您重新登入並通過驗證。",
    told: {
      mine: "已確認。日後在這部裝置和這個地點登入不再提醒。",
      not_mine: "所有裝置均已登出，餘額已凍結。請在您自己的手機上重新登入，並在「安全」頁以簡訊驗證碼或安全提問驗證身分後解凍。",
      too_new: "這個手機號碼在登入時綁定還不滿一天，或已更換，不能由它確認。請在用過的裝置上開啟小程式，在「安全」頁確認。",
      over: "這次登入已經處理過，或連結已過期。",
    },
  },
  en: {
    title: "Was this you?",
    question: "Your account was just signed in to on a new device or from a new place.",
    device: "Device",
    place: "Place",
    time: "Time",
    unknown: "unknown",
    mine: "It was me",
    notMine: "It was not me",
    warning:
      "“It was not me” signs you out everywhere at once and freezes your balance until you have signed in again and shown that it is you.",
    told: {
      mine: "Thank you. Signing in there will not be asked about again.",
      not_mine:
        "Every device is signed out and your balance is frozen. Sign in again on your own phone, and unfreeze it on the security page by SMS code or security question.",
      too_new:
        "This phone number had been added less than a day before the sign-in, or another has taken its place, so it can't confirm it. Open the mini-program on a device that you used before, and answer on the security page.",
      over: "This sign-in was answered for already, or the link is too old.",
    },
  },
};

const style = `
  :root { color-scheme: light dark; font: 17px/1.6 system-ui, "PingFang SC", "PingFang TC", sans-serif; }
  body { margin: 0 auto; max-width: 26rem; padding: 2rem 1.25rem; }
  h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .75rem; }
  dl { border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: .75rem; display: grid; gap: .5rem 1rem; grid-template-columns: auto 1fr; margin: 1.25rem 0; padding: 1rem; }
  dt { opacity: .65; } dd { margin: 0; overflow-wrap: anywhere; }
  form { display: grid; gap: .75rem; }
  button { border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: .75rem; background: none; color: inherit; font: inherit; min-height: 3rem; cursor: pointer; }
  button.no { background: #b42318; border-color: #b42318; color: #fff; }
  small { display: block; margin-top: 1rem; opacity: .7; }`;

/** Where a driver says whether a sign-in was theirs. Looking at it changes nothing: mail and message scanners look, too. */
export function doubtPage(doubt: DoubtView | null, state: State, request: Request): Response {
  const language = readerLanguage(request.headers.get("accept-language") ?? "");
  const { title, question, mine, notMine, warning, told, ...labels } = words[language];
  const asks = state === "asked" && doubt !== null;
  const body = asks
    ? `<p>${question}</p>${factsOf(doubt, labels, language)}<form method="post"><button name="answer" value="mine">${mine}</button>
       <button class="no" name="answer" value="not_mine">${notMine}</button></form><small>${warning}</small>`
    : `<p role="status">${told[state === "asked" ? "over" : state]}</p>`;
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
  return new Response(html, {
    status: state === "over" ? 410 : state === "too_new" ? 403 : 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-language": language,
      vary: "accept-language",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    },
  });
}

function factsOf(doubt: DoubtView, labels: Pick<Words, "device" | "place" | "time" | "unknown">, language: Language): string {
  const { deviceName, place, atMs } = doubt;
  const where = place === null ? labels.unknown : [place.city, place.region, place.country].filter((part) => part !== "").join(", ");
  const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" }).format(atMs);
  const facts = [
    [labels.device, deviceName || labels.unknown],
    [labels.place, where],
    [labels.time, time],
  ] as const;
  return `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>`;
}
