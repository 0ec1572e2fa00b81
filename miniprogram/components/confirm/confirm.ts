import type { ConfirmationMethod } from "@forecourt/contract/confirmations";
import { messages } from "../../i18n/index.ts";
import { Problem } from "../../lib/api/client.ts";
import { type Confirmation, confirm, fetchConfirmation, fetchQuestions, prove, sendProofCode } from "../../lib/api/self.ts";
import { isDismissed, possibleHere, signChallenge } from "../../lib/biometrics.ts";
import { codeTimerLeft, startCodeTimer } from "../../lib/code-timer.ts";
import type { Asked } from "../../lib/confirmation.ts";
import { fill, money } from "../../lib/format.ts";
import { go } from "../../lib/navigation.ts";
import { questionText } from "../../lib/questions.ts";
import { store } from "../../lib/store.ts";
import { every, type Stop } from "../../lib/ticker.ts";
import { problemText } from "../../lib/words.ts";

const PIN_DIGITS = 6;
/** What the sheet can ask for, the quickest first. */
const ORDER: readonly ConfirmationMethod[] = ["passkey", "soter", "pin", "sms", "question"];

interface Self {
  asked: Asked | null;
  confirmation: Confirmation | undefined;
  /** Of the ways that the confirmation takes, those of this phone; the quickest first. */
  ways: readonly ConfirmationMethod[];
  stop: Stop | undefined;
}

/**
 * The sheet that asks the driver to confirm a command before it goes on. Closing it leaves nothing behind; the page that sent the
 * command hears of it as of any refusal.
 */
Component({
  data: {
    t: {} as object,
    phase: "loading" as "loading" | "ready" | "over",
    method: "" as ConfirmationMethod | "",
    others: [] as readonly object[],
    whatText: "",
    pin: "",
    boxes: [] as readonly boolean[],
    code: "",
    sendText: "",
    sendOff: false,
    questions: [] as readonly { readonly no: number; readonly text: string; readonly answer: string }[],
    failure: "",
    isLocked: false,
    busy: false,
  },
  lifetimes: {
    attached() {
      const self = this as unknown as typeof this & Self & { load(): void; tick(): void };
      self.asked = store.get("asked");
      self.stop = every(1_000, () => self.tick());
      self.load();
    },
    detached() {
      (this as unknown as Self).stop?.();
    },
  },
  methods: {
    async load() {
      const { asked } = this as unknown as Self;
      const words = messages().confirm;
      this.setData({ t: { ...messages().common, ...words }, phase: "loading", failure: "", boxes: boxesOf("") });
      if (asked === null) return;
      try {
        const confirmation = await fetchConfirmation(asked.confirmationId);
        // An earlier run of the app may have had it confirmed already.
        if (confirmation.state !== "asked") return asked.settle(true);
        const self = this as unknown as Self;
        self.confirmation = confirmation;
        self.ways = inOrder(await possibleHere(confirmation.methods));
        this.setData({ phase: "ready", whatText: whatText(confirmation) });
        this.use(self.ways[0] ?? "");
      } catch (error) {
        this.setData({ phase: "over", failure: problemText(error) });
      }
    },
    use(method: ConfirmationMethod | "") {
      const others = (this as unknown as Self).ways.filter((one) => one !== method);
      this.setData({ method, others: others.map((one) => ({ method: one, text: wayText(one) })), failure: "", pin: "", code: "" });
      this.setData({ boxes: boxesOf("") });
      this.tick();
      if (method === "question") void this.ask();
    },
    choose(event: WechatMiniprogram.TouchEvent) {
      this.use(event.currentTarget.dataset.method as ConfirmationMethod);
    },
    async ask() {
      try {
        const questions = await fetchQuestions();
        this.setData({ questions: questions.map((one) => ({ no: one.no, text: questionText(one), answer: "" })) });
      } catch (error) {
        this.setData({ failure: problemText(error) });
      }
    },
    tick() {
      const left = codeTimerLeft("confirm");
      const words = messages().confirm;
      const sendText = left > 0 ? fill(words.again, { n: left }) : words.send;
      if (sendText !== this.data.sendText) this.setData({ sendText, sendOff: left > 0 });
    },
    typePin(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      const pin = event.detail.value.replace(/\D/g, "").slice(0, PIN_DIGITS);
      this.setData({ pin, boxes: boxesOf(pin), failure: "" });
      if (pin.length === PIN_DIGITS) void this.give();
    },
    typeCode(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ code: event.detail.value.replace(/\D/g, "").slice(0, PIN_DIGITS), failure: "" });
    },
    typeAnswer(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      const no = event.currentTarget.dataset.no as number;
      const answer = event.detail.value;
      this.setData({ questions: this.data.questions.map((one) => (one.no === no ? { ...one, answer } : one)), failure: "" });
    },
    async send() {
      if (this.data.sendOff || this.data.busy) return;
      try {
        const { resendAfterS } = await sendProofCode("confirm");
        startCodeTimer("confirm", resendAfterS);
      } catch (error) {
        this.setData({ failure: problemText(error) });
      }
      this.tick();
    },
    /** Shows what was typed. A wrong PIN is wiped and counted; the sheet stays. */
    async give() {
      const { asked } = this as unknown as Self;
      if (asked === null || this.data.busy) return;
      this.setData({ busy: true, failure: "" });
      try {
        await this.show(asked.confirmationId);
        asked.settle(true);
      } catch (error) {
        const isOver = error instanceof Problem && error.code === "confirmation_not_found";
        this.setData({
          failure: failureText(error),
          pin: "",
          code: "",
          boxes: boxesOf(""),
          busy: false,
          isLocked: isLocked(error),
          phase: isOver ? "over" : "ready",
        });
      }
    },
    async show(confirmationId: string): Promise<unknown> {
      const { method, pin, code, questions, whatText } = this.data;
      const { confirmation } = this as unknown as Self;
      if (isBiometric(method) && confirmation) return confirm(confirmationId, await signChallenge(method, confirmation, whatText));
      if (method === "pin") return confirm(confirmationId, { method: "pin", pin });
      if (method === "sms") return prove({ do: "confirm", confirmationId, code, answers: [] });
      const answers = questions.filter(({ answer }) => answer.trim() !== "").map(({ no, answer }) => ({ no, answer }));
      return prove({ do: "confirm", confirmationId, answers });
    },
    cancel() {
      if (!this.data.busy) (this as unknown as Self).asked?.settle(false);
    },
    /** To where tries are given back, or a forgotten PIN is replaced; the command is let go of. */
    recover() {
      (this as unknown as Self).asked?.settle(false);
      go(`/packages/account/prove/prove?do=${this.data.isLocked ? "unlock" : "set_pin"}`);
    },
    retry() {
      void this.load();
    },
    /** A touch on the mask must not scroll the page under it. */
    hold() {
      return undefined;
    },
  },
});

const inOrder = (methods: readonly ConfirmationMethod[]) => ORDER.filter((method) => methods.indexOf(method) >= 0);

const isBiometric = (method: string): method is "passkey" | "soter" => method === "passkey" || method === "soter";

const boxesOf = (pin: string): readonly boolean[] => [0, 1, 2, 3, 4, 5].map((index) => index < pin.length);

const isLocked = (error: unknown): boolean =>
  error instanceof Problem && (error.code === "pin_locked" || typeof error.facts.lockedUntil === "string");

/** What the sheet says of a refusal by the API, or by the phone's own dialog, of which only the closing is no news. */
function failureText(error: unknown): string {
  if (isDismissed(error)) return "";
  return error instanceof Problem ? problemText(error) : messages().confirm.unsigned;
}

/** A way to confirm, to change over to. */
function wayText(method: ConfirmationMethod): string {
  const words = messages().confirm;
  if (isBiometric(method)) return words.by_biometrics;
  return method === "sms" ? words.by_sms : method === "question" ? words.by_question : words.by_pin;
}

/** `Refund ¥500.00`, `Change your security settings`. */
function whatText({ kind, amountMinor }: Confirmation): string {
  const words = messages().confirm;
  const texts: Readonly<Record<Confirmation["kind"], string>> = {
    payment_code: words.to_payment_code,
    fueling: words.to_fueling,
    refund: words.to_refund,
    security: words.to_security,
    risk: words.to_risk,
  };
  const amount = amountMinor === null ? "" : money(amountMinor, store.get("wallet")?.currency ?? "CNY");
  return `${texts[kind]} ${amount}`.trim();
}
