/**
 * What operators may do: role → permissions. The same table as the edge's, which decides; this one only says what to show.
 */
export const permissions = [
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

/** As data, for whoever wants to show it. */
export const granted: Readonly<Record<Role, readonly Permission[]>> = {
  super_admin: permissions,
  operations: [...reading, "stations.write", "prices.write", "terminals.write", "catalog.write", "operations.write"],
  finance: [...reading],
  station_manager: ["stations.read"],
  support: ["orders.read", "stations.read", "alerts.read"],
  auditor: [...reading],
};

/** A role that this version doesn't know may do nothing. */
export function may(role: string, permission: Permission): boolean {
  const known = roles.find((one) => one === role);
  return known !== undefined && granted[known].includes(permission);
}
