import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TmplGroup } from "glass-easel-template-compiler";

/** What WXS has and JavaScript spells otherwise. */
const wxsRuntime = `
var getRegExp = function (pattern, flags) { return new RegExp(pattern, flags); };
var getDate = function (value) { return value === undefined ? new Date() : new Date(value); };
var constructorNameOf = function (value) { return value === null || value === undefined ? undefined : value.constructor.name; };
`;

interface Problem {
  readonly level: number;
  readonly message: string;
  readonly start: { readonly line: number; readonly col: number };
}

/**
 * Compiles all templates and WXS modules of a package into one JavaScript expression, an object from path to template function.
 *
 * @throws when a template has an error; warnings are given back
 */
export function compileTemplates(
  folder: string,
  files: readonly string[],
): { readonly code: string; readonly warnings: readonly string[] } {
  const group = new TmplGroup();
  const warnings: string[] = [];
  group.setExtraRuntimeScript(wxsRuntime);
  for (const file of files) {
    const source = readFileSync(join(folder, file), "utf8");
    if (file.endsWith(".wxs")) {
      group.addScript(file.slice(0, -4), convertWxs(source));
    } else if (file.endsWith(".wxml")) {
      const path = file.slice(0, -5);
      for (const problem of group.addTmpl(path, source) as Problem[])
        warnings.push(`${file}: ${problem.message} (${problem.start?.line ?? "?"})`);
      for (const name of group.getInlineScriptModuleNames(path) as string[]) {
        group.setInlineScript(path, name, convertWxs(group.getInlineScript(path, name)));
      }
    }
  }
  const code = group.getTmplGenObjectGroups();
  group.free();
  return { code, warnings };
}

/** Modules are known without their ending; in WXS `x.constructor` is a string such as "Array", and a pattern's backslashes need no doubling. */
export function convertWxs(source: string): string {
  return source
    .replace(/\brequire\((['"])(.*?)\.wxs\1\)/g, "require($1$2$1)")
    .replace(/([A-Za-z_$][\w$.]*)\.constructor\b/g, "constructorNameOf($1)")
    .replace(
      /getRegExp\((['"])(.*?)\1/g,
      (_, quote: string, pattern: string) => `getRegExp(${quote}${pattern.replace(/\\/g, "\\\\")}${quote}`,
    );
}
