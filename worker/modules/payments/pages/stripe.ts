import type { RequestScope } from "../../../http/endpoint.ts";
import { escapeHtml } from "../../../http/escapeHtml.ts";
import type { ReaderLanguage } from "../../../http/readerLanguage.ts";
import { originOf } from "../../../providers/payments/origin.ts";
import { stripeAccount } from "../../../providers/payments/stripe/config.ts";
import { elsewhere } from "./done.ts";
import { donePath, isPayable, orderAt, type PageRequest } from "./payable.ts";
import { amountHead, amountText, languageOf, payPage, type Reach } from "./shell.ts";
import { payWords } from "./words.ts";

/** Stripe's names of our languages. */
const locales: Readonly<Record<ReaderLanguage, string>> = { "zh-CN": "zh", "zh-TW": "zh-TW", en: "en" };

/** Stripe's own elements, which take the card's number without our ever seeing it. */
export async function stripePage(request: PageRequest, { env }: RequestScope): Promise<Response> {
  const [account, order] = [stripeAccount(env), await orderAt(env, request)];
  const clientSecret = order?.payment?.clientSecret;
  if (account === null || order === null || order.provider !== "stripe" || clientSecret === undefined || !isPayable(order))
    return elsewhere(request, account === null ? null : order);
  const language = languageOf(request);
  const { topup, card: words } = payWords[language];
  const returnUrl = `${originOf(env, new URL(request.url))}${donePath(order)}`;
  const facts = { key: account.publishableKey, clientSecret, returnUrl, locale: locales[language], ...words };
  const from = new URL(account.jsUrl).origin;
  return payPage({
    language,
    title: words.title,
    body: `${amountHead(topup, amountText(order))}<form id="pay" class="card" data-facts="${escapeHtml(JSON.stringify(facts))}"><h1>${words.title}</h1>
<div id="loading" class="bone"></div><div id="card"></div><p id="failure" class="failure" role="alert"></p><button id="go" class="button" disabled>${words.pay.replace("{amount}", amountText(order))}</button></form>
<p class="small">${words.note}</p><script src="${escapeHtml(account.jsUrl)}"></script>`,
    script: PAY_SCRIPT,
    reach: stripeReach(from),
    headers: {
      // Apple Pay and Google Pay are asked for in Stripe's frames; some ways to pay open a window of their own.
      "permissions-policy": `camera=(), geolocation=(), microphone=(), payment=(self ${wallets(from).join(" ")})`,
      "cross-origin-opener-policy": "same-origin-allow-popups",
    },
  });
}

/** What Stripe.js and Link need, as https://docs.stripe.com/security/guide lists it; a stand-in needs itself. */
export function stripeReach(from: string): Reach {
  if (from !== "https://js.stripe.com") return { script: [from], frame: [from], connect: [from], anyStyle: true };
  const link = ["https://link.com", "https://*.link.com"];
  return {
    script: [from, "https://*.js.stripe.com"],
    frame: [from, "https://*.js.stripe.com", "https://hooks.stripe.com", ...link],
    connect: ["https://api.stripe.com", ...link],
    image: ["https://*.stripe.com", "https://*.link.com"],
    anyStyle: true,
  };
}

function wallets(from: string): readonly string[] {
  return [from, ...(from === "https://js.stripe.com" ? ["https://*.js.stripe.com", "https://hooks.stripe.com"] : [])].map(
    (origin) => `"${origin}"`,
  );
}

const PAY_SCRIPT = `
const at = (id) => document.getElementById(id);
const { key, clientSecret, returnUrl, locale, unreachable, reload, failed } = JSON.parse(at("pay").dataset.facts);
const say = (text) => { at("failure").textContent = text; };
const lost = () => {
  at("loading").hidden = true;
  say(unreachable);
  at("go").textContent = reload;
  at("go").disabled = false;
  at("pay").onsubmit = (event) => { event.preventDefault(); location.reload(); };
};
if (typeof Stripe === "undefined") lost();
else {
  const stripe = Stripe(key, { locale });
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "stripe";
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
  const elements = stripe.elements({ clientSecret, appearance: { theme, variables: { colorPrimary: colour, borderRadius: "12px" } } });
  const card = elements.create("payment");
  card.on("ready", () => { at("loading").hidden = true; at("go").disabled = false; });
  card.on("loaderror", lost);
  card.mount("#card");
  at("pay").onsubmit = async (event) => {
    event.preventDefault();
    at("go").disabled = true;
    say("");
    try {
      const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: returnUrl } });
      if (error) say(error.type === "card_error" || error.type === "validation_error" ? error.message : failed);
    } catch {
      say(failed);
    }
    at("go").disabled = false;
  };
}`;
