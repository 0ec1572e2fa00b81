import type { Endpoint } from "../http/endpoint.ts";
import { adjustmentRoutes } from "./adjustments/routes.ts";
import { alertRoutes } from "./alerts/routes.ts";
import { auditRoutes } from "./audit/routes.ts";
import { catalogRoutes } from "./catalog/routes.ts";
import { couponRoutes } from "./coupons/routes.ts";
import { credentialRoutes } from "./credentials/routes.ts";
import { deviceRoutes } from "./devices/routes.ts";
import { documentRoutes } from "./documents/routes.ts";
import { operatorDriverRoutes } from "./drivers/routes.ts";
import { exportRoutes } from "./exports/routes.ts";
import { figureRoutes } from "./figures/routes.ts";
import { fuelingRoutes } from "./fuelings/routes.ts";
import { homeRoutes } from "./home/routes.ts";
import { inboxRoutes } from "./inbox/routes.ts";
import { keyRoutes } from "./keys/routes.ts";
import { noticeRoutes } from "./notices/routes.ts";
import { operationRoutes } from "./operations/routes.ts";
import { operatorAdminRoutes } from "./operators/adminRoutes.ts";
import { ownRoutes } from "./operators/ownRoutes.ts";
import { operatorSessionRoutes } from "./operators/sessionRoutes.ts";
import { orderRoutes } from "./orders/routes.ts";
import { packageRoutes } from "./packages/routes.ts";
import { paymentHealthRoutes } from "./payments/healthRoutes.ts";
import { paymentRoutes } from "./payments/routes.ts";
import { sandboxRoutes } from "./payments/sandboxRoutes.ts";
import { profileRoutes } from "./profile/routes.ts";
import { protectionRoutes } from "./protection/routes.ts";
import { fundRoutes } from "./reconciliation/fundRoutes.ts";
import { caseRoutes } from "./reconciliation/routes.ts";
import { recordRoutes } from "./records/routes.ts";
import { bankTransferRoutes } from "./refunds/bankRoutes.ts";
import { refundOperatorRoutes } from "./refunds/operatorRoutes.ts";
import { refundRoutes } from "./refunds/routes.ts";
import { riskRoutes } from "./risk/routes.ts";
import { searchRoutes } from "./search/routes.ts";
import { operatorSecurityRoutes } from "./security/operatorRoutes.ts";
import { securityRoutes } from "./security/routes.ts";
import { sessionRoutes } from "./sessions/routes.ts";
import { stationOperatorRoutes } from "./stations/operatorRoutes.ts";
import { stationRoutes } from "./stations/routes.ts";
import { terminalRoutes } from "./terminal/routes.ts";
import { topupRoutes } from "./topups/routes.ts";
import { transactionRoutes } from "./transactions/routes.ts";
import { vehicleRoutes } from "./vehicles/routes.ts";
import { walletRoutes } from "./wallets/routes.ts";

/** Every module's calls; a new module adds its line. */
export const endpoints: readonly Endpoint[] = [
  ...sessionRoutes,
  ...credentialRoutes,
  ...profileRoutes,
  ...securityRoutes,
  ...protectionRoutes,
  ...noticeRoutes,
  ...inboxRoutes,
  ...homeRoutes,
  ...walletRoutes,
  ...catalogRoutes,
  ...refundRoutes,
  ...refundOperatorRoutes,
  ...bankTransferRoutes,
  ...caseRoutes,
  ...fundRoutes,
  ...packageRoutes,
  ...couponRoutes,
  ...topupRoutes,
  ...paymentRoutes,
  ...paymentHealthRoutes,
  ...sandboxRoutes,
  ...stationRoutes,
  ...fuelingRoutes,
  ...orderRoutes,
  ...vehicleRoutes,
  ...recordRoutes,
  ...terminalRoutes,
  ...operatorSessionRoutes,
  ...ownRoutes,
  ...operatorAdminRoutes,
  ...auditRoutes,
  ...figureRoutes,
  ...stationOperatorRoutes,
  ...transactionRoutes,
  ...searchRoutes,
  ...operatorDriverRoutes,
  ...deviceRoutes,
  ...operatorSecurityRoutes,
  ...documentRoutes,
  ...keyRoutes,
  ...adjustmentRoutes,
  ...exportRoutes,
  ...alertRoutes,
  ...riskRoutes,
  ...operationRoutes,
];
