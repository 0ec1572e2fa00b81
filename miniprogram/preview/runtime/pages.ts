import { glassEasel } from "./glass.ts";
import type { Query } from "./routes.ts";
import type { PageConfig, Shell } from "./shell.ts";
import type { Caller, Environment } from "./space.ts";

/** A live page: its tree, its frame in the phone and what WeChat would call on it. */
export interface LivePage {
  readonly route: string;
  readonly caller: Caller;
  readonly frame: HTMLElement;
  readonly scroller: HTMLElement;
  readonly config: PageConfig;
  show(): void;
  hide(): void;
  destroy(): void;
}

/** Calls a page's method if it has one. */
export function call(caller: Caller, name: string, ...args: unknown[]): unknown {
  const method = caller[name];
  return typeof method === "function" ? (method as (...args: unknown[]) => unknown).apply(caller, args) : undefined;
}

export function createLivePage(space: Environment, shell: Shell, route: string, query: Query, config: PageConfig): LivePage {
  const root = space.createPage(route, query);
  const component = root.getComponent();
  const caller = root.get() as unknown as Caller;
  caller.route = route;
  caller.options = query;
  caller.getOpenerEventChannel = () => ({ on() {}, emit() {} });
  const { frame, scroller } = shell.addFrame(route);
  const placeholder = document.createElement("i");
  scroller.appendChild(placeholder);
  // WeChat runs onLoad before the first rendering reaches the screen, so that the page's first data is already in it.
  call(caller, "onLoad", query);
  root.attach(scroller as unknown as Parameters<typeof root.attach>[0], placeholder as unknown as Parameters<typeof root.attach>[1]);
  let ready = false;
  let shown = false;
  const stopWatching = watchScroll(scroller, caller, config);
  const stopPulling = config.enablePullDownRefresh ? watchPull(scroller, shell, caller) : () => {};

  const page: LivePage = {
    route,
    caller,
    frame,
    scroller,
    config,
    show() {
      frame.hidden = false;
      shell.setPage(page);
      if (!shown) {
        shown = true;
        call(caller, "onShow");
        component.triggerPageLifetime("show", []);
      }
      if (ready) return;
      ready = true;
      requestAnimationFrame(() => {
        component.triggerLifetime("ready", []);
        call(caller, "onReady");
      });
    },
    hide() {
      if (!shown) return;
      shown = false;
      frame.hidden = true;
      call(caller, "onHide");
      component.triggerPageLifetime("hide", []);
    },
    destroy() {
      stopWatching();
      stopPulling();
      call(caller, "onUnload");
      glassEasel.Element.pretendDetached(component);
      frame.remove();
    },
  };
  return page;
}

/** `onPageScroll` and `onReachBottom`; the latter once for each arrival at the bottom. */
function watchScroll(scroller: HTMLElement, caller: Caller, config: PageConfig): () => void {
  let atBottom = false;
  const onScroll = () => {
    call(caller, "onPageScroll", { scrollTop: scroller.scrollTop });
    const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= (config.onReachBottomDistance ?? 50);
    if (near && !atBottom) call(caller, "onReachBottom");
    atBottom = near;
  };
  scroller.addEventListener("scroll", onScroll, { passive: true });
  return () => scroller.removeEventListener("scroll", onScroll);
}

const PULL_PX = 64;

function watchPull(scroller: HTMLElement, shell: Shell, caller: Caller): () => void {
  let startY: number | null = null;
  const onStart = (event: TouchEvent) => {
    startY = scroller.scrollTop <= 0 ? (event.touches[0]?.clientY ?? null) : null;
  };
  const onEnd = (event: TouchEvent) => {
    const endY = event.changedTouches[0]?.clientY;
    if (startY !== null && endY !== undefined && endY - startY > PULL_PX && scroller.scrollTop <= 0) {
      shell.setRefreshing(true);
      call(caller, "onPullDownRefresh");
    }
    startY = null;
  };
  scroller.addEventListener("touchstart", onStart, { passive: true });
  scroller.addEventListener("touchend", onEnd, { passive: true });
  return () => {
    scroller.removeEventListener("touchstart", onStart);
    scroller.removeEventListener("touchend", onEnd);
  };
}
