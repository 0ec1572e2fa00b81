import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import postcss, { type Root } from "postcss";
import selectorParser from "postcss-selector-parser";
import { builtinTags } from "../runtime/tags.ts";

/**
 * How far a style sheet reaches.
 * - `app`: everything in the main space
 * - `page`: one page, since every page of WeChat's is a document of its own
 * - `component`: one component; glass-easel writes its classes as `<scope>--<class>` and its host as `[wx-host="<scope>"]`
 */
export type StyleReach =
  | { readonly kind: "app" }
  | { readonly kind: "page"; readonly route: string }
  | { readonly kind: "component"; readonly scope: string };

/** A name for a component's style scope that is a CSS identifier. */
export function scopeName(path: string): string {
  return path.replace(/[^\w-]+/g, "_");
}

/** Turns one WXSS file, with what it imports, into CSS that reaches no further than the file did in WeChat. */
export function compileStyle(folder: string, path: string, reach: StyleReach): string {
  const sheet = inlineImports(folder, path, new Set());
  sheet.walkRules((rule) => {
    const parent = rule.parent;
    if (parent?.type === "atrule" && "name" in parent && String(parent.name).endsWith("keyframes")) return;
    rule.selector = scopeSelector(rule.selector, reach);
  });
  sheet.walkDecls((declaration) => {
    declaration.value = convertUnits(declaration.value);
  });
  return sheet.toString();
}

/** rpx, vw and vh are measured on the phone that is shown, not on the browser's window. */
export function convertUnits(value: string): string {
  if (value.includes("url(")) return value;
  return value.replace(/(-?\d*\.?\d+)(rpx|vw|vh)\b/g, (_, size: string, unit: string) => `calc(${size} * var(--preview-${unit}))`);
}

/** Rewrites a selector list for its reach. */
export function scopeSelector(selector: string, reach: StyleReach): string {
  return selectorParser((list) => {
    list.each((one) => {
      let namesPage = false;
      one.walk((node) => {
        if (node.type === "tag" && node.value === "page") {
          namesPage = true;
          node.replaceWith(verbatim(pageAttribute(reach)));
        } else if (node.type === "tag" && builtinTags.has(node.value)) {
          node.value = `wx-${node.value}`;
        } else if (node.type === "id") {
          node.replaceWith(verbatim(`[id$="--${node.value}"]`));
        } else if (reach.kind === "component" && node.type === "class") {
          node.value = `${reach.scope}--${node.value}`;
        } else if (reach.kind === "component" && node.type === "pseudo" && node.value === ":host") {
          node.replaceWith(verbatim(`[wx-host="${reach.scope}"]`));
        }
      });
      if (reach.kind !== "page" || namesPage) return;
      const first = one.first;
      if (first) first.spaces.before = "";
      one.prepend(selectorParser.combinator({ value: " " }));
      one.prepend(verbatim(pageAttribute(reach)));
    });
  }).processSync(selector);
}

/** A piece of selector that needs no more parsing. */
const verbatim = (text: string) => selectorParser.tag({ value: text });

const pageAttribute = (reach: StyleReach) => (reach.kind === "page" ? `[data-route="${reach.route}"]` : "[data-route]");

function inlineImports(folder: string, path: string, seen: Set<string>): Root {
  const file = join(folder, path);
  if (seen.has(file) || !existsSync(file)) return postcss.root();
  seen.add(file);
  const sheet = postcss.parse(readFileSync(file, "utf8"), { from: file });
  sheet.walkAtRules("import", (rule) => {
    const specifier = rule.params.replace(/^['"]|['"]$/g, "");
    const target = specifier.startsWith("/") ? specifier.slice(1) : posix.join(dirname(path), specifier);
    rule.replaceWith(inlineImports(folder, target, seen).nodes);
  });
  return sheet;
}
