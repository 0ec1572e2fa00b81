import { escapeHtml } from "../../http/escapeHtml.ts";
import type { sandboxInbox } from "../../providers/sandbox/inbox/inbox.ts";

type Message = Awaited<ReturnType<typeof sandboxInbox>>[number];

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 34rem; padding: 1.5rem 1rem; }
  h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
  p { margin: 0 0 1.25rem; opacity: .7; }
  ol { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
  li { border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: .75rem; padding: .75rem 1rem; overflow-wrap: anywhere; }
  li header { display: flex; justify-content: space-between; font-size: .8125rem; opacity: .7; }
  b { font: 600 1.75rem/1.4 ui-monospace, monospace; letter-spacing: .12em; display: block; }`;

/** What phones of the sandbox show, newest first; looks again by itself. Only its sign-in codes and links are anything but words. */
export function inboxPage(messages: readonly Message[], origin: string): Response {
  const items = messages.map(({ channel, toTail, text, code, link, sentAtMs }) => {
    const address = link === null ? "" : `<a href="${escapeHtml(new URL(link, origin).href)}">${escapeHtml(link)}</a>`;
    const time = new Date(sentAtMs).toISOString();
    return `<li><header><span>${channel === "sms" ? "SMS" : "WeChat"} ••• ${escapeHtml(toTail)}</span><time datetime="${time}">${time.slice(11, 19)} UTC</time></header>
      ${code === null ? "" : `<b>${escapeHtml(code)}</b>`}<span>${escapeHtml(text)}</span> ${address}</li>`;
  });
  const body = items.length === 0 ? "<p>Nothing has been sent yet.</p>" : `<ol>${items.join("")}</ol>`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <meta http-equiv="refresh" content="4"><title>Inbox · Forecourt sandbox</title><style>${style}</style></head>
    <body><h1>Inbox</h1><p>What the sandbox would have sent by SMS and WeChat, newest first.</p>${body}</body></html>`;
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    },
  });
}
