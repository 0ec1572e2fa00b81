import { type Code, codes } from "@forecourt/contract/codes";
import { terminalId } from "@forecourt/contract/ids";
import type { Origin } from "@forecourt/contract/origin";
import { TERMINAL_HEADER } from "@forecourt/contract/terminal";
import type { TransactionKind } from "@forecourt/contract/transactions";
import { OpenAPIRoute, type OpenAPIRouteSchema } from "chanfana";
import { z } from "zod";
import { type Access, type CallerOf, identify } from "../auth/access.ts";
import { type OperatorCaller, REASON_HEADER, requireScope } from "../auth/operators.ts";
import type { Env } from "../env.ts";
import { noteRefusedCall } from "../modules/transactions/refusals.ts";
import { BODY_BYTES_MAX, parseJson, readBytes, toText } from "./body.ts";
import { idempotencyKey } from "./idempotency.ts";
import { originOf } from "./origin.ts";
import { Problem } from "./problem.ts";

type Shape = z.ZodRawShape;
type Parsed<S extends Shape | undefined> = S extends Shape ? z.output<z.ZodObject<S>> : Record<string, never>;

/** What the router adds to a request on its way in. */
export interface RequestScope {
  readonly env: Env;
  readonly requestId: string;
  /** Carries out another request as if it had come from outside: how the sandbox provider sends its notifications. */
  dispatch(request: Request): Promise<Response>;
  /** Waits for somebody who is not of ours, such as a vendor, without keeping others waiting. */
  outside<Answer>(ask: () => Promise<Answer>): Promise<Answer>;
}

/** One call, checked and typed. */
export interface Call<A extends Access, P extends Shape | undefined, Q extends Shape | undefined, B extends z.ZodType | undefined>
  extends RequestScope {
  readonly request: Request;
  readonly url: URL;
  readonly caller: CallerOf<A>;
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: B extends z.ZodType ? z.output<B> : undefined;
  /** The body as it came; signatures cover it. */
  readonly text: string;
  /** The same as bytes, for calls that take no JSON. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** For calls that are commands: the caller's name for it, made unique among callers. */
  readonly commandId: string;
  /** Where the call comes from, as it may be written down: goes with every command that moves money. Made when it is first asked for. */
  origin(): Promise<Origin>;
}

/** What carrying out an operator's command takes of a call. */
export interface OperatorCommandCall {
  readonly env: Env;
  readonly caller: OperatorCaller;
  readonly commandId: string;
  origin(): Promise<Origin>;
}

interface Definition<A extends Access, P extends Shape | undefined, Q extends Shape | undefined, B extends z.ZodType | undefined> {
  readonly method: "get" | "post" | "put" | "delete";
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: A;
  /** `handle` asks the driver's security about the session itself, with what it asks there anyway: one call less. */
  readonly checksSession?: true;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** For the document: a body that `handle` reads from the text by itself. */
  readonly describedBody?: z.ZodType;
  readonly bodyBytesMax?: number;
  /** Media types of a body that is no JSON; `handle` reads `bytes`. */
  readonly takes?: readonly string[];
  /** A command: needs an Idempotency-Key. */
  readonly command?: boolean;
  /** Moves money: what is refused of it is noted in the transaction log. What is done leaves its entry by the `origin` of its command. */
  readonly logs?: TransactionKind;
  /** For the document: headers that `handle` reads from the request by itself. */
  readonly describedHeaders?: Shape;
  /** Of success; the reply is not re-validated, it is what the code makes. */
  readonly status?: number;
  readonly reply: z.ZodType | null;
  /** The codes that are this call's own, beside those that any call may answer. */
  readonly codes?: readonly Code[];
  handle(call: Call<A, P, Q, B>): Promise<unknown>;
}

/** What the router registers. */
export interface Endpoint {
  readonly method: Definition<"public", undefined, undefined, undefined>["method"];
  readonly path: string;
  readonly route: typeof OpenAPIRoute;
}

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string(),
    code: z.string(),
    requestId: z.string(),
  })
  .loose();

/** Defines a call: its place, who may make it, what it takes and answers. The OpenAPI document comes from the same words. */
export function endpoint<
  A extends Access,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(definition: Definition<A, P, Q, B>): Endpoint {
  const schema = describe(definition);
  const shapes = shapesOf(definition);
  class Route extends OpenAPIRoute {
    override schema = schema as OpenAPIRouteSchema;
    override async handle(request: Request & { params: Record<string, string> }, scope: RequestScope): Promise<Response> {
      return carryOut(definition, shapes, request, scope);
    }
  }
  return { method: definition.method, path: definition.path, route: Route };
}

/** What a call's path and query have to look like: made once, since making it takes longer than checking. */
interface Shapes {
  readonly params: z.ZodType<Record<string, unknown>> | null;
  readonly query: z.ZodType<Record<string, unknown>> | null;
}

function shapesOf({ params, query }: { readonly params?: Shape | undefined; readonly query?: Shape | undefined }): Shapes {
  return { params: params === undefined ? null : z.object(params), query: query === undefined ? null : z.object(query) };
}

async function carryOut<A extends Access, P extends Shape | undefined, Q extends Shape | undefined, B extends z.ZodType | undefined>(
  definition: Definition<A, P, Q, B>,
  shapes: Shapes,
  request: Request & { params: Record<string, string> },
  scope: RequestScope,
): Promise<Response> {
  const url = new URL(request.url);
  const bytes = request.method === "GET" ? new Uint8Array() : await readBytes(request, definition.bodyBytesMax ?? BODY_BYTES_MAX);
  const text = definition.takes === undefined ? toText(bytes) : "";
  const caller = await identify(definition, request, text, scope.env, scope.requestId);
  const key = definition.command === true ? `${caller.scope}/${idempotencyKey(request)}` : "";
  const params = shapes.params === null ? {} : parse(shapes.params, request.params, "path");
  const { access } = definition as { readonly access: Access };
  if (typeof access === "object") requireScope(caller as OperatorCaller, params, access.stations);
  const query = shapes.query === null ? {} : parse(shapes.query, Object.fromEntries(url.searchParams), "query");
  // What is described may be left out; whoever reads it says so.
  if (definition.body !== undefined || (definition.describedBody !== undefined && text !== "")) requireType(request, ["application/json"]);
  if (definition.takes !== undefined) requireType(request, definition.takes);
  const body = definition.body === undefined ? undefined : parse(definition.body, parseJson(text), "body");
  let origin: Promise<Origin> | undefined;
  const call = {
    ...scope,
    request,
    url,
    caller,
    params,
    query,
    body,
    text,
    bytes,
    commandId: key,
    origin: () => (origin ??= originOf(scope.env, request)),
  } as unknown as Call<A, P, Q, B>;
  const reply = await definition.handle(call).catch(async (error: unknown) => {
    if (definition.logs !== undefined) await noteRefusedCall(definition.logs, call, error);
    throw error;
  });
  if (reply instanceof Response) return reply;
  if (definition.reply === null) return new Response(null, { status: definition.status ?? 204 });
  return Response.json(reply, { status: definition.status ?? 200, headers: { "cache-control": "no-store" } });
}

function requireType(request: Request, types: readonly string[]): void {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!types.includes(type)) throw new Problem("unsupported_media_type", `Send Content-Type: ${types.join(" or ")}.`);
}

function parse<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: [where, ...path].join("."), message }));
  throw new Problem("validation_failed", errors.map(({ path, message }) => `${path}: ${message}`).join("; "), { errors });
}

function describe<A extends Access, P extends Shape | undefined, Q extends Shape | undefined, B extends z.ZodType | undefined>(
  definition: Definition<A, P, Q, B>,
) {
  const access = definition.access as Access;
  const takes = definition.body ?? definition.describedBody;
  const media = definition.takes ?? [];
  const checked = takes ?? definition.params ?? definition.query;
  const own = new Set<Code>([
    ...codesOf(access),
    ...(definition.command === true ? (["idempotency_key_required", "command_id_reused"] as const) : []),
    ...(checked === undefined ? [] : (["validation_failed"] as const)),
    ...(definition.method === "get" ? [] : (["malformed_json", "body_too_large"] as const)),
    ...(takes === undefined && media.length === 0 ? [] : (["unsupported_media_type"] as const)),
    ...(definition.codes ?? []),
  ]);
  const byStatus = Map.groupBy(own, (code) => codes[code].status);
  const problems = Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => `\`${code}\`: ${codes[code].title}`).join("\n\n"),
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );
  const headers = {
    ...(definition.describedHeaders ?? {}),
    ...(definition.command === true ? { "Idempotency-Key": z.string().max(102) } : {}),
    ...(access === "terminal" ? terminalHeaders : {}),
    ...(typeof access === "object" && definition.method !== "get" ? { [REASON_HEADER]: z.string().max(1_500).optional() } : {}),
  };
  const security = access === "public" ? [] : [{ [typeof access === "object" ? "operator" : access]: [] }];
  return {
    operationId: [definition.method, ...definition.path.split(/\W+/).filter((part) => part !== "" && part !== "v1")].join("_"),
    tags: [definition.tag],
    summary: definition.summary,
    ...(definition.description === undefined ? {} : { description: definition.description }),
    security,
    ...(typeof access === "object" ? { "x-permission": access.permission, "x-stations": access.stations ?? "path" } : {}),
    request: {
      ...(definition.params === undefined ? {} : { params: z.object(definition.params) }),
      ...(definition.query === undefined ? {} : { query: z.object(definition.query) }),
      ...(Object.keys(headers).length === 0 ? {} : { headers: z.object(headers) }),
      ...(takes === undefined
        ? {}
        : { body: { required: !takes.safeParse(undefined).success, content: { "application/json": { schema: takes } } } }),
      ...(media.length === 0
        ? {}
        : {
            body: {
              required: true,
              content: Object.fromEntries(media.map((type) => [type, { schema: z.string() }])),
            },
          }),
    },
    responses: {
      [String(definition.status ?? (definition.reply === null ? 204 : 200))]: {
        description: "Done",
        ...(definition.reply === null ? {} : { content: { "application/json": { schema: definition.reply } } }),
      },
      ...problems,
      default: { description: "Any other failure", content: { "application/problem+json": { schema: problemSchema } } },
    },
  };
}

const terminalHeaders = {
  [TERMINAL_HEADER]: terminalId,
  "webhook-id": z.string(),
  "webhook-timestamp": z.string().regex(/^\d+$/),
  "webhook-signature": z.string(),
};

/** What every call of this kind may answer when it is not clear who calls. */
function codesOf(access: Access): readonly Code[] {
  if (access === "public") return [];
  if (access === "driver") return ["unauthenticated", "session_expired", "session_revoked"];
  if (access === "terminal")
    return ["unauthenticated", "terminal_unknown", "signature_invalid", "timestamp_out_of_tolerance", "terminal_revoked"];
  return ["unauthenticated", "session_expired", "forbidden", "password_change_required", "second_factor_enrolment_required"];
}
