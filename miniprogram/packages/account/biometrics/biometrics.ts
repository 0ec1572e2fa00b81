import { messages } from "../../../i18n/index.ts";
import { addPasskey, fetchSecurity, knownSecurity, offerPasskey, removePasskey, type Security, setSoter } from "../../../lib/api/self.ts";
import { createPasskey, hasPasskeys, isDismissed, soterModes } from "../../../lib/biometrics.ts";
import { change } from "../../../lib/change.ts";
import { deviceName } from "../../../lib/device.ts";
import { agreed, buttons } from "../../../lib/dialog.ts";
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
      void change(this, () => setSoter(!soter), failureText);
    },
    async add(): Promise<void> {
      const { t } = this.data;
      const { confirm, content } = await wx.showModal({
        title: t.nameIt,
        editable: true,
        placeholderText: deviceName(),
        ...buttons("next", "cancel"),
      });
      if (!confirm) return;
      const name = (content.trim() || deviceName()).slice(0, NAME_MAX);
      await change(this, async () => addPasskey({ name, response: await createPasskey(await offerPasskey()) }), failureText);
    },
    async drop(event: WechatMiniprogram.TouchEvent): Promise<void> {
      const { t } = this.data;
      const id = event.currentTarget.dataset.id as string;
      if (await agreed(t.dropAsk, "remove", "keep")) await change(this, () => removePasskey(id), failureText);
    },
  },
);

function failureText(error: unknown): string {
  if (isDismissed(error)) return "";
  return /exists/.test((error as { errMsg?: string }).errMsg ?? "") ? messages().biometrics.isThere : problemText(error);
}
