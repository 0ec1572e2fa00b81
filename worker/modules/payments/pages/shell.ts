import type { Currency } from "@forecourt/contract/units";
import { escapeHtml } from "../../../http/escapeHtml.ts";
import { type ReaderLanguage, readerLanguage, readerLanguages } from "../../../http/readerLanguage.ts";
import { pageStyle } from "./style.ts";

/** What a page may load and send besides its own style and script: sources for the directives of its content security policy. */
export interface Reach {
  readonly script?: readonly string[];
  readonly frame?: readonly string[];
  readonly connect?: readonly string[];
  readonly image?: readonly string[];
  readonly form?: readonly string[];
  /** Styles that another's script sets on elements. */
  readonly anyStyle?: boolean;
}

export interface PageParts {
  readonly language: ReaderLanguage;
  readonly title: string;
  /** As it stands inside of `main`; whatever comes from elsewhere is escaped in it. */
  readonly body: string;
  /** Runs on the page; of others only what `reach` names. */
  readonly script?: string;
  readonly reach?: Reach;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const COOKIE = "pay_lang";
/** As long as anybody is at a cashier. */
const COOKIE_S = 3_600;

/** A small page with a policy that lets it load and send what it says and nothing else. */
export function payPage({ language, title, body, script, reach = {}, status = 200, headers = {} }: PageParts): Response {
  const nonce = crypto.randomUUID();
  const directive = (name: string, sources: readonly string[] = []) => (sources.length === 0 ? [] : [`${name} ${sources.join(" ")}`]);
  const policy = [
    "default-src 'none'",
    reach.anyStyle === true ? "style-src 'unsafe-inline'" : `style-src 'nonce-${nonce}'`,
    ...directive("script-src", script === undefined ? [] : [`'nonce-${nonce}'`, ...(reach.script ?? [])]),
    ...directive("frame-src", reach.frame),
    ...directive("connect-src", reach.connect),
    ...directive("img-src", reach.image),
    `form-action ${reach.form?.join(" ") ?? "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style nonce="${nonce}">${pageStyle}</style></head>
<body><main>${body}</main>${script === undefined ? "" : `<script nonce="${nonce}">${script}</script>`}</body></html>`;
  return new Response(html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-language": language,
      "content-security-policy": policy,
      "cache-control": "no-store",
      // The cashier leads back without the address's `lang`; a vendor's form is signed, so that it can't carry it.
      "set-cookie": `${COOKIE}=${language}; Path=/pay; Max-Age=${COOKIE_S}; Secure; HttpOnly; SameSite=Lax`,
      ...headers,
    },
  });
}

/** The language that the app has asked for, or asked for on the way out, or else the browser's. */
export function languageOf(request: Request): ReaderLanguage {
  const asked = new URL(request.url).searchParams.get("lang");
  const kept = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(request.headers.get("cookie") ?? "")?.[1];
  const isKnown = (tag: string | null | undefined): tag is ReaderLanguage => readerLanguages.some((known) => known === tag);
  if (isKnown(asked)) return asked;
  return isKnown(kept) ? kept : readerLanguage(request.headers.get("accept-language") ?? "");
}

const symbols: Readonly<Record<Currency, string>> = {
  CNY: "¥",
  HKD: "HK$",
  TWD: "NT$",
  USD: "US$",
  EUR: "€",
  GBP: "£",
  SGD: "S$",
  MYR: "RM",
};

/** Money as the driver's app writes it. */
export function amountText({ amountMinor, currency }: { readonly amountMinor: number; readonly currency: Currency }): string {
  const [whole, cents] = [Math.floor(amountMinor / 100), String(amountMinor % 100).padStart(2, "0")];
  return `${symbols[currency]}${whole.toLocaleString("en")}.${cents}`;
}

/** The head of a page: who asks, what for, how much. */
export function amountHead(label: string, amount: string): string {
  return `<header><svg viewBox="0 0 32 32" width="40" height="40" aria-hidden="true"><rect width="32" height="32" rx="8" class="ground"/><path d="M6 12.5 8.5 8h15l2.5 4.5z" class="roof"/><path d="M9.5 12.5V24M22.5 12.5V24" class="post"/><path d="M16 15.2c2 2.6 3 4.2 3 5.6a3 3 0 0 1-6 0c0-1.4 1-3 3-5.6z" class="drop"/></svg>
<p class="label">${label}</p><p class="amount">${amount}</p></header>`;
}
