import { back, go } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { declineSession, signIn } from "../../../lib/session.ts";
import { store } from "../../../lib/store.ts";
import { problemText } from "../../../lib/words.ts";

screen(
  { section: "signIn", data: { busy: false, failure: "" } },
  {
    onUnload(): void {
      if (!store.get("session")) declineSession();
    },
    async leave(): Promise<void> {
      await back("/pages/home/home");
    },
    byPhone(): void {
      go("/packages/account/phone/phone");
    },
    async signIn(): Promise<void> {
      if (this.data.busy) return;
      this.setData({ busy: true, failure: "" });
      try {
        await signIn();
        await this.leave();
      } catch (error) {
        // Closing WeChat's own dialog is the driver's choice, not a failure to report.
        const cancelled = /cancel/.test((error as { errMsg?: string }).errMsg ?? "");
        this.setData({ failure: cancelled ? "" : `${this.data.t.failed} · ${problemText(error)}` });
      } finally {
        this.setData({ busy: false });
      }
    },
  },
);
