import { granted, may, permissions, roles } from "@forecourt/contract/permissions";
import { expect, it } from "vitest";
import { homeOf, menuOf, pageAt, pages } from "./menu.tsx";

it("shows each role the pages that it may see, and no other", () => {
  expect(menuOf("super_admin").map(({ key }) => key)).toEqual([
    "overview",
    "analytics",
    "stations",
    "orders",
    "drivers",
    "documents",
    "risk",
    "packages",
    "refunds",
    "reconciliation",
    "funds",
    "exports",
    "alerts",
    "catalog",
    "operators",
    "audit",
    "transactions",
    "devices",
    "operations",
    "settings",
  ]);
  expect(menuOf("support").map(({ key }) => key)).toEqual([
    "stations",
    "orders",
    "drivers",
    "documents",
    "risk",
    "packages",
    "refunds",
    "alerts",
    "catalog",
    "transactions",
    "devices",
  ]);
  expect(menuOf("station_manager").map(({ key }) => key)).toEqual(["stations", "orders", "packages", "catalog", "transactions"]);
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
  for (const role of ["support", "auditor"] as const) {
    expect(granted[role].filter((permission) => permission.endsWith(".write"))).toEqual([]);
  }
  for (const role of roles) expect(permissions).toEqual(expect.arrayContaining([...granted[role]]));
});

it("leads to each page by a letter of its own", () => {
  expect(new Set(pages.map(({ letter }) => letter)).size).toBe(pages.length);
  for (const { letter } of pages) expect(letter).toMatch(/^[a-z]$/);
});

it("knows the page of an address", () => {
  expect(pageAt("/")).toBe("overview");
  expect(pageAt("/stations/hongqiao")).toBe("stations");
  expect(pageAt("/adjustments")).toBe("drivers");
  expect(pageAt("/nowhere")).toBeUndefined();
});
