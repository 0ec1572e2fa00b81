import { messages } from "../../i18n/index.ts";
import type { Fueling } from "../../lib/api/types.ts";
import { fill } from "../../lib/format.ts";
import { go } from "../../lib/navigation.ts";

/** The fill that runs now, in one line that leads to it. */
Component({
  properties: { fueling: { type: Object, value: {} }, currency: { type: String, value: "CNY" }, language: { type: String, value: "" } },
  data: { pump: "", state: "", go: "", unit: "" },
  observers: {
    "fueling, language"(fueling: Fueling) {
      if (!fueling.fuelingId) return;
      const words = messages();
      this.setData({
        pump: fill(words.common.pump, { n: fueling.pump }),
        state: words.states[fueling.state],
        go: words.home.goOn,
        unit: words.common.litre,
      });
    },
  },
  methods: {
    open() {
      go(`/packages/fuel/fill/fill?id=${(this.data.fueling as Fueling).fuelingId}`);
    },
  },
});
