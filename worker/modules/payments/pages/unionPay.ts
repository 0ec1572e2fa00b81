import type { RequestScope } from "../../../http/endpoint.ts";
import { escapeHtml } from "../../../http/escapeHtml.ts";
import { originOf } from "../../../providers/payments/origin.ts";
import { unionPayMerchant } from "../../../providers/payments/unionpay/config.ts";
import { payForm } from "../../../providers/payments/unionpay/unionpay.ts";
import { elsewhere } from "./done.ts";
import { isPayable, orderAt, type PageRequest } from "./payable.ts";
import { amountHead, amountText, languageOf, payPage } from "./shell.ts";
import { payWords } from "./words.ts";

/** UnionPay's hosts: its gateway sends a payer on to another of them. */
const HOSTS = "95516.com";

/**
 * Goes on to UnionPay by itself, and by a button where scripts don't run. It does so while the page is being read, so that it
 * leaves no entry behind it: whoever goes back from UnionPay is not sent there again.
 */
export async function unionPayPage(request: PageRequest, { env }: RequestScope): Promise<Response> {
  const [merchant, order] = [unionPayMerchant(env), await orderAt(env, request)];
  if (merchant === null || order === null || order.provider !== "unionpay" || !isPayable(order))
    return elsewhere(request, merchant === null ? null : order);
  const language = languageOf(request);
  const { topup, unionpay: words } = payWords[language];
  const { action, fields } = await payForm(merchant, order, originOf(env, new URL(request.url)));
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return payPage({
    language,
    title: words.title,
    body: `${amountHead(topup, amountText(order))}<div class="card center"><div class="sign"><span class="ring"></span></div><h1>${words.title}</h1><p class="hint">${words.hint}</p>
<form id="pay" method="post" action="${escapeHtml(action)}" accept-charset="UTF-8">${inputs.join("")}<button class="button">${words.go}</button></form></div>`,
    script: "document.getElementById('pay').submit()",
    reach: { form: formHosts(action) },
  });
}

/** Where the form may lead, redirects included: browsers hold a page to that as well. */
function formHosts(action: string): readonly string[] {
  const { origin, hostname } = new URL(action);
  return hostname.endsWith(`.${HOSTS}`) ? [origin, `https://*.${HOSTS}`] : [origin];
}
