import type { Precedents, Projection } from "../projection/projection.ts";
import { adjustmentsProjection } from "./adjustments/projection.ts";
import { alertsProjection } from "./alerts/projection.ts";
import { auditProjection } from "./audit/projection.ts";
import { catalogProjection } from "./catalog/projection.ts";
import { couponsProjection } from "./coupons/projection.ts";
import { devicesProjection } from "./devices/projection.ts";
import { documentsProjection } from "./documents/projection.ts";
import { exportsProjection } from "./exports/projection.ts";
import { figuresProjection } from "./figures/projection.ts";
import { fuelingsProjection } from "./fuelings/projection.ts";
import { operationsProjection } from "./operations/projection.ts";
import { operatorsProjection } from "./operators/projection.ts";
import { packagesProjection } from "./packages/projection.ts";
import { reconciliationProjection } from "./reconciliation/projection.ts";
import { recordsProjection } from "./records/projection.ts";
import { refundsProjection } from "./refunds/projection.ts";
import { riskProjection } from "./risk/projection.ts";
import { driversProjection } from "./sessions/projection.ts";
import { stationsProjection } from "./stations/projection.ts";
import { topupsProjection } from "./topups/projection.ts";
import { transactionsProjection } from "./transactions/projection.ts";
import { vehiclesProjection } from "./vehicles/projection.ts";
import { walletsProjection } from "./wallets/projection.ts";

/** Which journals come before which events. */
export const precedents: Precedents = {
  // Its vehicles, fills and documents are this account's from then on, to be merged, changed and removed.
  AccountTakenOver: ({ from }) => ({ kind: "account", id: from.driverId }),
};

/** Every module's read models; a new module adds its line. They take an event in this order: figures before the rows they look at. */
export const projections: readonly Projection[] = [
  adjustmentsProjection,
  alertsProjection,
  auditProjection,
  catalogProjection,
  couponsProjection,
  devicesProjection,
  documentsProjection,
  driversProjection,
  exportsProjection,
  figuresProjection,
  fuelingsProjection,
  packagesProjection,
  operatorsProjection,
  reconciliationProjection,
  refundsProjection,
  operationsProjection,
  recordsProjection,
  riskProjection,
  stationsProjection,
  topupsProjection,
  transactionsProjection,
  vehiclesProjection,
  walletsProjection,
];
