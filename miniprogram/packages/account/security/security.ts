import { fetchSecurity, knownSecurity, removePin, type Security, setProtection, setThreshold } from "../../../lib/api/self.ts";
import { change } from "../../../lib/change.ts";
import { agreed } from "../../../lib/dialog.ts";
import { fill, money, parseTime } from "../../../lib/format.ts";
import { go } from "../../../lib/navigation.ts";
import { askForMessage } from "../../../lib/notices.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { store } from "../../../lib/store.ts";
import { problemText, spanText } from "../../../lib/words.ts";

const THRESHOLDS_MINOR: readonly number[] = [0, 10_000, 20_000, 50_000, 100_000];

/** What guards the driver's money, and where each part of it is changed. */
screen(
  {
    section: "security",
    watch: ["session"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      security: null as Security | null,
      pinText: "",
      questionsText: "",
      lockText: "",
      guards: false,
      hasBiometrics: false,
      thresholds: [] as object[],
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(): void {
      const known = store.get("session") ? knownSecurity() : undefined;
      if (known) this.setData({ security: known, phase: "ready" });
    },
    onShow(): void {
      void this.load();
    },
    onPullDownRefresh(): void {
      void this.load().then(() => wx.stopPullDownRefresh());
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        this.setData({ security: await fetchSecurity(), phase: "ready", failure: "" });
        this.render();
      } catch (error) {
        if (!this.data.security) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    render(): void {
      const security = this.data.security as Security | null;
      if (!security) return;
      const { t } = this.data;
      const { pin, thresholdMinor, questions, passkeys, soter } = security;
      const currency = store.get("wallet")?.currency ?? "CNY";
      const hasBiometrics = passkeys.length > 0 || soter;
      const amounts = THRESHOLDS_MINOR.indexOf(thresholdMinor) < 0 ? [...THRESHOLDS_MINOR, thresholdMinor] : THRESHOLDS_MINOR;
      const lockedMs = pin.lockedUntil === null ? 0 : parseTime(pin.lockedUntil) - Date.now();
      this.setData({
        pinText: pin.isSet ? t.isSet : t.notSet,
        lockText: lockedMs > 0 ? fill(t.locked, { wait: spanText(lockedMs) }) : "",
        questionsText: questions > 0 ? fill(t.questionsSet, { n: questions }) : t.notSet,
        hasBiometrics,
        guards: pin.isSet || hasBiometrics,
        thresholds: amounts.map((value) => ({
          value,
          text: value === 0 ? t.always : fill(t.above, { amount: money(value, currency, { short: true }) }),
          on: value === thresholdMinor,
        })),
      });
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
    open(event: WechatMiniprogram.TouchEvent): void {
      go(event.currentTarget.dataset.url as string);
    },
    chooseThreshold(event: WechatMiniprogram.TouchEvent): void {
      void change(this, () => setThreshold(event.currentTarget.dataset.value as number));
    },
    toggleProtection(): void {
      const { enabled, message } = (this.data.security as Security).protection;
      const asked = enabled ? Promise.resolve() : askForMessage(message);
      void change(this, () => asked.then(() => setProtection(!enabled)));
    },
    allowMessage(): void {
      const asked = askForMessage((this.data.security as Security).protection.message);
      void change(this, () => asked);
    },
    async dropPin(): Promise<void> {
      const { t } = this.data;
      if (await agreed(t.dropAsk, "turnOff", "keep")) await change(this, removePin);
    },
  },
);
