import { download } from "../api/client.ts";
import type { AuditFilter } from "./queries.ts";

/** Has the browser save the trail as it is narrowed now. */
export function saveAudit(filter: AuditFilter): Promise<void> {
  return download("/v1/operator/audit.csv", { ...filter }, `forecourt-audit-${new Date().toISOString().slice(0, 10)}.csv`);
}
