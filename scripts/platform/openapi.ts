import { registerHooks } from "node:module";

interface Router {
  respond(request: Request, env: object): Promise<Response>;
}

/** Reads the OpenAPI document that the Worker serves, without running it: its routes are plain modules. */
export async function openApiDocument(): Promise<{ readonly paths: Readonly<Record<string, object>> }> {
  registerHooks({
    resolve(specifier, context, next) {
      // The same stand-in as in wrangler.toml.
      if (specifier === "hono/http-exception") return next(new URL("../../worker/http/noHono.ts", import.meta.url).href, context);
      return next(specifier, context);
    },
  });
  // By its address, because the Worker's modules are checked by settings of their own.
  const router = (await import(new URL("../../worker/router.ts", import.meta.url).href)) as Router;
  const response = await router.respond(new Request("https://forecourt.example/openapi.json"), {});
  return (await response.json()) as { paths: Record<string, object> };
}
