import { drawing, element } from "./dom.ts";
import type { LivePage } from "./pages.ts";
import type { ComponentConfig, Site, TabItem } from "./site.ts";
import { hostWords } from "./words.ts";

/** A page's own JSON over the application's `window`. */
export type PageConfig = Partial<ComponentConfig>;

/** What the bars ask the application to do. */
export interface ShellActions {
  back(): void;
  home(): void;
  tab(path: string): void;
  menu(): void;
}

interface TabState {
  text: string;
  iconPath: string;
  selectedIconPath: string;
  badge: string;
}

/** The phone around the pages: status line, navigation bar, tab bar and the layer for toasts and sheets. */
export class Shell {
  readonly phone: HTMLElement;
  readonly overlays: HTMLElement;
  readonly #pages: HTMLElement;
  readonly #navbar: HTMLElement;
  readonly #lead: HTMLButtonElement;
  readonly #title: HTMLElement;
  readonly #tabbar: HTMLElement;
  readonly #refresh: HTMLElement;
  readonly #tabs: readonly TabItem[];
  readonly #tabStates: TabState[];
  readonly #titles = new WeakMap<LivePage, string>();
  #willDrawTabs = false;
  #page: LivePage | undefined;
  #depth: () => number = () => 1;

  constructor(site: Site, actions: ShellActions) {
    this.#tabs = site.app.tabBar?.list ?? [];
    this.#tabStates = this.#tabs.map((tab) => ({
      text: tab.text,
      iconPath: tab.iconPath ?? "",
      selectedIconPath: tab.selectedIconPath ?? "",
      badge: "",
    }));
    this.#lead = element("button", "preview-lead", { type: "button" });
    this.#lead.addEventListener("click", () => (this.#depth() > 1 ? actions.back() : actions.home()));
    this.#title = element("h1", "preview-title");
    const more = element(
      "button",
      "preview-capsule",
      { type: "button", "aria-label": hostWords.share },
      drawing("M6 12h.01M12 12h.01M18 12h.01"),
    );
    more.addEventListener("click", () => actions.menu());
    this.#navbar = element("header", "preview-navbar", {}, this.#lead, this.#title, more);
    this.#refresh = element("div", "preview-refresh", { hidden: "" });
    this.#pages = element("main", "preview-pages", {}, this.#refresh);
    this.#tabbar = element("nav", "preview-tabbar");
    for (const tab of this.#tabs) {
      const button = element("button", "preview-tab", { type: "button", "data-path": tab.pagePath });
      button.addEventListener("click", () => actions.tab(tab.pagePath));
      this.#tabbar.append(button);
    }
    this.overlays = element("div", "preview-overlays");
    this.phone = element("div", "preview-phone", {}, this.#navbar, this.#pages, this.#tabbar, this.overlays);
    const stage = element("div", "preview-stage", {}, this.phone, element("p", "preview-caption", {}, site.caption));
    document.body.append(stage);
    document.querySelector(".preview-boot")?.remove();
    this.#measure();
    new ResizeObserver(() => this.#measure()).observe(this.phone);
  }

  /** How many pages stand on the stack decides whether the lead button goes back or home. */
  setDepth(depth: () => number): void {
    this.#depth = depth;
  }

  addFrame(route: string): { frame: HTMLElement; scroller: HTMLElement } {
    const scroller = element("div", "preview-scroller", { "data-route": route, tabindex: "0" });
    const frame = element("section", "preview-frame", {}, scroller);
    frame.hidden = true;
    this.#pages.append(frame);
    return { frame, scroller };
  }

  /** Brings the bars in line with the page that is shown. */
  setPage(page: LivePage): void {
    this.#page = page;
    for (const frame of this.#pages.querySelectorAll<HTMLElement>(".preview-frame")) frame.hidden = frame !== page.frame;
    const isTab = this.#tabs.some((tab) => tab.pagePath === page.route);
    const isCustom = page.config.navigationStyle === "custom";
    this.phone.classList.toggle("has-tabbar", isTab);
    this.phone.classList.toggle("has-custom-navbar", isCustom);
    const goesBack = this.#depth() > 1;
    this.#lead.hidden = isTab || isCustom;
    this.#lead.setAttribute("aria-label", goesBack ? hostWords.back : hostWords.home);
    this.#lead.replaceChildren(drawing(goesBack ? "m15 5-7 7 7 7" : "M4 11 12 4l8 7v9h-5v-6H9v6H4z"));
    this.#title.textContent = this.#titles.get(page) ?? page.config.navigationBarTitleText ?? "";
    this.drawTabs();
  }

  setTitle(page: LivePage, title: string): void {
    this.#titles.set(page, title);
    if (page === this.#page) this.#title.textContent = title;
    document.title = title;
  }

  setNavbarColour(front: string, back: string): void {
    this.phone.style.setProperty("--preview-bar-ink", front);
    this.phone.style.setProperty("--preview-bar", back);
  }

  setTabStyle(style: { color?: string; selectedColor?: string; backgroundColor?: string; borderStyle?: string }): void {
    if (style.color) this.phone.style.setProperty("--preview-tab-ink", style.color);
    if (style.selectedColor) this.phone.style.setProperty("--preview-tab-ink-selected", style.selectedColor);
    if (style.backgroundColor) this.phone.style.setProperty("--preview-tabbar", style.backgroundColor);
    this.phone.classList.toggle("is-dark", style.borderStyle === "white");
  }

  setTab(index: number, change: Partial<TabState>): void {
    const state = this.#tabStates[index];
    if (!state) return;
    Object.assign(state, change);
    this.#drawTabsSoon();
  }

  setRefreshing(on: boolean): void {
    this.#refresh.hidden = !on;
  }

  /** Apps set their tabs one by one; they are drawn once. */
  #drawTabsSoon(): void {
    if (this.#willDrawTabs) return;
    this.#willDrawTabs = true;
    queueMicrotask(() => {
      this.#willDrawTabs = false;
      this.drawTabs();
    });
  }

  drawTabs(): void {
    const buttons = this.#tabbar.querySelectorAll<HTMLButtonElement>(".preview-tab");
    buttons.forEach((button, index) => {
      const state = this.#tabStates[index];
      const tab = this.#tabs[index];
      if (!state || !tab) return;
      // Loaded before it is needed, so that no tab blinks when it is chosen.
      if (state.selectedIconPath) new Image().src = state.selectedIconPath.replace(/^\//, "");
      const selected = this.#page?.route === tab.pagePath;
      const drawn = JSON.stringify([selected, state]);
      if (button.dataset.drawn === drawn) return;
      button.dataset.drawn = drawn;
      button.toggleAttribute("aria-current", selected);
      const icon = selected ? state.selectedIconPath || state.iconPath : state.iconPath;
      const badge = state.badge === "" ? null : element("i", "preview-badge", {}, state.badge === "dot" ? "" : state.badge);
      button.replaceChildren(
        ...(icon ? [element("img", "", { src: icon.replace(/^\//, ""), alt: "" })] : []),
        element("span", "", {}, state.text),
        ...(badge ? [badge] : []),
      );
    });
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.phone;
    this.phone.style.setProperty("--preview-rpx", `${clientWidth / 750}px`);
    this.phone.style.setProperty("--preview-vw", `${clientWidth / 100}px`);
    this.phone.style.setProperty("--preview-vh", `${(this.#pages.clientHeight || clientHeight) / 100}px`);
  }
}
