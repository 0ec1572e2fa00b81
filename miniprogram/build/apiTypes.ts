import { writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>;
}

/** What the app calls; the rest of the API is other people's. */
const CALLED = /^\/(v1\/driver|sandbox)\//;

/** Writes the app's view of the API, as types, from the OpenAPI document that the Worker serves. */
export async function writeApiTypes(document: { readonly paths: Readonly<Record<string, object>> }): Promise<void> {
  const paths = Object.entries(document.paths).filter(([path]) => CALLED.test(path));
  const called = { ...document, paths: Object.fromEntries(paths.map(([path, item]) => [path, successes(item)])) };
  const types = astToString(await openapiTS(called as Parameters<typeof openapiTS>[0]));
  writeFileSync(new URL("../lib/api/openapi.generated.ts", import.meta.url), `/** Made by \`npm run types\`. */\n${types}`);
}

/** Refusals all have one form, which the client reads by itself. */
function successes(item: object): object {
  const operations = Object.entries(item as Record<string, Operation>);
  return Object.fromEntries(
    operations.map(([method, operation]) => {
      const responses = Object.entries(operation.responses).filter(([status]) => /^2/.test(status));
      return [method, { ...operation, responses: Object.fromEntries(responses) }];
    }),
  );
}
