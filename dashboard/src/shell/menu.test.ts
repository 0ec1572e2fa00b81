import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { granted, may, permissions, roles } from "../auth/permissions.ts";
import { homeOf, menuOf, pageAt } from "./menu.ts";

it("shows each role the pages that it may see, and no other", () => {
  expect(menuOf("super_admin").map(({ key }) => key)).toEqual(["overview", "stations", "orders", "alerts", "catalog", "operations"]);
  expect(menuOf("support").map(({ key }) => key)).toEqual(["stations", "orders", "alerts", "catalog"]);
  expect(menuOf("station_manager").map(({ key }) => key)).toEqual(["stations", "catalog"]);
});

it("shows a role that it doesn't know nothing", () => {
  expect(menuOf("intruder")).toEqual([]);
  expect(may("intruder", "overview.read")).toBe(false);
});

it("begins where the role may be", () => {
  expect(homeOf("finance")).toBe("/");
  expect(homeOf("station_manager")).toBe("/stations");
});

it("lets those who only read change nothing", () => {
  for (const role of ["finance", "station_manager", "support", "auditor"] as const) {
    expect(granted[role].filter((permission) => permission.endsWith(".write"))).toEqual([]);
  }
  for (const role of roles) expect(permissions).toEqual(expect.arrayContaining([...granted[role]]));
});

it("knows the page of an address", () => {
  expect(pageAt("/")).toBe("overview");
  expect(pageAt("/stations/hongqiao")).toBe("stations");
  expect(pageAt("/nowhere")).toBeUndefined();
});

const edgeTable = new URL("../../../worker/auth/permissions.ts", import.meta.url);
it.runIf(existsSync(edgeTable))("has the table that the edge decides by", () => {
  const tableOf = (url: URL) =>
    /const reading = [\s\S]*?\n\};/
      .exec(readFileSync(url, "utf8"))?.[0]
      .replace(/export |\/\*\*.*\*\//g, "")
      .replace(/\s+/g, " ");
  expect(tableOf(new URL("../auth/permissions.ts", import.meta.url))).toBe(tableOf(edgeTable));
});
