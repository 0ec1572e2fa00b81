import { OVERLOADED } from "@forecourt/durable-objects/runtime/crowd";
import { fromIttyRouter } from "chanfana";
import { drizzle } from "drizzle-orm/d1";
import { Router } from "itty-router";
import packageJson from "../package.json" with { type: "json" };
import type { Env } from "./env.ts";
import { Admission, type Place } from "./http/admission.ts";
import type { RequestScope } from "./http/endpoint.ts";
import { describeError, log } from "./http/log.ts";
import { isOutage } from "./http/outage.ts";
import { Problem } from "./http/problem.ts";
import { requireRate } from "./http/rateLimits.ts";
import { headersOfAll, preflight, secured } from "./http/security.ts";
import { docsPage } from "./modules/docs/page.ts";
import { donePage, doneState } from "./modules/payments/pages/done.ts";
import { stripePage } from "./modules/payments/pages/stripe.ts";
import { unionPayPage } from "./modules/payments/pages/unionPay.ts";
import { answerForSignIn, askAboutSignIn } from "./modules/protection/answer.ts";
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
router.get("/pay/unionpay/:walletId/:orderId", unionPayPage);
router.get("/pay/stripe/:walletId/:orderId", stripePage);
router.get("/pay/done/:walletId/:orderId/state", doneState);
router.get("/pay/done/:walletId/:orderId", donePage);
router.post("/pay/done/:walletId/:orderId", donePage);
router.get("/a/:token", askAboutSignIn);
router.post("/a/:token", answerForSignIn);
router.get("/healthz", (_request: Request, { env }: RequestScope) => health(env));

const known = endpoints.map(({ method, path }) => ({ method, path, pattern: new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}/?$`) }));
/** Pages: whatever is not one of these belongs to the dashboard, which finds its own way. */
const isApi = (path: string): boolean => /^\/(v1|callbacks|sandbox)\//.test(path);

/** Calls that wait on purpose take no place. */
const waits = (path: string): boolean => path === "/v1/terminal/commands" || path.endsWith("/live");
const admission = new Admission();
const overloaded = (): Problem => {
  const { retryAfterS } = admission;
  return new Problem("overloaded", undefined, { retryAfterS }, { "retry-after": String(retryAfterS) });
};

/** Answers a request. Never throws; every answer carries a request id, and every failure a problem document. */
export async function respond(request: Request, env: Env): Promise<Response> {
  const requestId = request.headers.get("cf-ray") ?? crypto.randomUUID();
  const { pathname } = new URL(request.url);
  if (!isApi(pathname) || waits(pathname)) return admitted(request, env, requestId, pathname, null);
  const place = await admission.enter();
  // Before anything else, and without a line in the log for each: refusing has to cost next to nothing.
  if (place === null) return overloaded().toResponse(requestId, pathname, headersOfAll(request, env, requestId));
  return admitted(request, env, requestId, pathname, place).finally(() => admission.leave(place));
}

/** @param place that it takes among those under way; null: none */
async function admitted(request: Request, env: Env, requestId: string, pathname: string, place: Place | null): Promise<Response> {
  const startedAtMs = Date.now();
  const response = await answer(request, env, requestId, pathname, place);
  const refused = admission.takeRefused();
  if (refused > 0) log("warn", "requests refused: overloaded", { refused });
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

async function answer(request: Request, env: Env, requestId: string, pathname: string, place: Place | null): Promise<Response> {
  try {
    const asked = preflight(request, env);
    if (asked !== null) return asked;
    // A page at the cashier asks a wallet, whoever opens it.
    if (isApi(pathname) || pathname.startsWith("/pay/")) await requireRate(request, pathname, env);
    if (pathname.startsWith("/sandbox/") && env.PROVIDERS_MODE !== "sandbox") throw new Problem("not_found");
    const scope: RequestScope = {
      env,
      requestId,
      // It has the place of the request that it is part of: were it to wait for another, all could wait for one another.
      dispatch: (inner) => admitted(inner, env, crypto.randomUUID(), new URL(inner.url).pathname, null),
      outside: (ask) => (place === null ? ask() : admission.outside(place, ask)),
    };
    const found = (await router.fetch(request, scope)) as Response | undefined;
    if (found !== undefined) return found;
    if (!isApi(pathname)) return await env.ASSETS.fetch(request);
    throw missed(pathname);
  } catch (error) {
    return toProblem(error, requestId).toResponse(requestId, pathname);
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
  const { overloaded: isOverloaded, message } = error as { overloaded?: boolean; message?: string };
  // The platform's own word for it, and that of an object that has too many callers.
  if (isOverloaded === true || message === OVERLOADED) return overloaded();
  log("error", "request failed", { requestId, error: describeError(error) });
  if (isOutage(error)) return new Problem("unavailable", undefined, { retryAfterS: 1 }, { "retry-after": "1" });
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
