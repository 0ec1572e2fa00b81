import { type FigureParts, litres, moneyParts } from "../../lib/format.ts";
import { every, type Stop } from "../../lib/ticker.ts";

const FRAME_MS = 33;
const COUNT_MS = 600;

interface Self {
  shown: number;
  stop: Stop | undefined;
}

const parts = (value: number, currency: string): FigureParts => {
  if (currency !== "") return moneyParts(value, currency);
  const [whole = "0", fraction = "00"] = litres(value).split(".");
  return { sign: "", symbol: "", whole, fraction: `.${fraction}` };
};

/** Money or litres, large, with tabular figures and the unit small beside them; it counts to a new value instead of jumping. */
Component({
  properties: {
    /** Minor units with a currency, millilitres without. */
    value: { type: Number, value: 0 },
    currency: { type: String, value: "" },
    unit: { type: String, value: "" },
    size: { type: String, value: "figure" },
    counts: { type: Boolean, value: false },
    /** Whole amounts go without their decimals. */
    short: { type: Boolean, value: false },
  },
  data: { sign: "", symbol: "", whole: "0", fraction: ".00" },
  observers: {
    "value, currency"(this: WechatMiniprogram.Component.TrivialInstance & Self) {
      this.retarget();
    },
  },
  lifetimes: {
    attached() {
      (this as unknown as { retarget(): void }).retarget();
    },
    detached() {
      (this as unknown as Self).stop?.();
    },
  },
  methods: {
    retarget() {
      const self = this as typeof this & Self;
      const target = this.data.value;
      self.stop?.();
      const from = self.shown;
      if (!this.data.counts || from === undefined || from === target) return this.draw(target);
      const steps = Math.ceil(COUNT_MS / FRAME_MS);
      let step = 0;
      self.stop = every(FRAME_MS, () => {
        step += 1;
        if (step >= steps) self.stop?.();
        this.draw(step >= steps ? target : Math.round(from + ((target - from) * step) / steps));
      });
    },
    draw(value: number) {
      (this as typeof this & Self).shown = value;
      this.setData({ ...parts(value, this.data.currency) });
    },
  },
});
