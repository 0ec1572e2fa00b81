import { invalidate } from "./lib/cache.ts";
import { loadOutbox, resume } from "./lib/outbox.ts";
import { loadSession } from "./lib/session.ts";
import { loadSettings } from "./lib/settings.ts";
import { store } from "./lib/store.ts";

/** What an interrupted run left is read before the first page, and sent again as soon as there is a network. */
function resumeCommands(): void {
  if (!store.get("session") || !store.get("online")) return;
  void resume(() => invalidate("wallet", "orders"));
}

App({
  onLaunch() {
    loadSettings();
    loadSession();
    loadOutbox();
    wx.getNetworkType({ success: ({ networkType }) => store.set("online", networkType !== "none") });
    wx.onNetworkStatusChange(({ isConnected }) => {
      store.set("online", isConnected);
      if (isConnected) resumeCommands();
    });
    wx.onThemeChange?.(() => store.set("settings", { ...store.get("settings") }));
    store.watch(["session"], resumeCommands);
  },
  onShow() {
    resumeCommands();
  },
});
