/**
 * An answer that a client may keep for as long as it asks first: its tag is the version of what it says. Who holds that
 * version already is answered 304, without a body.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match
 */
export function versioned(request: Request, version: string, body: unknown): Response {
  const etag = `"${version}"`;
  const headers = { etag, "cache-control": "private, no-cache" };
  return holds(request, etag) ? new Response(null, { status: 304, headers }) : Response.json(body, { headers });
}

/** Compared weakly, as the standard has it for this header: a proxy that compresses makes a strong tag weak. */
function holds(request: Request, etag: string): boolean {
  const held = (request.headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return held.includes(etag) || held.includes("*");
}
