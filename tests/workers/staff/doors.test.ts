import { expect, it } from "vitest";
import { audience, openApi } from "../kit/openapi.ts";

/**
 * Which permission opens which call, said a second time: a call that names another one than it should answers whoever holds that, and nothing else
 * would tell. What a permission is granted to is in `contract/permissions.ts`, and tried role by role in `http/access.test.ts`.
 */
const doors: Readonly<Record<string, readonly string[]>> = {
  "account.own": [
    "GET /me",
    "POST /me/password",
    "POST /me/second-factor",
    "POST /me/second-factor/confirm",
    "POST /me/second-factor/recovery-codes",
    "POST /me/second-factor/remove",
    "DELETE /me/sessions/{sessionId}",
    "DELETE /sessions",
  ],
  "adjustments.decide": [
    "POST /drivers/{driverId}/adjustments/{adjustmentId}/approve",
    "POST /drivers/{driverId}/adjustments/{adjustmentId}/decline",
  ],
  "adjustments.propose": ["POST /drivers/{driverId}/adjustments", "POST /drivers/{driverId}/adjustments/{adjustmentId}/withdraw"],
  "alerts.read": ["GET /alerts"],
  "audit.export": ["GET /audit.csv"],
  "audit.read": ["GET /audit", "GET /audit/verification"],
  "catalog.write": [
    "PUT /grades/{grade}",
    "PUT /packages/{packageId}",
    "POST /packages/{packageId}/withdraw",
    "POST /pictures",
    "PUT /regions/{regionId}",
  ],
  "confirmations.reset": ["POST /drivers/{driverId}/confirmation-methods/reset"],
  "devices.read": ["GET /devices", "GET /devices/{device}", "GET /drivers/{driverId}/sessions"],
  "documents.decide": ["POST /drivers/{driverId}/documents/{documentId}/approve", "POST /drivers/{driverId}/documents/{documentId}/reject"],
  "documents.open": ["POST /drivers/{driverId}/documents/{documentId}/number", "POST /drivers/{driverId}/documents/{documentId}/openings"],
  "documents.read": ["GET /documents", "GET /drivers/{driverId}/documents", "GET /drivers/{driverId}/documents/{documentId}/openings"],
  "drivers.note": ["POST /drivers/{driverId}/notes"],
  "drivers.read": [
    "GET /adjustments",
    "GET /drivers",
    "GET /drivers/{driverId}",
    "GET /drivers/{driverId}/adjustments",
    "GET /drivers/{driverId}/lots",
    "GET /drivers/{driverId}/notes",
    "GET /drivers/{driverId}/statement",
  ],
  "exports.make": ["GET /exports", "POST /exports", "GET /exports/{exportId}", "GET /exports/{exportId}/file"],
  "fund.read": ["GET /liability", "GET /reports/prepaid-fund"],
  "keys.rotate": ["POST /keys/rotations"],
  "operations.read": [
    "GET /dead-letters",
    "GET /deliveries",
    "GET /deliveries/{kind}/{actorId}",
    "GET /payments/health",
    "GET /platform",
    "GET /rebuilds",
  ],
  "operations.write": ["POST /dead-letters/{messageId}/replay", "POST /deliveries/{kind}/{actorId}/replay", "POST /rebuilds"],
  "operators.read": ["GET /operators", "GET /operators/{operatorId}"],
  "operators.write": [
    "POST /operators",
    "PUT /operators/{operatorId}",
    "POST /operators/{operatorId}/disable",
    "POST /operators/{operatorId}/enable",
    "POST /operators/{operatorId}/end-sessions",
    "POST /operators/{operatorId}/link",
    "POST /operators/{operatorId}/require-password-change",
    "POST /operators/{operatorId}/reset-second-factor",
    "POST /operators/{operatorId}/unlock",
  ],
  "orders.read": ["GET /orders", "GET /orders/{orderId}", "GET /orders/{orderId}/timeline"],
  "overview.read": ["GET /analytics/drivers", "GET /analytics/habits", "GET /analytics/payments", "GET /overview"],
  "prices.write": ["POST /stations/{stationId}/prices"],
  "reconciliation.read": ["GET /bills", "GET /cases", "GET /cases/{caseId}"],
  "reconciliation.write": ["POST /bills", "PUT /cases/{caseId}/owner", "POST /cases/{caseId}/resolve", "POST /reconciliation/sweep"],
  "refunds.export": ["POST /bank-transfers/export"],
  "refunds.read": ["GET /refunds", "GET /refunds/{refundId}"],
  "refunds.write": [
    "POST /bank-transfers/{refundId}/confirm",
    "POST /bank-transfers/{refundId}/reject",
    "POST /refunds/{refundId}/approve",
    "POST /refunds/{refundId}/decline",
  ],
  "risk.read": ["GET /risk/alerts", "GET /risk/alerts/{alertId}", "POST /risk/preview", "GET /risk/rules", "GET /risk/rules/versions"],
  "risk.write": ["POST /risk/alerts/{alertId}/acknowledge", "POST /risk/alerts/{alertId}/close", "PUT /risk/rules"],
  "sessions.end": ["POST /drivers/{driverId}/sessions/{sessionId}/end"],
  "stations.read": [
    "GET /grades",
    "GET /grades/{grade}/history",
    "GET /packages",
    "GET /packages/{packageId}",
    "GET /packages/{packageId}/history",
    "GET /regions",
    "GET /regions/{regionId}/history",
    "POST /search",
    "GET /stations",
    "GET /stations/{stationId}",
    "GET /stations/{stationId}/live",
    "GET /stations/{stationId}/setup",
  ],
  "stations.write": ["PUT /stations/{stationId}"],
  "terminals.write": [
    "PUT /stations/{stationId}/endpoint",
    "POST /stations/{stationId}/terminals",
    "DELETE /stations/{stationId}/terminals/{terminalId}",
    "POST /stations/{stationId}/terminals/{terminalId}/rotate",
  ],
  "transactions.open": ["POST /transactions/{entryId}/address"],
  "transactions.read": ["GET /transactions", "GET /transactions/{entryId}"],
  "wallets.freeze": ["POST /drivers/{driverId}/freeze", "POST /drivers/{driverId}/release"],
};

it("every call of an operator asks for the permission that it is meant for", async () => {
  const { operations } = await openApi();
  const asked: Record<string, string[]> = {};
  for (const operation of operations.filter((one) => audience(one) === "operator")) {
    const { method, path, "x-permission": permission = "none" } = operation;
    asked[permission] = [...(asked[permission] ?? []), `${method} ${path.slice("/v1/operator".length)}`];
  }
  const sorted = (table: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(Object.entries(table).map(([permission, calls]) => [permission, [...calls].sort()]));
  expect(sorted(asked)).toEqual(sorted(doors));
});
