import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/graph.ts";

/** A page or component of ours: its template, script and settings. */
export interface Unit {
  readonly path: string;
  readonly wxml: string;
  readonly script: string;
  readonly json: { readonly component?: boolean; readonly usingComponents?: Readonly<Record<string, string>> };
}

/** Every page and component in the project, as written. */
export function units(): Unit[] {
  return ["pages", "packages", "components"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".wxml"))
      .map((entry) => {
        const base = join(entry.parentPath, entry.name.slice(0, -5));
        return {
          path: base.slice(root.length + 1),
          wxml: readFileSync(`${base}.wxml`, "utf8"),
          script: readFileSync(`${base}.ts`, "utf8"),
          json: JSON.parse(readFileSync(`${base}.json`, "utf8")) as Unit["json"],
        };
      }),
  );
}

/** All scripts of the mini-program itself, without tests, tools and languages. */
export function scripts(): string[] {
  return ["lib", "pages", "packages", "components", "app.ts"].flatMap((name) =>
    name.endsWith(".ts")
      ? [readFileSync(join(root, name), "utf8")]
      : readdirSync(join(root, name), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
          .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
  );
}
