import { expect, it } from "vitest";
import { pageOfSubject, subjectFor, subjectOf } from "./subject.ts";

it("leads to the page about what something was done to, where there is one", () => {
  const page = (text: string) => pageOfSubject(subjectOf(text));
  expect(page("station/hongqiao")).toBe("/stations/hongqiao");
  expect(page("account/drv_1")).toBe("/drivers/drv_1");
  expect(page("case/wechat.late.1")).toBe("/reconciliation?case=wechat.late.1");
  expect(page("audit/audit")).toBeNull();
  expect(page("something")).toBeNull();
});

it("takes an id with slashes whole", () => {
  expect(subjectOf("bill/wechat/2026-11-25")).toEqual({ kind: "bill", id: "wechat/2026-11-25" });
});

it("finds a subject by what somebody has at hand", () => {
  expect(subjectFor(" drv_abc ")).toBe("account/drv_abc");
  expect(subjectFor("wal_abc")).toBe("wallet/wal_abc");
  expect(subjectFor("hongqiao")).toBe("station/hongqiao");
  expect(subjectFor("operator/opr_1")).toBe("operator/opr_1");
  expect(subjectFor("")).toBe("");
});
