/**
 * The page stack, by WeChat's rules (https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html).
 * It knows nothing about rendering: a {@link PageHost} makes, shows, hides and destroys what the entries hold.
 */

/** What can be rendered for one entry of the stack. */
export interface PageHost<Handle> {
  create(route: string, query: Query): Handle;
  show(handle: Handle): void;
  hide(handle: Handle): void;
  destroy(handle: Handle): void;
}

export type Query = Readonly<Record<string, string>>;

export interface Entry<Handle> {
  readonly route: string;
  readonly query: Query;
  readonly handle: Handle;
}

/** What the rules need to know about the application. */
export interface RouteTable {
  readonly pages: ReadonlySet<string>;
  readonly tabs: ReadonlySet<string>;
}

/** Ten pages, as in WeChat. */
export const STACK_DEPTH_MAX = 10;

/** A refusal in WeChat's words: `<api>:fail <reason>`. */
export class RouteError extends Error {}

export class RouteStack<Handle> {
  readonly #table: RouteTable;
  readonly #host: PageHost<Handle>;
  #stack: Entry<Handle>[] = [];
  /** Tab pages stay alive once shown; they leave only by `reLaunch`. */
  readonly #tabs = new Map<string, Entry<Handle>>();

  constructor(table: RouteTable, host: PageHost<Handle>) {
    this.#table = table;
    this.#host = host;
  }

  /** The stack from bottom to top. */
  get entries(): readonly Entry<Handle>[] {
    return this.#stack;
  }

  get top(): Entry<Handle> | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  navigateTo(url: string, base = ""): Entry<Handle> {
    const { route, query } = this.#resolve("navigateTo", url, base);
    if (this.#table.tabs.has(route)) throw new RouteError("navigateTo:fail can not navigateTo a tabbar page");
    if (this.#stack.length >= STACK_DEPTH_MAX) throw new RouteError("navigateTo:fail webview count limit exceed");
    this.#hideTop();
    return this.#push(route, query);
  }

  redirectTo(url: string, base = ""): Entry<Handle> {
    const { route, query } = this.#resolve("redirectTo", url, base);
    if (this.#table.tabs.has(route)) throw new RouteError("redirectTo:fail can not redirectTo a tabbar page");
    const top = this.#stack.pop();
    if (top) this.#leave(top);
    return this.#push(route, query);
  }

  /** Goes back by `delta` pages, to the first one when there are fewer. */
  navigateBack(delta = 1): Entry<Handle> {
    if (this.#stack.length < 2) throw new RouteError("navigateBack:fail cannot navigate back at first page.");
    const keep = Math.max(1, this.#stack.length - Math.max(1, Math.floor(delta)));
    for (const entry of this.#stack.splice(keep).reverse()) this.#leave(entry);
    return this.#showTop();
  }

  switchTab(url: string, base = ""): Entry<Handle> {
    const { route } = this.#resolve("switchTab", url, base);
    if (!this.#table.tabs.has(route)) throw new RouteError("switchTab:fail can not switch to no-tabBar page");
    const known = this.#tabs.get(route);
    if (known !== undefined && this.top === known) return known;
    const above = this.#stack.filter((entry) => !this.#table.tabs.has(entry.route));
    if (above.length === 0) this.#hideTop();
    for (const entry of above.reverse()) this.#leave(entry);
    this.#stack = [];
    if (!known) return this.#push(route, {});
    this.#stack.push(known);
    return this.#showTop();
  }

  reLaunch(url: string, base = ""): Entry<Handle> {
    const { route, query } = this.#resolve("reLaunch", url, base);
    const leaving = new Set([...this.#stack.slice().reverse(), ...this.#tabs.values()]);
    this.#stack = [];
    this.#tabs.clear();
    for (const entry of leaving) this.#host.destroy(entry.handle);
    return this.#push(route, query);
  }

  #push(route: string, query: Query): Entry<Handle> {
    const entry: Entry<Handle> = { route, query, handle: this.#host.create(route, query) };
    if (this.#table.tabs.has(route)) this.#tabs.set(route, entry);
    this.#stack.push(entry);
    return this.#showTop();
  }

  #showTop(): Entry<Handle> {
    const top = this.top;
    if (!top) throw new RouteError("the page stack is empty");
    this.#host.show(top.handle);
    return top;
  }

  #hideTop(): void {
    if (this.top) this.#host.hide(this.top.handle);
  }

  /** A tab page that is left is only hidden; any other page is destroyed. */
  #leave(entry: Entry<Handle>): void {
    if (this.#tabs.get(entry.route) === entry) this.#host.hide(entry.handle);
    else this.#host.destroy(entry.handle);
  }

  #resolve(api: string, url: string, base: string): { route: string; query: Query } {
    const { route, query } = parseUrl(url, base);
    if (!this.#table.pages.has(route)) throw new RouteError(`${api}:fail page "${route}" is not found`);
    return { route, query };
  }
}

/** Splits `/pages/a/a?x=1` (or a path relative to the page `base`) into a route and its decoded query. */
export function parseUrl(url: string, base = ""): { route: string; query: Query } {
  const [path = "", search = ""] = url.split("?", 2);
  const parts = path.startsWith("/") ? [] : base.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return { route: parts.join("/"), query: parseQuery(search) };
}

/** WeChat hands values to `onLoad` as they stand in the address; only what `encodeURIComponent` made is undone by the page itself. */
export function parseQuery(search: string): Query {
  const query: Record<string, string> = {};
  for (const pair of search.split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    query[at < 0 ? pair : pair.slice(0, at)] = at < 0 ? "" : pair.slice(at + 1);
  }
  return query;
}
