import { expect, it } from "vitest";
import { hoursLines } from "./hours-view.ts";

const words = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
  allDay: "Open 24 hours",
  dayOff: "Closed",
  to: "–",
};
const day = [{ opens: "06:00", closes: "22:00" }];

it("says round the clock in one line", () => {
  expect(hoursLines("24h", words)).toEqual([{ days: "Open 24 hours", times: "" }]);
});

it("joins days that are alike and follow each other", () => {
  const hours = { mon: day, tue: day, wed: [], thu: day, fri: day, sat: [...day, { opens: "23:00", closes: "24:00" }], sun: [] };
  expect(hoursLines(hours, words)).toEqual([
    { days: "Mon–Tue", times: "06:00–22:00" },
    { days: "Wed", times: "Closed" },
    { days: "Thu–Fri", times: "06:00–22:00" },
    { days: "Sat", times: "06:00–22:00, 23:00–24:00" },
    { days: "Sun", times: "Closed" },
  ]);
});
