import { fromIttyRouter } from "chanfana";
import { drizzle } from "drizzle-orm/d1";
import { Router } from "itty-router";
import packageJson from "../package.json" with { type: "json" };
import type { Env } from "./env.ts";
import type { RequestScope } from "./http/endpoint.ts";
import { describeError, log } from "./http/log.ts";
import { Problem } from "./http/problem.ts";
import { preflight, secured } from "./http/security.ts";
import { docsPage } from "./modules/docs/page.ts";
import { endpoints } from "./modules/routes.ts";
import { openPump } from "./modules/stations/pumpCode.ts";
import { asOf } from "./projection/freshness.ts";

const router = fromIttyRouter(Router<Request, [RequestScope]>(), {
  docs_url: null,
  redoc_url: null,
  openapi_url: "/openapi.json",
  openapiVersion: "3.1",
  passthroughErrors: true,
  schema: {
    info: {
      title: "Forecourt",
      version: packageJson.version,
      description:
        "Stored value for fuel: drivers, stations' terminals, operators. Errors are problem documents (RFC 9457) with a stable `code`.",
    },
  },
});

router.registry.registerComponent("securitySchemes", "driver", { type: "http", scheme: "bearer", bearerFormat: "JWT" });
router.registry.registerComponent("securitySchemes", "operator", { type: "http", scheme: "bearer", bearerFormat: "JWT" });
router.registry.registerComponent("securitySchemes", "terminal", {
  type: "apiKey",
  in: "header",
  name: "webhook-signature",
  description: "Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature over `id.timestamp.body`, and forecourt-terminal.",
});

for (const { method, path, route } of endpoints) router[method](path, route);

router.get("/docs", () => docsPage());
router.get("/p/:stationId/:pump", openPump);
router.get("/healthz", (_request: Request, { env }: RequestScope) => health(env));

const known = endpoints.map(({ method, path }) => ({ method, path, pattern: new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}/?$`) }));
/** Pages: whatever is not one of these belongs to the dashboard, which finds its own way. */
const isApi = (path: string): boolean => /^\/(v1|callbacks|sandbox)\//.test(path);

/**
 * Requests that one isolate works on at once. More than this would wait longer than anyone does: they are told to come
 * back, early, so that what was taken on is finished in time. Calls that wait on purpose are not counted.
 */
const IN_FLIGHT_MAX = 256;
const waits: ReadonlySet<string> = new Set(["/v1/terminal/commands", "/v1/driver/live"]);
let inFlight = 0;

/** Answers a request. Never throws; every answer carries a request id, and every failure a problem document. */
export async function respond(request: Request, env: Env): Promise<Response> {
  const requestId = request.headers.get("cf-ray") ?? crypto.randomUUID();
  const startedAtMs = Date.now();
  const { pathname } = new URL(request.url);
  const response = await answer(request, env, requestId, pathname);
  if (isApi(pathname)) {
    // The path pattern, not the path: ids stay out of the logs.
    const path = known.find(({ pattern }) => pattern.test(pathname))?.path ?? "unknown";
    log(response.status >= 500 ? "error" : "info", "request", {
      requestId,
      method: request.method,
      path,
      status: response.status,
      tookMs: Date.now() - startedAtMs,
    });
  }
  return secured(response, request, env, requestId);
}

async function answer(request: Request, env: Env, requestId: string, pathname: string): Promise<Response> {
  const counts = isApi(pathname) && !waits.has(pathname);
  if (counts && inFlight >= IN_FLIGHT_MAX)
    return new Problem("overloaded", undefined, {}, { "retry-after": "1" }).toResponse(requestId, pathname);
  if (counts) inFlight++;
  try {
    const asked = preflight(request, env);
    if (asked !== null) return asked;
    if (pathname.startsWith("/sandbox/") && env.PROVIDERS_MODE !== "sandbox") throw new Problem("not_found");
    const dispatch = (inner: Request) => respond(inner, env);
    const found = (await router.fetch(request, { env, requestId, dispatch })) as Response | undefined;
    if (found !== undefined) return found;
    if (!isApi(pathname)) return await env.ASSETS.fetch(request);
    throw missed(pathname);
  } catch (error) {
    return toProblem(error, requestId).toResponse(requestId, pathname);
  } finally {
    if (counts) inFlight--;
  }
}

/** Nothing took the request: the address is not ours, or takes other methods. */
function missed(pathname: string): Problem {
  const methods = known.filter(({ pattern }) => pattern.test(pathname)).map(({ method }) => method.toUpperCase());
  if (methods.length === 0) return new Problem("not_found");
  return new Problem("method_not_allowed", undefined, {}, { allow: [...new Set(methods)].join(", ") });
}

function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  const { overloaded } = error as { overloaded?: boolean };
  if (overloaded === true) return new Problem("overloaded", undefined, {}, { "retry-after": "1" });
  log("error", "request failed", { requestId, error: describeError(error) });
  // What went wrong inside stays inside: the request id finds it in the logs.
  return new Problem("internal_error", "It has been noted. Try again; if it stays, tell us the requestId.");
}

async function health(env: Env): Promise<Response> {
  try {
    return Response.json({ ok: true, version: packageJson.version, readModelsAsOf: await asOf(drizzle(env.DB)) });
  } catch (error) {
    log("error", "D1 does not answer", { error: describeError(error) });
    return Response.json({ ok: false, version: packageJson.version }, { status: 503 });
  }
}
