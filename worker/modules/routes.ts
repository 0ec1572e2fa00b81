import type { Endpoint } from "../http/endpoint.ts";
import { alertRoutes } from "./alerts/routes.ts";
import { catalogRoutes } from "./catalog/routes.ts";
import { figureRoutes } from "./figures/routes.ts";
import { fuelingRoutes } from "./fuelings/routes.ts";
import { homeRoutes } from "./home/routes.ts";
import { operationRoutes } from "./operations/routes.ts";
import { operatorRoutes } from "./operators/routes.ts";
import { orderRoutes } from "./orders/routes.ts";
import { recordRoutes } from "./records/routes.ts";
import { sessionRoutes } from "./sessions/routes.ts";
import { stationOperatorRoutes } from "./stations/operatorRoutes.ts";
import { stationRoutes } from "./stations/routes.ts";
import { terminalRoutes } from "./terminal/routes.ts";
import { topupRoutes } from "./topups/routes.ts";
import { vehicleRoutes } from "./vehicles/routes.ts";
import { walletRoutes } from "./wallets/routes.ts";

/** Every module's calls; a new module adds its line. */
export const endpoints: readonly Endpoint[] = [
  ...sessionRoutes,
  ...homeRoutes,
  ...walletRoutes,
  ...catalogRoutes,
  ...topupRoutes,
  ...stationRoutes,
  ...fuelingRoutes,
  ...orderRoutes,
  ...vehicleRoutes,
  ...recordRoutes,
  ...terminalRoutes,
  ...operatorRoutes,
  ...figureRoutes,
  ...stationOperatorRoutes,
  ...alertRoutes,
  ...operationRoutes,
];
