import { registerBuiltins } from "./components/index.ts";
import { PreviewContext } from "./context.ts";
import { glassEasel, MiniProgramEnv } from "./glass.ts";
import type { ModuleRegistry } from "./modules.ts";
import type { Site } from "./site.ts";

type Templates = Readonly<Record<string, unknown>>;
type Environment = ReturnType<typeof createSpace>;

/** A page or component instance as its own code sees it (`this`). */
export interface Caller {
  route?: string;
  options?: Readonly<Record<string, string>>;
  [member: string]: unknown;
}

export type { Environment };

/** Makes the environment in which pages and components are defined; each is registered when it is first needed. */
export function createSpace(site: Site, templates: Templates, registry: ModuleRegistry) {
  const env = new MiniProgramEnv();
  const backend = env.associateBackend(new PreviewContext());
  const space = env.createCodeSpace("", true);
  registerBuiltins(space.getComponentSpace());
  glassEasel.addGlobalWarningListener((message) => {
    // Components pass attributes to WeChat's own elements that the preview has no use for, `wx:key` on what has none, and lists by number.
    if (!/is not a valid property|keys are not unique|number as for-list/.test(message)) console.warn(message);
    return false;
  });
  const registered = new Set<string>();
  const shared = site.sharedComponents;

  function ensure(path: string): void {
    if (registered.has(path)) return;
    registered.add(path);
    const config = site.configs[path];
    if (!config) throw new Error(`component "${path}" is not in the package`);
    const usingComponents = { ...shared, ...config.usingComponents };
    for (const target of Object.values(usingComponents)) ensure(target.replace(/^\//, ""));
    type StaticConfig = Parameters<typeof space.addComponentStaticConfig>[1];
    space.addComponentStaticConfig(path, { ...config, usingComponents } as StaticConfig);
    type Template = Parameters<typeof space.addCompiledTemplate>[1];
    space.addCompiledTemplate(path, { groupList: templates, content: templates[path], fallbackListenerOnNativeNode: true } as Template);
    space.addStyleSheet(path, undefined, site.scopes[path]);
    space.globalComponentEnv(globalThis, path, () => {
      withoutNamedBehaviors();
      registry.require(path);
    });
  }

  return {
    ensure,
    /** Makes a page's tree; it isn't in the document yet. */
    createPage(route: string, query: Readonly<Record<string, string>>) {
      ensure(route);
      const search = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
      return backend.createRoot("page-root", space, search.length > 0 ? `${route}?${search.join("&")}` : route);
    },
  };
}

/** Behaviours named by a string (`wx://form-field`) exist only inside WeChat. */
function withoutNamedBehaviors(): void {
  const scope = globalThis as unknown as Record<string, (definition?: { behaviors?: unknown[] }) => unknown>;
  for (const name of ["Component", "Behavior", "Page"]) {
    const define = scope[name];
    if (!define) continue;
    scope[name] = Object.assign((definition?: { behaviors?: unknown[] }) => {
      if (!definition) return define();
      const behaviors = (definition.behaviors ?? []).filter((one) => typeof one !== "string");
      return define({ ...definition, behaviors });
    }, define);
  }
}
