import type { Place } from "./api/driver.ts";

let known: Place | undefined;

/** Roughly where the driver is; `undefined` when they don't say, which only loses the order by distance. */
export function findPlace(): Promise<Place | undefined> {
  if (known) return Promise.resolve(known);
  if (!wx.getFuzzyLocation) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    wx.getFuzzyLocation({
      type: "wgs84",
      success: ({ latitude, longitude }) => {
        known = { latitude, longitude };
        resolve(known);
      },
      fail: () => resolve(undefined),
    });
  });
}
