import { isPin, isWeakPin } from "@forecourt/contract/pins";
import { setPin } from "../../../lib/api/self.ts";
import { back } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { problemText } from "../../../lib/words.ts";

/** Sets the payment PIN, or changes it: then the one before confirms it. Nothing typed here is kept. */
screen(
  { section: "pin", data: { pin: "", again: "", failure: "", busy: false } },
  {
    onLoad(): void {
      requireSession();
    },
    type(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      const field = event.currentTarget.dataset.field as "pin" | "again";
      this.setData({ [field]: event.detail.value.replace(/\D/g, "").slice(0, 6), failure: "" });
    },
    async save(): Promise<void> {
      const { t, pin, again, busy } = this.data;
      if (busy) return;
      if (!isPin(pin)) return this.setData({ failure: t.short });
      if (isWeakPin(pin)) return this.setData({ failure: t.weak });
      if (pin !== again) return this.setData({ failure: t.differs });
      this.setData({ busy: true, failure: "" });
      try {
        await setPin(pin);
        void wx.showToast({ title: t.saved, icon: "success" });
        await back("/packages/account/security/security");
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
  },
);
