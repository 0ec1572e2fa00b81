import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The workspace's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where npm put a package: the nearest `node_modules` that holds it. */
export function packageFolder(name: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) throw new Error(`${name} is not installed`);
  }
}

const tdesign = join(packageFolder("tdesign-miniprogram"), "miniprogram_dist");
const contract = resolve(root, "..", "contract");

/** Folders outside the project and where their files stand inside the package. */
const mounts: readonly { readonly folder: string; readonly at: string }[] = [
  { folder: tdesign, at: "miniprogram_npm/tdesign-miniprogram" },
  { folder: contract, at: "contract" },
];

/** `miniprogram_npm/tdesign-miniprogram/button/button.js` for a file on disk. */
export function placeOf(file: string): string {
  for (const { folder, at } of mounts) {
    if (file.startsWith(`${folder}/`)) return posix.join(at, relative(folder, file));
  }
  return relative(root, file);
}

/** Whether a file comes from TDesign, whose sizes are rpx and whose icon font is replaced. */
export function isTDesign(file: string): boolean {
  return file.startsWith(`${tdesign}/`);
}

/** The file without extension that a component path in JSON names. */
export function resolveComponent(specifier: string, from: string): string {
  if (specifier.startsWith("/")) return join(root, specifier);
  if (specifier.startsWith("tdesign-miniprogram/")) return join(tdesign, specifier.slice("tdesign-miniprogram/".length));
  return resolve(dirname(from), specifier);
}

/** The source file that an `import` names. */
export function resolveScript(specifier: string, from: string): string {
  let base: string;
  if (specifier.startsWith(".")) base = resolve(dirname(from), specifier);
  else if (specifier.startsWith("@forecourt/contract/")) base = join(contract, specifier.slice("@forecourt/contract/".length));
  else if (specifier.startsWith("tdesign-miniprogram/")) base = join(tdesign, specifier.slice("tdesign-miniprogram/".length));
  else if (isTDesign(from)) base = join(tdesign, "miniprogram_npm", specifier);
  else throw new Error(`${placeOf(from)} imports "${specifier}", which is not part of the package`);
  for (const candidate of [base, `${base}.ts`, `${base}.js`, join(base, "index.ts"), join(base, "index.js")]) {
    if (/\.(ts|js)$/.test(candidate) && existsSync(candidate)) return candidate;
  }
  throw new Error(`${placeOf(from)} imports "${specifier}", which does not exist`);
}

/** The file that a WXML `import`, `include` or `wxs`, or a WXSS `@import`, names. */
export function resolveAsset(specifier: string, from: string): string {
  return specifier.startsWith("/") ? join(root, specifier) : resolve(dirname(from), specifier);
}

/** A JSON file's content, or an empty object when there is none. */
export function readJson(file: string): Record<string, unknown> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : {};
}
