import { confirmRoutes } from "./confirmRoutes.ts";
import { proofRoutes } from "./proofRoutes.ts";
import { settingRoutes } from "./settingRoutes.ts";

export const securityRoutes = [...settingRoutes, ...confirmRoutes, ...proofRoutes];
