import { addPasskey, fetchSecurity, knownSecurity, offerPasskey, removePasskey, type Security, setSoter } from "../../../lib/api/self.ts";
import { createPasskey, hasPasskeys, isDismissed, soterModes } from "../../../lib/biometrics.ts";
import { deviceName } from "../../../lib/device.ts";
import { date, fill, parseTime } from "../../../lib/format.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { store } from "../../../lib/store.ts";
import { problemText } from "../../../lib/words.ts";

/** As the API bounds it. */
const NAME_MAX = 40;

/** Whether a finger or a face confirms: WeChat's on this phone, and passkeys, of which each device may have one. */
screen(
  {
    section: "biometrics",
    watch: ["session"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      security: null as Security | null,
      passkeys: [] as object[],
      hasPasskeys: false,
      hasSoter: false,
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(): void {
      const known = store.get("session") ? knownSecurity() : undefined;
      this.setData({ hasPasskeys: hasPasskeys(), ...(known ? { security: known, phase: "ready" } : {}) });
    },
    onShow(): void {
      void this.load();
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const [security, modes] = await Promise.all([fetchSecurity(), soterModes()]);
        this.setData({ security, hasSoter: modes.length > 0, phase: "ready", failure: "" });
        this.render();
      } catch (error) {
        if (!this.data.security) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    render(): void {
      const security = this.data.security as Security | null;
      const { t } = this.data;
      this.setData({
        passkeys: (security?.passkeys ?? []).map(({ passkeyId, name, addedAt }) => ({
          id: passkeyId,
          name,
          added: fill(t.since, { date: date(parseTime(addedAt), currentLanguage()) }),
        })),
      });
    },
    retry(): void {
      this.setData({ phase: "loading", failure: "" });
      void this.load();
    },
    toggleSoter(): void {
      const { soter } = this.data.security as Security;
      void this.change(() => setSoter(!soter));
    },
    async add(): Promise<void> {
      const { t } = this.data;
      const { confirm, content } = await wx.showModal({
        title: t.nameIt,
        editable: true,
        placeholderText: deviceName(),
        confirmText: t.next,
        cancelText: t.cancel,
      });
      if (!confirm) return;
      const name = (content.trim() || deviceName()).slice(0, NAME_MAX);
      await this.change(async () => addPasskey({ name, response: await createPasskey(await offerPasskey()) }));
    },
    async drop(event: WechatMiniprogram.TouchEvent): Promise<void> {
      const { t } = this.data;
      const id = event.currentTarget.dataset.id as string;
      const { confirm } = await wx.showModal({ content: t.dropAsk, confirmText: t.drop, cancelText: t.keep });
      if (confirm) await this.change(() => removePasskey(id));
    },
    /** One change at a time; each is confirmed by who can. */
    async change(run: () => Promise<unknown>): Promise<void> {
      if (this.data.busy) return;
      this.setData({ busy: true, failure: "" });
      try {
        await run();
        await this.load();
      } catch (error) {
        const isThere = /exists/.test((error as { errMsg?: string }).errMsg ?? "");
        this.setData({ failure: isDismissed(error) ? "" : isThere ? this.data.t.isThere : problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
  },
);
