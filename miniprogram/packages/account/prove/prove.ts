import { isPin, isWeakPin } from "@forecourt/contract/pins";
import { fetchCredentials, fetchQuestions, type ProofRequest, prove, sendProofCode } from "../../../lib/api/self.ts";
import { codeTimerLeft, startCodeTimer } from "../../../lib/code-timer.ts";
import { fill } from "../../../lib/format.ts";
import { back, go } from "../../../lib/navigation.ts";
import { questionText } from "../../../lib/questions.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { every, type Stop, stopped } from "../../../lib/ticker.ts";
import { problemText } from "../../../lib/words.ts";

type Purpose = Exclude<ProofRequest["do"], "confirm">;

interface Answer {
  readonly no: number;
  readonly text: string;
  readonly answer: string;
}

const run: { stopTicking: Stop } = { stopTicking: stopped };

/** Shows that it is the driver: to try PINs again, to set a new one in place of a forgotten one, or to spend again. */
screen(
  {
    section: "prove",
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      purpose: "unlock" as Purpose,
      leadText: "",
      tail: "",
      hasPhone: false,
      phoneText: "",
      answers: [] as readonly Answer[],
      code: "",
      pin: "",
      sendText: "",
      sendOff: false,
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(query): void {
      const purpose = query.do === "set_pin" || query.do === "unfreeze" ? query.do : "unlock";
      this.setData({ purpose });
    },
    onShow(): void {
      run.stopTicking();
      run.stopTicking = every(1_000, () => this.tick());
      if (this.data.phase !== "ready" || !this.data.hasPhone) void this.load();
    },
    onHide(): void {
      run.stopTicking();
    },
    onUnload(): void {
      run.stopTicking();
    },
    render(): void {
      const { t, purpose, tail } = this.data;
      this.setData({
        leadText: purpose === "set_pin" ? t.newPin : purpose === "unfreeze" ? t.unfreeze : t.unlock,
        phoneText: fill(t.toPhone, { tail }),
      });
      this.tick();
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        const [credentials, questions] = await Promise.all([fetchCredentials(), fetchQuestions()]);
        const phone = credentials.filter(({ kind }) => kind === "phone")[0];
        this.setData({
          phase: "ready",
          hasPhone: phone !== undefined,
          tail: phone?.tail ?? "",
          answers: questions.map((one) => ({ no: one.no, text: questionText(one), answer: "" })),
        });
        this.render();
      } catch (error) {
        this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    retry(): void {
      this.setData({ phase: "loading", failure: "" });
      void this.load();
    },
    tick(): void {
      const left = codeTimerLeft("recover");
      const sendText = left > 0 ? fill(this.data.t.again, { n: left }) : this.data.t.send;
      if (sendText !== this.data.sendText) this.setData({ sendText, sendOff: left > 0 });
    },
    type(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      const field = event.currentTarget.dataset.field as "code" | "pin";
      this.setData({ [field]: event.detail.value.replace(/\D/g, "").slice(0, 6), failure: "" });
    },
    typeAnswer(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      const no = event.currentTarget.dataset.no as number;
      const answer = event.detail.value;
      this.setData({
        answers: (this.data.answers as readonly Answer[]).map((one) => (one.no === no ? { ...one, answer } : one)),
        failure: "",
      });
    },
    async send(): Promise<void> {
      if (this.data.sendOff) return;
      this.setData({ failure: "" });
      try {
        const { resendAfterS } = await sendProofCode("recover");
        startCodeTimer("recover", resendAfterS);
      } catch (error) {
        this.setData({ failure: problemText(error) });
      }
      this.tick();
    },
    bind(): void {
      go("/packages/account/phone/phone?bind=1");
    },
    async submit(): Promise<void> {
      const { t, purpose, pin, code, busy } = this.data;
      if (busy) return;
      const answers = (this.data.answers as readonly Answer[])
        .filter(({ answer }) => answer.trim() !== "")
        .map(({ no, answer }) => ({ no, answer }));
      if (purpose === "set_pin" && !isPin(pin)) return this.setData({ failure: t.short });
      if (purpose === "set_pin" && isWeakPin(pin)) return this.setData({ failure: t.weak });
      if (code.length !== 6 && answers.length === 0) return this.setData({ failure: t.nothing });
      const shown = { answers, ...(code.length === 6 ? { code } : {}) };
      this.setData({ busy: true, failure: "" });
      try {
        await prove(purpose === "set_pin" ? { do: purpose, pin, ...shown } : { do: purpose, ...shown });
        void wx.showToast({ title: t.done, icon: "success" });
        await back("/packages/account/security/security");
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: false });
      }
    },
  },
);
