import { accountApi } from "./api/account.ts";
import { wxAsync } from "./api/async.ts";
import { deviceApi } from "./api/device.ts";
import { interfaceApi } from "./api/interface.ts";
import { mediaApi } from "./api/media.ts";
import { networkApi } from "./api/network.ts";
import { passkeyApi } from "./api/passkeys.ts";
import { storageApi } from "./api/storage.ts";
import { watchKeys } from "./aria.ts";
import { watchHover } from "./hover.ts";
import { ModuleRegistry } from "./modules.ts";
import { Overlays } from "./overlays.ts";
import { call, createLivePage, type LivePage } from "./pages.ts";
import { type Entry, parseUrl, RouteStack } from "./routes.ts";
import { shareSheet } from "./share.ts";
import { Shell } from "./shell.ts";
import type { Site } from "./site.ts";
import { createSpace } from "./space.ts";

type Define = ModuleRegistry["define"];

/** Starts the mini-program: `define` fills the module registry, `templates` are the compiled WXML. */
function boot(site: Site, define: (define: Define) => void, templates: Readonly<Record<string, unknown>>): void {
  const registry = new ModuleRegistry();
  define((path, loader) => registry.define(path, loader));

  const shell = new Shell(site, {
    back: () => navigate(() => stack.navigateBack()),
    home: () => navigate(() => stack.reLaunch(`/${site.pages[0] ?? ""}`)),
    tab: (path) => navigate(() => stack.switchTab(`/${path}`)),
    menu: () => void shareSheet(overlays, stack.top?.handle, wx.openUrl),
  });
  const overlays = new Overlays(shell.overlays);
  const current = (): LivePage | undefined => stack.top?.handle;

  let space: ReturnType<typeof createSpace> | undefined;
  const stack = new RouteStack<LivePage>(
    { pages: new Set(site.pages), tabs: new Set(site.app.tabBar?.list.map((tab) => tab.pagePath) ?? []) },
    {
      create: (route, query) => {
        space ??= createSpace(site, templates, registry);
        return createLivePage(space, shell, route, query, { ...site.app.window, ...site.configs[route] });
      },
      show: (page) => page.show(),
      hide: (page) => page.hide(),
      destroy: (page) => page.destroy(),
    },
  );
  shell.setDepth(() => stack.entries.length);

  /** Runs a step of navigation and keeps the address in line, so that a reload and a shared link open the same page. */
  const navigate = (step: () => unknown): void => {
    step();
    // A page that is shown may have led on to another one at once, such as to signing in.
    const { top } = stack;
    if (top === undefined) return;
    const { route, query, handle } = top;
    shell.setPage(handle);
    const search = Object.entries(query).map(([name, value]) => `${name}=${value}`);
    history.replaceState(null, "", `#/${route}${search.length > 0 ? `?${search.join("&")}` : ""}`);
  };

  const routeApi = (name: string, step: (url: string, base: string) => Entry<LivePage>) =>
    wxAsync<{ url: string }>(name, ({ url }) => {
      navigate(() => step(url, stack.top?.route ?? ""));
      return undefined;
    });

  const wx = {
    ...storageApi(localStorage),
    ...networkApi(),
    ...mediaApi(),
    ...passkeyApi(),
    ...deviceApi(site, shell, overlays),
    ...accountApi(site, overlays),
    ...interfaceApi(shell, overlays, current),
    navigateTo: routeApi("navigateTo", (url, base) => stack.navigateTo(url, base)),
    redirectTo: routeApi("redirectTo", (url, base) => stack.redirectTo(url, base)),
    switchTab: routeApi("switchTab", (url, base) => stack.switchTab(url, base)),
    reLaunch: routeApi("reLaunch", (url, base) => stack.reLaunch(url, base)),
    navigateBack: wxAsync<{ delta?: number }>("navigateBack", ({ delta }) => {
      navigate(() => stack.navigateBack(delta ?? 1));
      return undefined;
    }),
    nextTick: (callback: () => void) => queueMicrotask(callback),
    createSelectorQuery: () => call(current()?.caller ?? {}, "createSelectorQuery"),
    createIntersectionObserver: (owner: { createIntersectionObserver(options?: object): unknown }, options?: object) =>
      owner.createIntersectionObserver(options),
    env: { USER_DATA_PATH: "" },
    /** Opens an address of the mini-program's own; for the share sheet, not for pages. */
    openUrl: (url: string) =>
      navigate(() =>
        site.app.tabBar?.list.some((tab) => tab.pagePath === parseUrl(url).route) ? stack.switchTab(url) : stack.navigateTo(url),
      ),
  };

  const application: Record<string, unknown> = { globalData: {} };
  Object.assign(globalThis, {
    wx,
    App: (definition: Record<string, unknown>) => Object.assign(application, definition),
    getApp: () => application,
    getCurrentPages: () => stack.entries.map((entry) => entry.handle.caller),
  });

  watchHover(shell.phone);
  watchKeys(shell.phone);
  const start = startAddress(site);
  const launch = { ...parseUrl(start), path: parseUrl(start).route, scene: 1001 };
  registry.require("app");
  call(application, "onLaunch", launch);
  call(application, "onShow", launch);
  document.addEventListener("visibilitychange", () => {
    const hidden = document.hidden;
    call(application, hidden ? "onHide" : "onShow", launch);
    const page = current();
    if (page) call(page.caller, hidden ? "onHide" : "onShow");
  });
  window.addEventListener("hashchange", () => {
    const url = location.hash.slice(1);
    if (url !== "" && site.pages.includes(parseUrl(url).route)) wx.openUrl(url);
  });
  navigate(() => stack.reLaunch(start));
}

/** The page in the address, if it is one of the package's; else the first. */
function startAddress(site: Site): string {
  const asked = location.hash.slice(1);
  return site.pages.includes(parseUrl(asked).route) ? asked : `/${site.pages[0] ?? ""}`;
}

Object.assign(globalThis, { MiniProgramPreview: { boot } });
