import type { Overlays } from "../overlays.ts";
import type { LivePage } from "../pages.ts";
import type { Shell } from "../shell.ts";
import { textWidth } from "../text-width.ts";
import { hostWords } from "../words.ts";
import { ApiError, wxAsync } from "./async.ts";

interface ToastOptions {
  title: string;
  icon?: string;
  duration?: number;
  mask?: boolean;
}

interface ModalOptions {
  title?: string;
  content?: string;
  confirmText?: string;
  cancelText?: string;
  showCancel?: boolean;
  editable?: boolean;
  placeholderText?: string;
}

interface TabItemOptions {
  index: number;
  text?: string;
  iconPath?: string;
  selectedIconPath?: string;
}

/** WeChat shows no dialog with a button that is wider: four Chinese characters, or eight others. */
const BUTTON_WIDTH = 8;

/** Toasts, dialogs, sheets and the bars around the page. */
export function interfaceApi(shell: Shell, overlays: Overlays, current: () => LivePage | undefined) {
  const nothing = () => undefined;
  return {
    showToast: wxAsync<ToastOptions>("showToast", ({ title, icon, duration, mask }) => {
      overlays.showToast(title, { icon: icon ?? "success", durationMs: duration ?? 1500, mask: mask ?? false });
      return undefined;
    }),
    hideToast: wxAsync("hideToast", () => {
      overlays.hideToast();
      return undefined;
    }),
    showLoading: wxAsync<ToastOptions>("showLoading", ({ title, mask }) => {
      overlays.showToast(title, { icon: "loading", durationMs: 0, mask: mask ?? false });
      return undefined;
    }),
    hideLoading: wxAsync("hideLoading", () => {
      overlays.hideToast();
      return undefined;
    }),
    showModal: wxAsync<ModalOptions>("showModal", async (options) => {
      for (const name of ["confirmText", "cancelText"] as const) {
        if (textWidth(options[name] ?? "") > BUTTON_WIDTH) throw new ApiError(`${name} length should not larger than 4 Chinese characters`);
      }
      const answer = await overlays.modal({
        title: options.title ?? "",
        content: options.content ?? "",
        confirmText: options.confirmText ?? hostWords.confirm,
        cancelText: options.cancelText ?? hostWords.cancel,
        showCancel: options.showCancel ?? true,
        editable: options.editable ?? false,
        placeholder: options.placeholderText ?? "",
      });
      return { confirm: answer.confirm, cancel: !answer.confirm, content: options.editable ? answer.content : "" };
    }),
    showActionSheet: wxAsync<{ itemList: string[]; alertText?: string; cancelText?: string }>(
      "showActionSheet",
      async ({ itemList, alertText, cancelText }) => {
        const tapIndex = await overlays.actionSheet(itemList, cancelText ?? hostWords.cancel, alertText ?? "");
        if (tapIndex === null) throw new ApiError("cancel");
        return { tapIndex };
      },
    ),
    setNavigationBarTitle: wxAsync<{ title: string }>("setNavigationBarTitle", ({ title }) => {
      const page = current();
      if (page) shell.setTitle(page, title);
      return undefined;
    }),
    setNavigationBarColor: wxAsync<{ frontColor: string; backgroundColor: string }>(
      "setNavigationBarColor",
      ({ frontColor, backgroundColor }) => {
        shell.setNavbarColour(frontColor, backgroundColor);
        return undefined;
      },
    ),
    setTabBarStyle: wxAsync<{ color?: string; selectedColor?: string; backgroundColor?: string; borderStyle?: string }>(
      "setTabBarStyle",
      (style) => {
        shell.setTabStyle(style);
        return undefined;
      },
    ),
    setTabBarItem: wxAsync<TabItemOptions>("setTabBarItem", ({ index, ...change }) => {
      shell.setTab(index, change);
      return undefined;
    }),
    setTabBarBadge: wxAsync<{ index: number; text: string }>("setTabBarBadge", ({ index, text }) => {
      shell.setTab(index, { badge: text });
      return undefined;
    }),
    removeTabBarBadge: wxAsync<{ index: number }>("removeTabBarBadge", ({ index }) => {
      shell.setTab(index, { badge: "" });
      return undefined;
    }),
    showTabBarRedDot: wxAsync<{ index: number }>("showTabBarRedDot", ({ index }) => {
      shell.setTab(index, { badge: "dot" });
      return undefined;
    }),
    hideTabBarRedDot: wxAsync<{ index: number }>("hideTabBarRedDot", ({ index }) => {
      shell.setTab(index, { badge: "" });
      return undefined;
    }),
    startPullDownRefresh: wxAsync("startPullDownRefresh", () => {
      shell.setRefreshing(true);
      return undefined;
    }),
    stopPullDownRefresh: wxAsync("stopPullDownRefresh", () => {
      shell.setRefreshing(false);
      return undefined;
    }),
    pageScrollTo: wxAsync<{ scrollTop: number }>("pageScrollTo", ({ scrollTop }) => {
      current()?.scroller.scrollTo({ top: scrollTop });
      return undefined;
    }),
    setBackgroundColor: wxAsync("setBackgroundColor", nothing),
    setBackgroundTextStyle: wxAsync("setBackgroundTextStyle", nothing),
    showShareMenu: wxAsync("showShareMenu", nothing),
    hideShareMenu: wxAsync("hideShareMenu", nothing),
    enableAlertBeforeUnload: wxAsync("enableAlertBeforeUnload", nothing),
    disableAlertBeforeUnload: wxAsync("disableAlertBeforeUnload", nothing),
  };
}
