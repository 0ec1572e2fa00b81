import { screen } from "../../../lib/screen.ts";
import { signIn } from "../../../lib/session.ts";
import { problemText } from "../../../lib/words.ts";

screen(
  { section: "signIn", data: { busy: false, failure: "" } },
  {
    async leave(): Promise<void> {
      if (getCurrentPages().length > 1) await wx.navigateBack();
      else await wx.switchTab({ url: "/pages/home/home" });
    },
    byPhone(): void {
      void wx.navigateTo({ url: "/packages/account/phone/phone" });
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
