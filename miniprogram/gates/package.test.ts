import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appConfig, entries, subpackages } from "../build/entries.ts";
import { buildPackage } from "../build/package.ts";

const MAIN_BYTES_MAX = 1_048_576;
const SUBPACKAGE_BYTES_MAX = 512_000;

/** WeChat's own compilers, as the npm package wraps them. */
interface Compiler {
  wxmlToJs(root: string): string;
  wxssToJs(root: string): string;
}

const compiler = createRequire(import.meta.url)("miniprogram-compiler") as Compiler;

let folder = "";
let files: readonly string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "weapp-"));
  files = (await buildPackage({ outDir: folder })).files;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package for WeChat", () => {
  it("compiles with WeChat's wcc and wcsc", () => {
    const wxml = compiler.wxmlToJs(folder);
    for (const page of entries(appConfig())) expect(wxml).toContain(`${page}.wxml`);
    expect(compiler.wxssToJs(folder)).toContain("app.wxss");
  });

  it("keeps the main package under 1 MB and each subpackage under 500 KB", () => {
    const roots = subpackages(appConfig()).map((one) => `${one.root.replace(/\/$/, "")}/`);
    const size = (names: readonly string[]) => names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    for (const root of roots) expect(size(files.filter((file) => file.startsWith(root)))).toBeLessThan(SUBPACKAGE_BYTES_MAX);
    expect(size(files.filter((file) => !roots.some((root) => file.startsWith(root))))).toBeLessThan(MAIN_BYTES_MAX);
  });

  it("uses no syntax newer than ES2015, for iOS 10 and Android 6", async () => {
    // esbuild leaves code alone that needs no lowering, so both targets must give the same text.
    for (const file of files.filter((name) => name.endsWith(".js"))) {
      const source = readFileSync(join(folder, file), "utf8");
      const [old, newest] = await Promise.all([transform(source, { target: "es2015" }), transform(source, { target: "esnext" })]);
      expect(old.code === newest.code, file).toBe(true);
    }
  });

  it("turns with a tablet, which WeChat does only for those that say so", () => {
    expect(JSON.parse(readFileSync(join(folder, "app.json"), "utf8"))).toMatchObject({ resizable: true });
  });

  it("loads nothing from a host of others", () => {
    for (const file of files.filter((name) => /\.(wxss|wxml)$/.test(name))) {
      expect(readFileSync(join(folder, file), "utf8"), file).not.toMatch(/url\(['"]?(https?:)?\/\//);
    }
  });

  it("holds every page that app.json names, with its four files", () => {
    for (const page of entries(appConfig())) {
      for (const ending of ["js", "json", "wxml"]) expect(files).toContain(`${page}.${ending}`);
    }
  });

  it("holds only drawn pictures of ours", () => {
    expect(readdirSync(join(folder, "assets", "tab")).length).toBe(10);
  });
});
