import { codes } from "@forecourt/contract/codes";
import { escapeHtml } from "../../http/escapeHtml.ts";
import { pageScript } from "./script.ts";
import { pageStyle } from "./style.ts";

/** The API reference: a page that reads `/openapi.json` and lays it out, with the table of codes. Nothing comes from elsewhere. */
export async function docsPage(): Promise<Response> {
  const rows = Object.entries(codes)
    .map(
      ([code, { status, title }]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td class="num">${status}</td><td>${escapeHtml(title)}</td></tr>`,
    )
    .join("");
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Forecourt API</title>
<style>${pageStyle}</style>
</head>
<body>
<nav aria-label="Calls"><h1>Forecourt API</h1><p><a href="/openapi.json">OpenAPI 3.1</a> · <a href="#codes">Codes</a></p><div id="toc"></div></nav>
<main>
<div id="calls"><p>Loading the reference…</p></div>
<section><h2 id="codes">Codes</h2>
<p>A failure is <code>application/problem+json</code> (RFC 9457) with one of these as <code>code</code>. They are stable.</p>
<table><thead><tr><th>code</th><th class="num">status</th><th>meaning</th></tr></thead><tbody>${rows}</tbody></table></section>
</main>
<script>${pageScript}</script>
</body>
</html>`;
  // The page's one script is named by its hash, so that no other one runs.
  const policy = `default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src '${await hashOf(pageScript)}'; base-uri 'none'; frame-ancestors 'none'`;
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy } });
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
