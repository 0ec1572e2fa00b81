import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { transform } from "esbuild";
import { appConfig, entries } from "./entries.ts";
import { isTDesign, placeOf, readJson, resolveAsset, resolveComponent, resolveScript, root } from "./graph.ts";
import { iconStyles, tdesignIconStyles } from "./icons.ts";
import { tokenStyles } from "./token-styles.ts";

/** What the build writes down about the package. */
export interface PackageReport {
  readonly outDir: string;
  readonly files: readonly string[];
}

export interface PackageOptions {
  readonly outDir: string;
  /** The origin that the released mini-program talks to; the preview gives its own at run time. */
  readonly apiOrigin?: string;
}

/** Files that are made rather than written, by their place in the package. */
const generated: Readonly<Record<string, () => string>> = {
  "styles/tokens.wxss": tokenStyles,
  "components/icon/icons.wxss": iconStyles,
};

/**
 * Builds the package that WeChat takes: the pages and components that `app.json` reaches, their scripts as ES2015 CommonJS
 * modules, and nothing that isn't reached (of TDesign about a tenth).
 */
export async function buildPackage(options: PackageOptions): Promise<PackageReport> {
  const builder = new PackageBuilder(options);
  builder.addEntries();
  await builder.addScripts();
  builder.copyAssets();
  return builder.write();
}

class PackageBuilder {
  readonly #options: PackageOptions;
  readonly #out = new Map<string, string | Buffer>();
  readonly #seen = new Set<string>();
  readonly #scripts: string[] = [];

  constructor(options: PackageOptions) {
    this.#options = options;
  }

  addEntries(): void {
    const config = appConfig();
    this.#out.set("app.json", JSON.stringify(config));
    for (const name of ["sitemap.json", "theme.json"]) {
      const file = join(root, name);
      if (existsSync(file)) this.#out.set(name, readFileSync(file, "utf8"));
    }
    this.#script(join(root, "app.ts"));
    this.#style(join(root, "app.wxss"));
    for (const specifier of Object.values((config.usingComponents ?? {}) as Record<string, string>)) {
      this.#component(resolveComponent(specifier, join(root, "app.json")));
    }
    for (const page of entries(config)) this.#component(join(root, page));
  }

  /** Compiles each script on its own and puts paths where package names stood; a bundle would hide the modules from DevTools. */
  async addScripts(): Promise<void> {
    for (let next = this.#scripts.pop(); next !== undefined; next = this.#scripts.pop()) {
      const file = next;
      const { code } = await transform(readFileSync(file, "utf8"), {
        loader: file.endsWith(".ts") ? "ts" : "js",
        format: "cjs",
        target: "es2015",
        sourcefile: placeOf(file),
        minify: true,
        define: { API_ORIGIN: JSON.stringify(this.#options.apiOrigin ?? "") },
      });
      const place = placeOf(file).replace(/\.ts$/, ".js");
      const linked = code.replace(/\brequire\("([^"]+)"\)/g, (_, specifier: string) => {
        const target = resolveScript(specifier, file);
        this.#script(target);
        const to = placeOf(target).replace(/\.ts$/, ".js");
        const path = posix.relative(posix.dirname(place), to);
        return `require("${path.startsWith(".") ? path : `./${path}`}")`;
      });
      this.#out.set(place, linked);
    }
  }

  /** Pictures are taken as they are. */
  copyAssets(): void {
    const walk = (folder: string) => {
      for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
        const path = posix.join(folder, entry.name);
        if (entry.isDirectory()) walk(path);
        else if (/\.(png|jpg|gif|svg|webp)$/.test(entry.name)) this.#out.set(path, readFileSync(join(root, path)));
      }
    };
    walk("assets");
  }

  write(): PackageReport {
    const { outDir } = this.#options;
    rmSync(outDir, { recursive: true, force: true });
    for (const [place, content] of this.#out) {
      const file = join(outDir, place);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return { outDir, files: [...this.#out.keys()].sort() };
  }

  #once(file: string): boolean {
    if (this.#seen.has(file)) return false;
    this.#seen.add(file);
    return true;
  }

  #component(base: string): void {
    if (!this.#once(base)) return;
    const json = readJson(`${base}.json`);
    this.#out.set(`${placeOf(base)}.json`, JSON.stringify(json));
    this.#script(existsSync(`${base}.ts`) ? `${base}.ts` : `${base}.js`);
    this.#template(`${base}.wxml`);
    if (existsSync(`${base}.wxss`)) this.#style(`${base}.wxss`);
    for (const specifier of Object.values((json.usingComponents ?? {}) as Record<string, string>)) {
      this.#component(resolveComponent(specifier, `${base}.json`));
    }
    for (const generic of Object.values((json.componentGenerics ?? {}) as Record<string, { default?: string }>)) {
      if (generic.default !== undefined) this.#component(resolveComponent(generic.default, `${base}.json`));
    }
  }

  #script(file: string): void {
    if (this.#once(file)) this.#scripts.push(file);
  }

  #template(file: string): void {
    if (!this.#once(file)) return;
    const source = readFileSync(file, "utf8");
    this.#out.set(placeOf(file), isTDesign(file) ? rpxToPx(source) : source.replace(/<!--[\s\S]*?-->/g, "").replace(/>\s+</g, "><"));
    for (const match of source.matchAll(/<(import|include|wxs)\b[^>]*?\bsrc="([^"]+)"/g)) {
      const target = resolveAsset(match[2] ?? "", file);
      if (match[1] === "wxs") this.#wxs(target);
      else this.#template(target.endsWith(".wxml") ? target : `${target}.wxml`);
    }
    for (const match of source.matchAll(/<wxs\b[^>]*>([\s\S]*?)<\/wxs>/g)) this.#wxsRequires(match[1] ?? "", file);
  }

  #wxs(file: string): void {
    if (!this.#once(file)) return;
    const source = readFileSync(file, "utf8");
    this.#out.set(placeOf(file), source);
    this.#wxsRequires(source, file);
  }

  #wxsRequires(source: string, file: string): void {
    for (const match of source.matchAll(/\brequire\(['"]([^'"]+)['"]\)/g)) this.#wxs(resolveAsset(match[1] ?? "", file));
  }

  #style(file: string): void {
    if (!this.#once(file)) return;
    const place = placeOf(file);
    const make = generated[place];
    let source = make ? make() : readFileSync(file, "utf8");
    if (isTDesign(file)) source = rpxToPx(place.endsWith("/icon/icon.wxss") ? tdesignIconStyles(source) : source);
    this.#out.set(place, source);
    for (const match of source.matchAll(/@import\s+['"]([^'"]+)['"]/g)) this.#style(resolveAsset(match[1] ?? "", file));
  }
}

/** rpx grow without end on a tablet; half of it in px is the same on a phone 375 px wide. */
export function rpxToPx(source: string): string {
  return source.replace(/(\d*\.?\d+)rpx\b/g, (_, size: string) => `${Number(size) / 2}px`);
}
