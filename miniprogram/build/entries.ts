import { join } from "node:path";
import { readJson, root } from "./graph.ts";

/** `app.json` as written. */
export function appConfig(): Record<string, unknown> {
  return readJson(join(root, "app.json"));
}

interface Subpackage {
  readonly root: string;
  readonly pages: readonly string[];
}

export function subpackages(config: Record<string, unknown>): readonly Subpackage[] {
  return (config.subPackages ?? config.subpackages ?? []) as readonly Subpackage[];
}

/** Every page of the main package and the subpackages. */
export function entries(config: Record<string, unknown>): string[] {
  const pages = [...((config.pages ?? []) as readonly string[])];
  for (const subpackage of subpackages(config)) {
    for (const page of subpackage.pages) pages.push(`${subpackage.root.replace(/\/$/, "")}/${page}`);
  }
  return pages;
}
