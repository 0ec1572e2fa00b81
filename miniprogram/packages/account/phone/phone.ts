import { Problem } from "../../../lib/api/client.ts";
import { bindPhone, sendPhoneCode } from "../../../lib/api/self.ts";
import { codeTimerLeft, startCodeTimer } from "../../../lib/code-timer.ts";
import { fill } from "../../../lib/format.ts";
import { back } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { continueAs, type Shown, signInBy } from "../../../lib/session.ts";
import { store } from "../../../lib/store.ts";
import { every, type Stop, stopped } from "../../../lib/ticker.ts";
import { problemText, waitOf } from "../../../lib/words.ts";

/** The number survives leaving the page, as when the driver looks for the code among their messages. */
const DRAFT = "draft:phone";
const DIGITS_MIN = 5;

const run: { stopTicking: Stop } = { stopTicking: stopped };

/** Signs in by a phone number; with `bind` in its address, binds one to who is signed in. */
screen(
  {
    section: "phone",
    data: {
      binds: false,
      phone: "",
      code: "",
      leadText: "",
      noteText: "",
      sendText: "",
      sendOff: false,
      sent: "",
      failure: "",
      busy: false,
      sending: false,
    },
  },
  {
    onLoad(query): void {
      this.setData({ binds: query.bind !== undefined && store.get("session") !== null, phone: (wx.getStorageSync(DRAFT) as string) || "" });
    },
    onShow(): void {
      run.stopTicking();
      run.stopTicking = every(1_000, () => this.tick());
    },
    onHide(): void {
      run.stopTicking();
    },
    onUnload(): void {
      run.stopTicking();
    },
    render(): void {
      const { t, binds } = this.data;
      this.setData({ leadText: binds ? t.bindLead : t.lead, noteText: binds ? t.bindNote : t.note });
      this.tick();
    },
    purpose(): "sign_in" | "bind" {
      return this.data.binds ? "bind" : "sign_in";
    },
    tick(): void {
      const left = codeTimerLeft(this.purpose());
      const sendText = left > 0 ? fill(this.data.t.again, { n: left }) : this.data.t.send;
      if (sendText !== this.data.sendText) this.setData({ sendText, sendOff: left > 0 });
    },
    typePhone(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.setData({ phone: event.detail.value, failure: "" });
      wx.setStorageSync(DRAFT, event.detail.value);
    },
    typeCode(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.setData({ code: event.detail.value.replace(/\D/g, "").slice(0, 6), failure: "" });
    },
    async send(): Promise<void> {
      const { t, phone, sending, sendOff } = this.data;
      if (sending || sendOff) return;
      if (phone.trim() === "") return this.setData({ failure: t.noPhone });
      if (phone.trim().length < DIGITS_MIN) return this.setData({ failure: problemText(new Problem("phone_invalid")) });
      this.setData({ sending: true, failure: "" });
      try {
        const { resendAfterS, expiresInS } = await sendPhoneCode(phone.trim(), this.purpose());
        startCodeTimer(this.purpose(), resendAfterS);
        this.setData({ sent: fill(t.sent, { n: Math.round(expiresInS / 60) }) });
      } catch (error) {
        const waitMs = waitOf(error);
        if (waitMs !== null && waitMs <= 60_000) startCodeTimer(this.purpose(), Math.ceil(waitMs / 1000));
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ sending: false });
        this.tick();
      }
    },
    async submit(): Promise<void> {
      const { t, phone, code } = this.data;
      if (phone.trim() === "") return this.setData({ failure: t.noPhone });
      if (code.length !== 6) return this.setData({ failure: t.noCode });
      await this.arrive({ provider: "phone", phone: phone.trim(), code });
    },
    /** WeChat vouches for the number that it knows, once the driver has agreed. */
    async byWechat({ detail }: WechatMiniprogram.ButtonGetPhoneNumber): Promise<void> {
      if (detail.code) await this.arrive({ provider: "wechat_phone", code: detail.code });
    },
    async arrive(shown: Shown): Promise<void> {
      if (this.data.busy) return;
      this.setData({ busy: true, failure: "" });
      try {
        if (!this.data.binds) await signInBy(shown);
        else {
          const { session } = await bindPhone(shown);
          if (session) continueAs(session);
          void wx.showToast({ title: this.data.t.bound, icon: "success" });
        }
        wx.removeStorageSync(DRAFT);
        // Past the page that offers ways to sign in.
        const delta = this.data.binds ? 1 : 2;
        await back("/pages/home/home", delta);
      } catch (error) {
        // One that was not sent for good is good still.
        const isUnused = error instanceof Problem && error.code === "not_confirmed";
        this.setData({ failure: problemText(error), ...(isUnused ? {} : { code: "" }) });
      } finally {
        this.setData({ busy: false });
      }
    },
  },
);
