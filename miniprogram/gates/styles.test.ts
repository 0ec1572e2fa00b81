import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../build/graph.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");
/** Classes that a sheet styles by their name alone. */
const bare = (wxss: string): readonly string[] => [...wxss.matchAll(/^\.([\w-]+) \{/gm)].map(([, name = ""]) => name);

describe("styles", () => {
  it("of a page give no other meaning to a class that all pages share", () => {
    const shared = new Set([...bare(read("app.wxss")), ...bare(read("styles/base.wxss"))]);
    expect(shared.size).toBeGreaterThan(20);
    const pages = ["pages", "packages"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".wxss"))
        .map((name) => `${folder}/${name}`),
    );
    const clashes = pages.flatMap((path) => bare(read(path)).flatMap((name) => (shared.has(name) ? [`${path} .${name}`] : [])));
    expect(clashes).toEqual([]);
  });
});
