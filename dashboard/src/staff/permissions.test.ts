import { permissions } from "@forecourt/contract/permissions";
import { expect, it } from "vitest";
import { staffZhCN } from "../i18n/staff/zh-CN.ts";

it("says every permission in words", () => {
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = staffZhCN.permissions;
  const without = permissions.filter((permission) => {
    const [subject = "", verb = ""] = permission.split(".");
    return words[subject]?.[verb] === undefined;
  });
  expect(without).toEqual([]);
});
