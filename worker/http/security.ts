import type { Env } from "../env.ts";

/**
 * Pages of our own run no script but ours, load nothing from elsewhere and send nothing there; antd sets styles on elements,
 * hence 'unsafe-inline' for them alone. `dashboard/public/_headers` says the same of what is served as it is.
 */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
  "connect-src 'self' ws: wss:; media-src 'self' blob:; worker-src 'self' blob:; manifest-src 'self'; frame-src 'self'; " +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

const headers: Readonly<Record<string, string>> = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-site",
  "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
};

const ALLOWED_HEADERS = "authorization, content-type, idempotency-key, if-none-match, forecourt-reason, forecourt-device";
const EXPOSED_HEADERS = "x-request-id, retry-after, etag";

/** The headers that every answer has, and those of CORS where the origin is a known one. */
export function headersOfAll(request: Request, env: Env, requestId: string): Readonly<Record<string, string>> {
  const origin = request.headers.get("origin");
  const cors =
    origin !== null && isAllowed(origin, env)
      ? { "access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED_HEADERS, vary: "origin" }
      : {};
  return { ...headers, ...cors, "x-request-id": requestId };
}

/** The answer with {@link headersOfAll}. */
export function secured(response: Response, request: Request, env: Env, requestId: string): Response {
  const secure = new Response(response.body, response);
  for (const [name, value] of Object.entries(headersOfAll(request, env, requestId))) {
    if (name === "vary") secure.headers.append(name, value);
    // A page may come with a stricter policy of its own.
    else if (!(name in headers && secure.headers.has(name))) secure.headers.set(name, value);
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
