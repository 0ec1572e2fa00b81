import type { TopupState } from "@forecourt/contract/wallet";
import { readBytes, toText } from "../../../http/body.ts";
import type { RequestScope } from "../../../http/endpoint.ts";
import { donePath, isPayable, orderAt, type PageOrder, type PageRequest } from "./payable.ts";
import { amountHead, amountText, languageOf, payPage } from "./shell.ts";
import { type DoneState, doneStates, payWords } from "./words.ts";

/** A message of UnionPay's with its certificate is about 4 KB. */
const FORM_BYTES_MAX = 32 * 1024;
/** UnionPay's codes of a payment that was made, or of which it does not know yet. */
const NOT_FAILED: ReadonlySet<string> = new Set(["00", "A6", "03", "04", "05"]);

/**
 * Where a provider's cashier leads back to. That somebody got here proves nothing, nor does what they bring along: the page
 * asks after the order until its wallet knows. What the cashier says only chooses the words for as long as it does not.
 */
export async function donePage(request: PageRequest, { env }: RequestScope): Promise<Response> {
  const order = await orderAt(env, request);
  if (order === null) return gonePage(request);
  // UnionPay posts what it has to say. Reading the page again must not post it again.
  if (request.method === "POST") return seeOther(order, await saysFailed(request));
  const query = new URL(request.url).searchParams;
  // Stripe adds the payment's secret to the address: it has to stand in no history.
  if (query.has("payment_intent_client_secret")) return seeOther(order, query.get("redirect_status") === "failed");
  const language = languageOf(request);
  const { topup, done, retry, retryAfterAll, back } = payWords[language];
  const known = resultOf(order.state);
  const shown: DoneState = known === "waiting" && query.get("said") === "failed" ? "failed" : known;
  const again = `/pay/${order.provider}/${order.walletId}/${order.orderId}`;
  const button = (state: DoneState): string => {
    // Only a provider with a page of its own has one to go back to.
    if (order.payment?.payUrl === undefined || !isPayable(order) || (state !== "slow" && state !== "failed")) return "";
    return state === "failed"
      ? `<a class="button" href="${again}">${retry}</a>`
      : `<a class="button quiet" href="${again}">${retryAfterAll}</a>`;
  };
  const sections = doneStates.map(
    (state) => `<section data-state="${state}"${state === shown ? "" : " hidden"}><div class="sign ${state}">${signs[state]}</div>
<h1>${done[state].title}</h1><p class="hint">${done[state].hint}</p>${button(state)}</section>`,
  );
  return payPage({
    language,
    title: done[shown].title,
    body: `${amountHead(topup, amountText(order))}<div class="card center" role="status" id="result">${sections.join("")}</div><p class="small">${back}</p>`,
    ...(known === "waiting" ? { script: WATCH_SCRIPT, reach: { connect: ["'self'"] } } : {}),
  });
}

/** What {@link donePage} asks for again and again. */
export async function doneState(request: PageRequest, { env }: RequestScope): Promise<Response> {
  const order = await orderAt(env, request);
  if (order === null) return new Response(null, { status: 404 });
  return Response.json({ state: resultOf(order.state) }, { headers: { "cache-control": "no-store" } });
}

/** Instead of a cashier: what has become of the order, or that there is none. */
export function elsewhere(request: PageRequest, order: PageOrder | null): Response {
  return order === null ? gonePage(request) : seeOther(order, false);
}

function gonePage(request: PageRequest): Response {
  const language = languageOf(request);
  const { gone, back } = payWords[language];
  const body = `<div class="card center"><div class="sign closed">${signs.closed}</div><h1>${gone.title}</h1><p class="hint">${gone.hint}</p></div><p class="small">${back}</p>`;
  return payPage({ language, title: gone.title, body, status: 404 });
}

function seeOther(order: PageOrder, hasFailed: boolean): Response {
  return new Response(null, { status: 303, headers: { location: `${donePath(order)}${hasFailed ? "?said=failed" : ""}` } });
}

async function saysFailed(request: Request): Promise<boolean> {
  const code = new URLSearchParams(toText(await readBytes(request, FORM_BYTES_MAX))).get("respCode");
  return code !== null && !NOT_FAILED.has(code);
}

function resultOf(state: TopupState): "waiting" | "paid" | "closed" {
  switch (state) {
    case "requested":
    case "awaiting_payment":
      return "waiting";
    case "cancelled":
    case "expired":
      return "closed";
    default:
      return "paid";
  }
}

const cross = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6 6 18"/></svg>`;
const signs: Readonly<Record<DoneState, string>> = {
  waiting: `<span class="ring"></span>`,
  slow: `<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/></svg>`,
  failed: cross,
  paid: `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 12.5l5.5 5.5L20 7"/></svg>`,
  closed: cross,
};

/** Asks each second at first and every five later on, while the page is in front; says so once it takes long. */
const WATCH_SCRIPT = `
const SLOW_MS = 15000, STEP_MS = 1000, STEP_MS_MAX = 5000;
const beganAt = Date.now();
let step = STEP_MS;
const show = (state) => {
  const next = document.querySelector('[data-state="' + state + '"]');
  for (const section of document.querySelectorAll("[data-state]")) section.hidden = section !== next;
  document.title = next.querySelector("h1").textContent;
};
const isShown = (state) => !document.querySelector('[data-state="' + state + '"]').hidden;
const ask = async () => {
  if (!document.hidden) {
    const answer = await fetch(location.pathname + "/state").catch(() => null);
    const state = answer && answer.ok ? (await answer.json()).state : "waiting";
    if (state !== "waiting") return show(state);
    if (isShown("waiting") && Date.now() - beganAt > SLOW_MS) show("slow");
  }
  step = Math.min(step * 1.2, STEP_MS_MAX);
  setTimeout(ask, step);
};
setTimeout(ask, step);`;
