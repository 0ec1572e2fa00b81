import { canonicalJson } from "@forecourt/contract/movement";

/** What was and what is now: of two objects only the members that differ; of anything else the whole. Null: nothing. */
export function changed(before: unknown, after: unknown): { readonly before: unknown; readonly after: unknown } {
  if (!isObject(before) || !isObject(after)) return { before: before ?? null, after: after ?? null };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = names.filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null));
  const only = (all: Readonly<Record<string, unknown>>) => Object.fromEntries(differing.map((name) => [name, all[name] ?? null]));
  return { before: only(before), after: only(after) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
