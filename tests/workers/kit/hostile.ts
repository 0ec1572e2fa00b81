import fc, { type Arbitrary } from "fast-check";
import type { Document, Schema } from "./openapi.ts";

/** Texts that have broken other systems. */
const nastyTexts = [
  "",
  " ",
  "'; DROP TABLE wallets; --",
  '" OR ""="',
  "%' UNION SELECT * FROM operators --",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "{{7*7}}",
  "../../etc/passwd",
  "%00",
  "\u0000\u0001\u001f\u007f",
  "\ud800",
  "\u202eevil",
  "𝕱𝖔𝖗𝖊𝖈𝖔𝖚𝖗𝖙 🛢️ 加油站",
  "e\u0301".repeat(30),
  "NaN",
  "null",
  "__proto__",
  "constructor",
  "1e999",
  "-0",
  "9".repeat(40),
  "a".repeat(5_000),
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999999999999Z",
  "2026-02-30T00:00:00Z",
] as const;
const nastyNumbers = [0, -0, -1, 0.1, 1e-300, 1e300, -1e300, 2 ** 31, 2 ** 53, 2 ** 53 - 1, 2 ** 64, -(2 ** 53)] as const;

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

export const hostileText: Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);

export const hostileValue: Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(...nastyNumbers, null, true, false, [], {}),
  fc.constantFrom(deep(30), deep(3_000), Array(500).fill(0), JSON.parse('{"__proto__":{"admin":true},"constructor":1}')),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Values of the shape that a schema says, as far as it says it in words that matter here. */
export function shaped(document: Document, raw: Schema): Arbitrary<unknown> {
  const schema = resolve(document, raw);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return fc.oneof(...either.map((one) => shaped(document, one)));
  if (schema.properties !== undefined) {
    const members = Object.entries(schema.properties).map(([name, member]) => [name, shaped(document, member)] as const);
    return fc.record(Object.fromEntries(members), { requiredKeys: [...(schema.required ?? [])] });
  }
  if (schema.items !== undefined) return fc.array(shaped(document, schema.items), { maxLength: 5 });
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return fc.oneof(...types.map((type) => scalar(String(type), schema)));
}

function scalar(type: string, { minimum = 0, maximum = 1_000_000, format, pattern }: Schema): Arbitrary<unknown> {
  switch (type) {
    case "integer":
      return fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) });
    case "number":
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      if (format === "date-time")
        return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString());
      if (format === "email") return fc.emailAddress();
      if (format === "uri") return fc.webUrl({ validSchemes: ["https"] });
      return pattern === undefined ? fc.string({ minLength: 1, maxLength: 20 }) : fc.stringMatching(new RegExp(pattern));
    default:
      return hostileValue;
  }
}

function resolve(document: Document, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const [, ...path] = schema.$ref.split("/");
  const found = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
  return resolve(document, found as Schema);
}

/** The shape that is asked for, with one member (at any depth) that is not as it should be; or nothing of the sort at all. */
export const spoilt = (good: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(good, fc.nat(), hostileValue).map(([value, at, bad]) => replaceOne(value, at, bad)) },
    { weight: 1, arbitrary: hostileValue },
  );

function replaceOne(value: unknown, at: number, bad: unknown): unknown {
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const key = keys[at % Math.max(1, keys.length)];
  if (key === undefined) return bad;
  const inner = (value as Record<string, unknown>)[key];
  const replaced = at % 3 === 0 ? replaceOne(inner, Math.floor(at / 3), bad) : bad;
  return Array.isArray(value) ? value.with(Number(key), replaced) : { ...(value as object), [key]: replaced };
}
