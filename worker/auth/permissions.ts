/** What operators may do. One table: a route names a permission, a role holds some. */
const permissions = [
  "overview.read",
  "orders.read",
  "stations.read",
  "stations.write",
  "prices.write",
  "terminals.write",
  "catalog.write",
  "alerts.read",
  "operations.read",
  "operations.write",
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ["super_admin", "operations", "finance", "station_manager", "support", "auditor"] as const;
export type Role = (typeof roles)[number];

const reading = ["overview.read", "orders.read", "stations.read", "alerts.read", "operations.read"] as const;

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  super_admin: permissions,
  operations: [...reading, "stations.write", "prices.write", "terminals.write", "catalog.write", "operations.write"],
  finance: [...reading],
  station_manager: ["stations.read"],
  support: ["orders.read", "stations.read", "alerts.read"],
  auditor: [...reading],
};

/** The one check. */
export function may(role: Role, permission: Permission): boolean {
  return granted[role].includes(permission);
}
