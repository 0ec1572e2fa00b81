import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compileStyle, scopeName } from "./styles.ts";
import { compileTemplates } from "./templates.ts";

const runtimeFolder = join(dirname(fileURLToPath(import.meta.url)), "..", "runtime");

/** How the site presents itself and what its sandbox offers; everything here reaches the browser. */
export interface SiteOptions {
  /** The package as WeChat would take it. */
  readonly packageDir: string;
  readonly outDir: string;
  readonly title: string;
  readonly language: string;
  /** Said beside the phone on a wide screen. */
  readonly caption: string;
  /** Who `wx.login` may sign in as; the code is `demo-<name>`. */
  readonly demoNames: readonly string[];
  /** Where `wx.getLocation` says the phone is. */
  readonly place: { readonly latitude: number; readonly longitude: number };
}

export interface SiteReport {
  readonly warnings: readonly string[];
  readonly bytes: number;
}

/** Turns a mini-program package into a static site that runs it on glass-easel. All addresses are relative. */
export async function buildSite(options: SiteOptions): Promise<SiteReport> {
  const { packageDir, outDir } = options;
  const files = listFiles(packageDir);
  const configs = componentConfigs(packageDir, files);
  const app = JSON.parse(readFileSync(join(packageDir, "app.json"), "utf8")) as AppJson;
  const pages = pageRoutes(app);

  const templates = compileTemplates(
    packageDir,
    files.filter((file) => /\.(wxml|wxs)$/.test(file)),
  );
  const scripts = files
    .filter((file) => file.endsWith(".js"))
    .map(
      (file) =>
        `d(${JSON.stringify(file.slice(0, -3))},function(require,module,exports){${readFileSync(join(packageDir, file), "utf8")}\n});`,
    )
    .join("\n");
  const site = {
    app,
    pages,
    configs,
    scopes: Object.fromEntries(Object.keys(configs).map((path) => [path, pages.includes(path) ? "" : scopeName(path)])),
    sharedComponents: Object.fromEntries(
      Object.entries(app.usingComponents ?? {}).map(([name, target]) => [name, resolveComponent(packageDir, target, "app")]),
    ),
    title: options.title,
    caption: options.caption,
    demoNames: options.demoNames,
    place: options.place,
  };
  const code = `MiniProgramPreview.boot(${JSON.stringify(site)},function(d){${scripts}},${templates.code});`;
  const css = siteStyles(packageDir, configs, pages);
  const ownStyles = ["elements", "map", "phone", "overlays"]
    .map((name) => readFileSync(join(runtimeFolder, "styles", `${name}.css`), "utf8"))
    .join("\n");
  const runtime = await bundleRuntime();

  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  writeFileSync(join(outDir, "runtime.js"), runtime);
  writeFileSync(join(outDir, "app.js"), code);
  writeFileSync(join(outDir, "app.css"), `${ownStyles}\n${css}`);
  writeFileSync(join(outDir, "index.html"), page(options, { runtime, code, css: ownStyles + css }));
  for (const file of files.filter((name) => /\.(png|jpg|gif|svg|webp)$/.test(name))) {
    mkdirSync(dirname(join(outDir, file)), { recursive: true });
    copyFileSync(join(packageDir, file), join(outDir, file));
  }
  return { warnings: templates.warnings, bytes: runtime.length + code.length + css.length };
}

interface AppJson {
  readonly pages: readonly string[];
  readonly subPackages?: readonly { readonly root: string; readonly pages: readonly string[] }[];
  readonly usingComponents?: Readonly<Record<string, string>>;
}

interface ComponentConfig {
  readonly component?: boolean;
  readonly usingComponents: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

function pageRoutes(app: AppJson): string[] {
  return [...app.pages, ...(app.subPackages ?? []).flatMap((one) => one.pages.map((name) => posix.join(one.root, name)))];
}

/** The JSON beside each template, with component paths made absolute. */
function componentConfigs(folder: string, files: readonly string[]): Record<string, ComponentConfig> {
  const configs: Record<string, ComponentConfig> = {};
  for (const file of files.filter((name) => name.endsWith(".json"))) {
    const path = file.slice(0, -5);
    if (!existsSync(join(folder, `${path}.wxml`))) continue;
    const json = JSON.parse(readFileSync(join(folder, file), "utf8")) as ComponentConfig;
    const using = Object.entries(json.usingComponents ?? {}).map(([name, target]) => [name, resolveComponent(folder, target, path)]);
    configs[path] = { ...json, usingComponents: Object.fromEntries(using) as Record<string, string> };
  }
  return configs;
}

function resolveComponent(folder: string, target: string, from: string): string {
  const local = target.startsWith("/") ? target : `/${posix.join(dirname(from), target)}`;
  if (existsSync(join(folder, `${local}.json`))) return local;
  const npm = `/miniprogram_npm/${target}`;
  if (existsSync(join(folder, `${npm}.json`))) return npm;
  throw new Error(`${from}.json uses ${target}, which the package does not hold`);
}

function siteStyles(folder: string, configs: Readonly<Record<string, ComponentConfig>>, pages: readonly string[]): string {
  const sheets = [compileStyle(folder, "app.wxss", { kind: "app" })];
  for (const path of Object.keys(configs)) {
    if (!pages.includes(path)) sheets.push(compileStyle(folder, `${path}.wxss`, { kind: "component", scope: scopeName(path) }));
  }
  for (const route of pages) sheets.push(compileStyle(folder, `${route}.wxss`, { kind: "page", route }));
  return sheets.filter((sheet) => sheet.trim() !== "").join("\n");
}

async function bundleRuntime(): Promise<string> {
  const result = await build({
    entryPoints: [join(runtimeFolder, "main.ts")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    write: false,
    // glass-easel's development checks are on unless it finds this.
    banner: { js: 'var process={env:{NODE_ENV:"production"}};' },
  });
  return result.outputFiles[0]?.text ?? "";
}

function page(options: SiteOptions, parts: { readonly runtime: string; readonly code: string; readonly css: string }): string {
  const stamp = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 10);
  return `<!doctype html>
<html lang="${options.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${options.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="app.css?${stamp(parts.css)}">
<script defer src="runtime.js?${stamp(parts.runtime)}"></script>
<script defer src="app.js?${stamp(parts.code)}"></script>
</head>
<body><div class="preview-boot" style="padding:14px;text-align:center;font:600 17px -apple-system,sans-serif">${options.title}</div></body>
</html>
`;
}
