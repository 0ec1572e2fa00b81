import { messages } from "../../i18n/index.ts";
import type { Station } from "../../lib/api/types.ts";
import { distance, fill, symbolOf, unitPrice } from "../../lib/format.ts";
import { go } from "../../lib/navigation.ts";
import { gradeColour, gradeText, nameOf } from "../../lib/words.ts";

/** A station in a list: name, distance, prices by grade, free pumps. */
Component({
  properties: { station: { type: Object, value: {} }, language: { type: String, value: "" } },
  data: { name: "", distance: "", free: "", isFree: false, address: "", prices: [] as object[] },
  observers: {
    "station, language"(station: Station) {
      if (!station.stationId) return;
      const words = messages().common;
      this.setData({
        name: nameOf(station.names),
        address: station.address,
        distance: typeof station.distanceM === "number" ? distance(station.distanceM) : "",
        isFree: station.freePumps > 0,
        free: station.freePumps > 0 ? fill(words.free, { n: station.freePumps }) : words.noneFree,
        prices: station.prices.slice(0, 4).map((price) => ({
          grade: price.grade,
          label: gradeText(price.grade),
          colour: gradeColour(price.grade),
          text: symbolOf(station.currency) + unitPrice(price.unitPriceMilli),
        })),
      });
    },
  },
  methods: {
    open() {
      const { stationId } = this.data.station as Station;
      go(`/packages/fuel/station/station?id=${stationId}`);
    },
  },
});
