import type { Env } from "../env.ts";

/** Pages of our own load nothing from elsewhere; antd sets styles on elements, hence 'unsafe-inline' for them alone. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; " +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

const headers: Readonly<Record<string, string>> = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
};

const ALLOWED_HEADERS = "authorization, content-type, idempotency-key, if-none-match";
const EXPOSED_HEADERS = "x-request-id, retry-after, etag";

/** The answer with the headers that every answer has, and those of CORS where the origin is a known one. */
export function secured(response: Response, request: Request, env: Env, requestId: string): Response {
  const secure = new Response(response.body, response);
  for (const [name, value] of Object.entries(headers)) {
    // A page may come with a stricter policy of its own.
    if (!secure.headers.has(name)) secure.headers.set(name, value);
  }
  secure.headers.set("x-request-id", requestId);
  const origin = request.headers.get("origin");
  if (origin !== null && isAllowed(origin, env)) {
    secure.headers.set("access-control-allow-origin", origin);
    secure.headers.set("access-control-expose-headers", EXPOSED_HEADERS);
    secure.headers.append("vary", "origin");
  }
  return secure;
}

/** Answers a browser that asks first whether it may call from elsewhere; null when this is no such question. */
export function preflight(request: Request, env: Env): Response | null {
  const origin = request.headers.get("origin");
  if (request.method !== "OPTIONS" || origin === null || request.headers.get("access-control-request-method") === null) return null;
  if (!isAllowed(origin, env)) return new Response(null, { status: 403 });
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
      "access-control-allow-headers": ALLOWED_HEADERS,
      "access-control-max-age": "86400",
    },
  });
}

function isAllowed(origin: string, env: Env): boolean {
  return env.CORS_ORIGINS.split(",").some((allowed) => allowed.trim() === origin);
}
