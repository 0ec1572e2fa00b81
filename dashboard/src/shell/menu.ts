import type { Permission } from "../auth/permissions.ts";
import { may } from "../auth/permissions.ts";

/** The pages, in the order of the menu, each with what it takes to see it. */
export const pages = [
  { key: "overview", path: "/", permission: "overview.read" },
  { key: "stations", path: "/stations", permission: "stations.read" },
  { key: "orders", path: "/orders", permission: "orders.read" },
  { key: "alerts", path: "/alerts", permission: "alerts.read" },
  { key: "catalog", path: "/catalog", permission: "stations.read" },
  { key: "operations", path: "/operations", permission: "operations.read" },
] as const satisfies readonly { readonly key: string; readonly path: string; readonly permission: Permission }[];
export type PageKey = (typeof pages)[number]["key"];

/** What a role sees in the menu. */
export function menuOf(role: string): readonly (typeof pages)[number][] {
  return pages.filter(({ permission }) => may(role, permission));
}

/** Where a role begins: the first page that it may see. */
export function homeOf(role: string): string {
  return menuOf(role)[0]?.path ?? "/";
}

/** The page that an address belongs to. */
export function pageAt(pathname: string): PageKey | undefined {
  return pages.find(({ path }) => (path === "/" ? pathname === "/" : pathname === path || pathname.startsWith(`${path}/`)))?.key;
}
