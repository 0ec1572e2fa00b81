import { exports } from "cloudflare:workers";
import { type Code, codes } from "@forecourt/contract/codes";
import { expect } from "vitest";
import type { z } from "zod";

export const ORIGIN = "https://forecourt.example";

/** What a call was answered, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; undefined when it is empty or not JSON. */
  readonly body: unknown;
}

export interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  /** The body as it stands, instead of `body`. */
  readonly text?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** The Idempotency-Key; a new one unless given, none when null. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call of the public surface, as a client makes it. */
export async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  return read(await exports.default.fetch(toRequest(method, path, options)));
}

export function toRequest(method: string, path: string, { token, body, text, bytes, key, headers }: CallOptions = {}): Request {
  const sent = bytes ?? text ?? (body === undefined ? undefined : JSON.stringify(body));
  const all = new Headers();
  if (sent !== undefined) all.set("content-type", "application/json");
  if (token !== undefined) all.set("authorization", `Bearer ${token}`);
  if (method !== "GET" && key !== null) all.set("idempotency-key", key ?? crypto.randomUUID());
  for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value);
  return new Request(ORIGIN + path, { method, headers: all, redirect: "manual", ...(sent === undefined ? {} : { body: sent }) });
}

export async function read(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  try {
    return { status, headers, text, body: JSON.parse(text) };
  } catch {
    return { status, headers, text, body: undefined };
  }
}

/** The reply of a call that must succeed, in the shape that the contract says. */
export function good<Schema extends z.ZodType>(schema: Schema, answer: Answer, status?: number): z.output<Schema> {
  if (answer.status < 200 || answer.status > 299) throw new Error(`answered ${answer.status}: ${answer.text}`);
  if (status !== undefined) expect(answer.status).toBe(status);
  return schema.parse(answer.body);
}

/** What nobody outside may ever read: where our code stands, what it is made of, what it says to itself. */
const INTERNAL =
  /\bat .{1,120}:\d+:\d+|node_modules|durable-objects\/|worker\/(modules|http)|D1_|SQLITE|drizzle|Failed query|(Type|Range|Reference|Syntax)Error|whsec_|"stack"/;

export function expectNoLeak(text: string): void {
  expect(text).not.toMatch(INTERNAL);
}

interface ProblemDocument {
  readonly code: Code;
  readonly status: number;
  readonly title: string;
  readonly type: string;
  readonly detail?: string;
  readonly requestId: string;
  readonly [extension: string]: unknown;
}

/** A failure as it must be: a problem document of the documented shape, with a known code and nothing of our insides. */
export function problemOf(answer: Answer): ProblemDocument {
  expect(answer.headers.get("content-type"), answer.text).toBe("application/problem+json");
  const problem = answer.body as ProblemDocument;
  expect(Object.keys(codes), answer.text).toContain(problem.code);
  const { status, title } = codes[problem.code];
  expect(problem).toMatchObject({ status, title, type: `/docs#${problem.code}`, requestId: answer.headers.get("x-request-id") });
  expect(answer.status).toBe(status);
  expectNoLeak(answer.text);
  return problem;
}

export function expectProblem(answer: Answer, code: Code): ProblemDocument {
  const problem = problemOf(answer);
  expect(problem.code, answer.text).toBe(code);
  return problem;
}
