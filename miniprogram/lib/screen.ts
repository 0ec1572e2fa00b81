import { type Messages, messages, type Section } from "../i18n/index.ts";
import { dark, light } from "../tokens/tokens.ts";
import { fill } from "./format.ts";
import { currentLanguage, isDark, rootClasses } from "./settings.ts";
import { type State, store } from "./store.ts";

/** What every page has in its data. */
export interface ScreenData<Words> {
  /** The words of the page's section, and the common ones. */
  t: Words & Messages["common"];
  /** Classes of the root view: theme and text size. */
  ui: string;
  /** Said at the top while the network is gone or a command is unanswered; empty otherwise. */
  notice: string;
  /** Whether the driver is asked to confirm something on this page now. */
  asking: boolean;
}

type Words<Name extends Section> = Messages[Name];
type Instance<Name extends Section, Data, Methods> = WechatMiniprogram.Page.Instance<
  Data & ScreenData<Words<Name>> & WechatMiniprogram.IAnyObject,
  Methods & WechatMiniprogram.IAnyObject
>;

interface Hooks {
  onLoad?(query: Readonly<Record<string, string | undefined>>): void;
  onShow?(): void;
  onHide?(): void;
  onUnload?(): void;
  /** After a change of what the page watches, and when the language changed: put the state into the data. */
  render?(): void;
}

export interface Definition<Name extends Section, Data> {
  readonly section: Name;
  /** Its place in the tab bar, if it has one. */
  readonly tab?: boolean;
  /** What of the state the page shows. */
  readonly watch?: readonly (keyof State)[];
  readonly data: Data;
}

const tabNames = ["home", "stations", "pay", "orders", "me"] as const;

interface Kept {
  language: string;
  /** Language and theme that the bars were last painted in: telling WeChat again costs time on every change of anything. */
  painted: string;
  unwatch: () => void;
}

/**
 * Defines a page: its words follow the language, its colours the theme, and `render` runs whenever what it watches has changed while
 * it is shown.
 */
export function screen<Name extends Section, Data extends object, Methods extends Hooks & object>(
  definition: Definition<Name, Data>,
  methods: Methods & ThisType<Instance<Name, Data, Methods>>,
): void {
  const kept = new WeakMap<object, Kept>();
  type Self = Instance<Name, Data, Methods> & Hooks;

  const refresh = (page: Self) => {
    const state = kept.get(page);
    const language = currentLanguage();
    if (state && state.language !== language) {
      state.language = language;
      page.setData({ t: { ...messages().common, ...messages()[definition.section] } } as never);
    }
    page.setData({ ui: rootClasses(), notice: noticeText(), asking: store.get("asked") !== null } as never);
    const paint = `${language} ${isDark()}`;
    if (state && state.painted !== paint) {
      state.painted = paint;
      const title = (messages()[definition.section] as Readonly<Record<string, string>>).title;
      if (title) void wx.setNavigationBarTitle({ title });
      paintBars(definition.tab === true);
    }
    page.render?.();
  };

  Page({
    data: { ...definition.data, t: {}, ui: "", notice: "", asking: false },
    ...methods,
    onLoad(this: Self, query: Readonly<Record<string, string | undefined>>) {
      kept.set(this, { language: "", painted: "", unwatch: () => undefined });
      this.setData({ t: { ...messages().common, ...messages()[definition.section] }, ui: rootClasses(), notice: noticeText() } as never);
      methods.onLoad?.call(this, query);
    },
    onShow(this: Self) {
      const state = kept.get(this);
      state?.unwatch();
      if (state) state.unwatch = store.watch(["settings", "online", "pending", "asked", ...(definition.watch ?? [])], () => refresh(this));
      refresh(this);
      methods.onShow?.call(this);
    },
    onHide(this: Self) {
      kept.get(this)?.unwatch();
      // Only the page in front asks.
      if (this.data.asking) this.setData({ asking: false } as never);
      methods.onHide?.call(this);
    },
    onUnload(this: Self) {
      kept.get(this)?.unwatch();
      methods.onUnload?.call(this);
    },
  } as never);
}

function noticeText(): string {
  const words = messages().common;
  if (!store.get("online")) return words.offline;
  // What waits for the driver is on the sheet.
  if (store.get("asked")) return "";
  const waiting = store
    .get("pending")
    .filter((command) => command.kind !== "payment_code" && Date.now() - command.createdAtMs > 4_000).length;
  return waiting > 0 ? fill(words.pending, { n: waiting }) : "";
}

/** The bars are outside the page's style sheet, so they are painted by hand where the driver chose a theme. */
function paintBars(isTab: boolean): void {
  const palette = isDark() ? dark : light;
  wx.setNavigationBarColor({ frontColor: isDark() ? "#ffffff" : "#000000", backgroundColor: palette.page, fail: () => undefined });
  if (!isTab) return;
  wx.setTabBarStyle({
    color: palette.inkFaint,
    selectedColor: palette.accent,
    backgroundColor: palette.surface,
    borderStyle: isDark() ? "white" : "black",
    fail: () => undefined,
  });
  tabNames.forEach((name, index) => {
    wx.setTabBarItem({ index, text: messages().tabs[name], fail: () => undefined });
  });
}
