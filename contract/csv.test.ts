import { expect, it } from "vitest";
import { toCsv } from "./csv.ts";

const lines = (rows: readonly (readonly (string | number | null)[])[]) => toCsv(["a", "b"], rows).slice(1).trimEnd().split("\r\n").slice(1);

it("begins with the mark that makes spreadsheets read UTF-8", () => {
  expect(toCsv(["时间"], []).charCodeAt(0)).toBe(0xfeff);
});

it("defuses text that a spreadsheet would run as a formula", () => {
  expect(lines([["=1+1", "+1"]])).toEqual(["'=1+1,'+1"]);
  expect(lines([["@SUM(A1)", "-cmd"]])).toEqual(["'@SUM(A1),'-cmd"]);
  expect(lines([["\tx", "ok"]])).toEqual(["'\tx,ok"]);
});

it("leaves numbers numbers, also negative ones", () => {
  expect(lines([["-12.40", -3]])).toEqual(["-12.40,-3"]);
});

it("quotes what needs it, and leaves absent cells empty", () => {
  expect(lines([['say "hi", now', null]])).toEqual(['"say ""hi"", now",']);
});
