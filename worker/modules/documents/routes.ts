import { driverDocumentRoutes } from "./driverRoutes.ts";
import { operatorDocumentRoutes } from "./operatorRoutes.ts";

export const documentRoutes = [...driverDocumentRoutes, ...operatorDocumentRoutes];
