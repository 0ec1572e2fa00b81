/**
 * What operators may do: one table for the edge, which decides, the dashboard, which shows no more than what is allowed,
 * and the scripts. A route names a permission, a role holds some.
 */

/** Every permission. A subject's own are added in a line of its own. */
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
  /** Everybody's own account. */
  "account.own",
  ...["operators.read" as const, "operators.write" as const],
  ...["reconciliation.read" as const, "reconciliation.write" as const, "fund.read" as const],
  ...["refunds.read" as const, "refunds.write" as const, "refunds.export" as const],
  ...["audit.read" as const, "audit.export" as const],
  ...["drivers.read" as const, "drivers.note" as const, "wallets.freeze" as const],
  ...["adjustments.propose" as const, "adjustments.decide" as const],
  ...["documents.read" as const, "documents.open" as const, "documents.decide" as const, "keys.rotate" as const],
  ...["risk.read" as const, "risk.write" as const],
  ...["transactions.read" as const, "transactions.open" as const],
  ...["devices.read" as const, "sessions.end" as const, "confirmations.reset" as const],
  "exports.make",
] as const;
export type Permission = (typeof permissions)[number];

/** The roles of the business; see {@link granted}. */
export const roles = ["super_admin", "operations", "finance", "station_manager", "support", "auditor"] as const;
export type Role = (typeof roles)[number];

/** What is only looked at, and has nothing to do with the people who run the business. */
const reading = ["account.own", "overview.read", "orders.read", "stations.read", "alerts.read", "operations.read"] as const;

/** What has to do with single drivers and their money; who proposes an adjustment is never the one who decides on it. */
const drivers = {
  operations: ["drivers.read", "drivers.note", "wallets.freeze", "adjustments.propose", "adjustments.decide", "exports.make"],
  finance: ["drivers.read", "adjustments.propose", "adjustments.decide", "exports.make"],
  support: ["drivers.read", "drivers.note", "adjustments.propose"],
  auditor: ["drivers.read", "exports.make"],
} as const;

/** Verification documents: who decides may look at them, and says why each time; others see where they stand. */
const documents = {
  operations: ["documents.read", "documents.open", "documents.decide"],
  support: ["documents.read"],
  auditor: ["documents.read"],
} as const;

/** Risk rules and alerts: whoever may freeze a wallet also says what is suspicious. */
const risk = { operations: ["risk.read", "risk.write"], finance: ["risk.read"], support: ["risk.read"], auditor: ["risk.read"] } as const;

/** Money: operations decides on refunds, finance also has the bank send them, and settles what does not agree. */
const money = {
  operations: ["refunds.read", "refunds.write", "reconciliation.read"],
  finance: ["refunds.read", "refunds.write", "refunds.export", "reconciliation.read", "reconciliation.write", "fund.read"],
  auditor: ["refunds.read", "reconciliation.read", "fund.read"],
} as const;

/** What drivers sign in on and confirm with: whoever talks to them may end what they have lost, and who sees their documents lets them begin anew. */
const devices = {
  operations: ["devices.read", "sessions.end", "confirmations.reset"],
  support: ["devices.read", "sessions.end"],
  auditor: ["devices.read"],
} as const;

/** The transaction log; opening an address says why each time. */
const transactions = {
  operations: ["transactions.read", "transactions.open"],
  others: ["transactions.read"],
} as const;

/** The table. A station manager's permissions hold at the stations that they are given, and nowhere else. */
export const granted: Readonly<Record<Role, readonly Permission[]>> = {
  super_admin: permissions,
  operations: [
    ...reading,
    ...drivers.operations,
    ...money.operations,
    ...documents.operations,
    ...risk.operations,
    ...transactions.operations,
    ...devices.operations,
    "stations.write",
    "prices.write",
    "terminals.write",
    "catalog.write",
    "operations.write",
    "operators.read",
  ],
  finance: [...reading, ...drivers.finance, ...money.finance, ...risk.finance, ...transactions.others, "audit.read", "audit.export"],
  station_manager: ["account.own", "stations.read", "orders.read", "prices.write", ...transactions.others],
  support: [
    "account.own",
    ...drivers.support,
    ...documents.support,
    ...risk.support,
    ...transactions.others,
    ...devices.support,
    "refunds.read",
    "orders.read",
    "stations.read",
    "alerts.read",
  ],
  auditor: [
    ...reading,
    ...drivers.auditor,
    ...money.auditor,
    ...documents.auditor,
    ...risk.auditor,
    ...transactions.others,
    ...devices.auditor,
    "operators.read",
    "audit.read",
    "audit.export",
  ],
};

/** The one check. A role that this version doesn't know may do nothing. */
export function may(role: string, permission: Permission): boolean {
  const known = roles.find((one) => one === role);
  return known !== undefined && granted[known].includes(permission);
}
