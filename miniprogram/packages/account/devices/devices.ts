import {
  answerSignIn,
  endSessionOf,
  fetchSecurity,
  fetchSessions,
  forgetDevice,
  type Security,
  type SessionItem,
} from "../../../lib/api/self.ts";
import { change } from "../../../lib/change.ts";
import { agreed, type Button } from "../../../lib/dialog.ts";
import { dateTime, fill, parseTime } from "../../../lib/format.ts";
import { askForMessage } from "../../../lib/notices.ts";
import { screen } from "../../../lib/screen.ts";
import { endSession, requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { problemText } from "../../../lib/words.ts";

/** Where the driver is signed in, which devices are known, and which sign-ins were new. */
screen(
  {
    section: "devices",
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      sessions: [] as readonly SessionItem[],
      security: null as Security | null,
      lines: [] as object[],
      doubts: [] as object[],
      known: [] as object[],
      hasOthers: false,
      failure: "",
      busy: false,
    },
  },
  {
    onShow(): void {
      void this.load();
    },
    onPullDownRefresh(): void {
      void this.load().then(() => wx.stopPullDownRefresh());
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const [sessions, security] = await Promise.all([fetchSessions(), fetchSecurity()]);
        this.setData({ sessions, security, phase: "ready", failure: "" });
        this.render();
      } catch (error) {
        if (!this.data.security) this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    render(): void {
      const security = this.data.security as Security | null;
      if (!security) return;
      const { t } = this.data;
      const language = currentLanguage();
      const at = (iso: string) => dateTime(parseTime(iso), language);
      const sessions = this.data.sessions as readonly SessionItem[];
      this.setData({
        hasOthers: sessions.length > 1,
        lines: sessions.map(({ sessionId, deviceName, credential, place, seenAt, isCurrent }) => ({
          id: sessionId,
          name: deviceName || t.unknown,
          isCurrent,
          detail: [credential === "wechat" ? t.wechat : t.phone, placeText(place), isCurrent ? "" : fill(t.seen, { time: at(seenAt) })]
            .filter((part) => part !== "")
            .join(" · "),
        })),
        known: security.protection.devices.map(({ deviceKey, name, learntAt }) => ({
          key: deviceKey,
          name: name || t.unknown,
          detail: fill(t.since, { time: at(learntAt) }),
        })),
        doubts: security.protection.signIns.map(({ no, deviceName, place, novelties, at: when, answer, isOpen, isHere }) => ({
          no,
          name: deviceName || t.unknown,
          detail: [novelties.indexOf("device") >= 0 ? t.newDevice : t.newPlace, placeText(place), at(when)]
            .filter((part) => part !== "")
            .join(" · "),
          isOpen,
          isHere,
          answer: answer === "mine" ? t.wasMine : answer === "not_mine" ? t.wasNot : isOpen ? "" : t.over,
        })),
      });
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
    end(event: WechatMiniprogram.TouchEvent): void {
      const id = event.currentTarget.dataset.id as string;
      void this.ask(this.data.t.endAsk, "signOut", () => endSessionOf(id));
    },
    endOthers(): void {
      void this.ask(this.data.t.endOthersAsk, "signOut", () => endSessionOf("others"));
    },
    forget(event: WechatMiniprogram.TouchEvent): void {
      const key = event.currentTarget.dataset.key as string;
      void this.ask(this.data.t.forgetAsk, "forget", () => forgetDevice(key));
    },
    mine(event: WechatMiniprogram.TouchEvent): void {
      const no = event.currentTarget.dataset.no as number;
      const { enabled, message } = (this.data.security as Security).protection;
      // The one that told of this sign-in is used up.
      const asked = enabled && message?.left === 0 ? askForMessage(message) : Promise.resolve();
      void change(this, () => asked.then(() => answerSignIn(no, true)));
    },
    notMine(event: WechatMiniprogram.TouchEvent): void {
      const no = event.currentTarget.dataset.no as number;
      void this.ask(this.data.t.notMineAsk, "notMine", async () => {
        await answerSignIn(no, false);
        // This session has ended with the others.
        endSession();
      });
    },
    async ask(content: string, yes: Button, run: () => Promise<unknown>): Promise<void> {
      if (await agreed(content, yes, "cancel")) await change(this, run);
    },
  },
);

/** The smallest part of a place that the network told. */
const placeText = (place: SessionItem["place"]): string => (place === null ? "" : place.city || place.region || place.country);
