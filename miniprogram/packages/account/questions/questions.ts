import { QUESTIONS_MAX, QUESTIONS_MIN, questionIds } from "@forecourt/contract/confirmations";
import { fetchQuestions, setQuestions } from "../../../lib/api/self.ts";
import { fill } from "../../../lib/format.ts";
import { back } from "../../../lib/navigation.ts";
import { questionWords } from "../../../lib/questions.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { problemText } from "../../../lib/words.ts";

const OWN_MIN = 4;
/** After the questions of ours comes one in the driver's own words. */
const OWN = questionIds.length;

interface Entry {
  readonly no: number;
  /** Which of the choices. */
  readonly choice: number;
  readonly own: string;
  readonly answer: string;
}

const entry = (no: number): Entry => ({ no, choice: no, own: "", answer: "" });

/** Sets the questions by which a forgotten PIN is recovered. Answers are never shown again, and nothing typed here is kept. */
screen(
  {
    section: "questions",
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      hasSome: false,
      choices: [] as readonly string[],
      entries: [] as readonly Entry[],
      lines: [] as object[],
      mayAdd: true,
      failure: "",
      busy: false,
    },
  },
  {
    onLoad(): void {
      this.setData({ entries: Array.from({ length: QUESTIONS_MIN }, (_, no) => entry(no)) });
      void this.load();
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        this.setData({ hasSome: (await fetchQuestions()).length > 0, phase: "ready", failure: "" });
        this.render();
      } catch (error) {
        this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    render(): void {
      const { t } = this.data;
      const choices = [...questionIds.map(questionWords), t.own];
      const entries = this.data.entries as readonly Entry[];
      this.setData({
        choices,
        mayAdd: entries.length < QUESTIONS_MAX,
        lines: entries.map((one) => ({
          ...one,
          title: fill(t.question, { n: one.no + 1 }),
          answerLabel: fill(t.answerTo, { n: one.no + 1 }),
          text: choices[one.choice] ?? "",
          isOwn: one.choice === OWN,
        })),
      });
    },
    retry(): void {
      this.setData({ phase: "loading", failure: "" });
      void this.load();
    },
    put(no: number, change: Partial<Entry>): void {
      this.setData({
        entries: (this.data.entries as readonly Entry[]).map((one) => (one.no === no ? { ...one, ...change } : one)),
        failure: "",
      });
      this.render();
    },
    choose(event: WechatMiniprogram.PickerChange): void {
      this.put(event.currentTarget.dataset.no as number, { choice: Number(event.detail.value) });
    },
    typeOwn(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.put(event.currentTarget.dataset.no as number, { own: event.detail.value });
    },
    typeAnswer(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.put(event.currentTarget.dataset.no as number, { answer: event.detail.value });
    },
    add(): void {
      const entries = this.data.entries as readonly Entry[];
      this.setData({ entries: [...entries, entry(entries.length)] });
      this.render();
    },
    async save(): Promise<void> {
      const { t, busy } = this.data;
      const entries = this.data.entries as readonly Entry[];
      if (busy) return;
      if (entries.some(({ answer }) => answer.trim() === "")) return this.setData({ failure: t.noAnswer });
      if (entries.some(({ choice, own }) => choice === OWN && own.trim().length < OWN_MIN)) return this.setData({ failure: t.ownShort });
      const asked = entries.map(({ choice, own }) => (choice === OWN ? own.trim() : String(choice)));
      if (asked.some((one, index) => asked.indexOf(one) !== index)) return this.setData({ failure: t.twice });
      this.setData({ busy: true, failure: "" });
      try {
        await setQuestions({
          questions: entries.map(({ choice, own, answer }) => {
            const questionId = questionIds[choice];
            return questionId === undefined ? { text: own.trim(), answer: answer.trim() } : { questionId, answer: answer.trim() };
          }),
        });
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
