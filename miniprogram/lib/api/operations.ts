import type { paths } from "./openapi.generated.ts";

/** The API's calls as types, read off its OpenAPI document: what each takes and answers. Nothing of this is in the package. */

export type Method = "get" | "post" | "put" | "delete";

/** The addresses that take a method. */
export type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends { readonly [Name in M]: object } ? P : never }[keyof paths];

type Operation<M extends Method, P extends keyof paths> = paths[P][M & keyof paths[P]];
type Content<Message> = Message extends { content: { "application/json": infer Json } } ? Json : undefined;

/** What a call answers when it succeeds. */
export type Reply<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { responses: infer Responses } ? Content<Responses[keyof Responses]> : never;

/** What a call sends. */
export type Body<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { requestBody: infer Message } ? Content<Message> : undefined;

/** What stands in its address. */
export type Params<M extends Method, P extends PathOf<M>> = Operation<M, P> extends { parameters: { path: infer Path } } ? Path : undefined;

type QueryOf<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { parameters: { query?: infer Query } } ? Exclude<Query, undefined> : never;
/** What follows it; a value that is absent is left out. */
export type Query<M extends Method, P extends PathOf<M>> = { readonly [Name in keyof QueryOf<M, P>]?: QueryOf<M, P>[Name] | undefined };

/** `params` and `body` must be given exactly where the call has some. */
type Given<Name extends string, Value> = [Value] extends [undefined] ? { readonly [N in Name]?: never } : { readonly [N in Name]: Value };
export type Inputs<M extends Method, P extends PathOf<M>> = Given<"params", Params<M, P>> & Given<"body", Body<M, P>>;
