/** CommonJS as WeChat runs it: modules are defined by path, run on first `require`, and run once. */

type Loader = (require: (specifier: string) => unknown, module: Module, exports: Record<string, unknown>) => void;

interface Module {
  exports: unknown;
}

export class ModuleRegistry {
  readonly #loaders = new Map<string, Loader>();
  readonly #modules = new Map<string, Module>();

  define(path: string, loader: Loader): void {
    this.#loaders.set(path, loader);
  }

  has(path: string): boolean {
    return this.#loaders.has(path);
  }

  require(path: string): unknown {
    const known = this.#modules.get(path);
    if (known) return known.exports;
    const loader = this.#loaders.get(path);
    if (!loader) throw new Error(`module "${path}" is not defined`);
    const exports: Record<string, unknown> = {};
    const module: Module = { exports };
    this.#modules.set(path, module);
    loader((specifier) => this.require(resolveModule(specifier, path)), module, exports);
    return module.exports;
  }
}

/** The path of a module, without its extension, as seen from another module. */
export function resolveModule(specifier: string, from: string): string {
  const parts = specifier.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/").replace(/\.js$/, "");
}
