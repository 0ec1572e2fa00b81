import type { TFunction } from "i18next";
import { expect, it } from "vitest";
import { hoursText } from "./hours.ts";

const t = ((key: string) => key) as unknown as TFunction;
const early = [{ opens: "05:30", closes: "24:00" }];
const late = [{ opens: "06:30", closes: "23:00" }];

it("tells days that are alike together", () => {
  const hours = { mon: early, tue: early, wed: early, thu: early, fri: early, sat: late, sun: late };
  expect(hoursText(hours, t, "en")).toBe("Mon–Fri 05:30–24:00, Sat–Sun 06:30–23:00");
  expect(hoursText({ ...hours, wed: [] }, t, "zh-CN")).toBe(
    "周一–周二 05:30–24:00，周三 stations.dayOff，周四–周五 05:30–24:00，周六–周日 06:30–23:00",
  );
  expect(hoursText("24h", t, "en")).toBe("stations.roundTheClock");
  const siesta = [...[{ opens: "06:00", closes: "12:00" }], { opens: "14:00", closes: "20:00" }];
  expect(hoursText({ mon: siesta, tue: siesta, wed: siesta, thu: siesta, fri: siesta, sat: siesta, sun: siesta }, t, "en")).toBe(
    "Mon–Sun 06:00–12:00 + 14:00–20:00",
  );
});
