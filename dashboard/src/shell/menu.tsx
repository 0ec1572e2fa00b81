import {
  AlertOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  DownloadOutlined,
  EnvironmentOutlined,
  FileSearchOutlined,
  GiftOutlined,
  IdcardOutlined,
  LineChartOutlined,
  MobileOutlined,
  ReconciliationOutlined,
  RollbackOutlined,
  SafetyOutlined,
  SettingOutlined,
  SolutionOutlined,
  TeamOutlined,
  UnorderedListOutlined,
} from "@ant-design/icons";
import { may, type Permission } from "@forecourt/contract/permissions";
import type { ReactNode } from "react";

/**
 * The pages, in the order of the menu, a line each: what it takes to see it, and the letter that leads there after `g`. Its name is
 * `menu.<key>` in the languages; its route is in `router.tsx`.
 */
export const pages = [
  { key: "overview", path: "/", permission: "overview.read", letter: "o", icon: <DashboardOutlined /> },
  { key: "analytics", path: "/analytics", permission: "overview.read", letter: "n", icon: <LineChartOutlined /> },
  { key: "stations", path: "/stations", permission: "stations.read", letter: "s", icon: <EnvironmentOutlined /> },
  { key: "orders", path: "/orders", permission: "orders.read", letter: "r", icon: <UnorderedListOutlined /> },
  { key: "drivers", path: "/drivers", permission: "drivers.read", letter: "d", icon: <TeamOutlined /> },
  { key: "documents", path: "/documents", permission: "documents.read", letter: "i", icon: <IdcardOutlined /> },
  { key: "risk", path: "/risk", permission: "risk.read", letter: "x", icon: <SafetyOutlined /> },
  { key: "packages", path: "/packages", permission: "stations.read", letter: "k", icon: <GiftOutlined /> },
  { key: "refunds", path: "/refunds", permission: "refunds.read", letter: "f", icon: <RollbackOutlined /> },
  { key: "reconciliation", path: "/reconciliation", permission: "reconciliation.read", letter: "b", icon: <ReconciliationOutlined /> },
  { key: "funds", path: "/funds", permission: "fund.read", letter: "m", icon: <BankOutlined /> },
  { key: "exports", path: "/exports", permission: "exports.make", letter: "e", icon: <DownloadOutlined /> },
  { key: "alerts", path: "/alerts", permission: "alerts.read", letter: "a", icon: <AlertOutlined /> },
  { key: "catalog", path: "/catalog", permission: "stations.read", letter: "c", icon: <AppstoreOutlined /> },
  { key: "operators", path: "/operators", permission: "operators.read", letter: "u", icon: <SolutionOutlined /> },
  { key: "audit", path: "/audit", permission: "audit.read", letter: "l", icon: <AuditOutlined /> },
  { key: "transactions", path: "/transactions", permission: "transactions.read", letter: "w", icon: <FileSearchOutlined /> },
  { key: "devices", path: "/devices", permission: "devices.read", letter: "v", icon: <MobileOutlined /> },
  { key: "operations", path: "/operations", permission: "operations.read", letter: "p", icon: <DatabaseOutlined /> },
  { key: "settings", path: "/settings", permission: "operations.read", letter: "t", icon: <SettingOutlined /> },
] as const satisfies readonly MenuPage[];
type PageKey = (typeof pages)[number]["key"];

interface MenuPage {
  readonly key: string;
  readonly path: string;
  readonly permission: Permission;
  readonly letter: string;
  readonly icon: ReactNode;
}

/** What a role sees in the menu. */
export function menuOf(role: string): readonly (typeof pages)[number][] {
  return pages.filter(({ permission }) => may(role, permission));
}

/** Where a role begins: the first page that it may see. */
export function homeOf(role: string): string {
  return menuOf(role)[0]?.path ?? "/";
}

/** Pages that are not in the menu, by the page that leads to them. */
const below: Readonly<Record<string, PageKey>> = { "/adjustments": "drivers" };

/** The page that an address belongs to. */
export function pageAt(pathname: string): PageKey | undefined {
  const above = below[pathname];
  if (above !== undefined) return above;
  return pages.find(({ path }) => (path === "/" ? pathname === "/" : pathname === path || pathname.startsWith(`${path}/`)))?.key;
}
