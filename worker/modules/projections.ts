import type { Projection } from "../projection/projection.ts";
import { alertsProjection } from "./alerts/projection.ts";
import { catalogProjection } from "./catalog/projection.ts";
import { figuresProjection } from "./figures/projection.ts";
import { fuelingsProjection } from "./fuelings/projection.ts";
import { recordsProjection } from "./records/projection.ts";
import { driversProjection } from "./sessions/projection.ts";
import { stationsProjection } from "./stations/projection.ts";
import { topupsProjection } from "./topups/projection.ts";
import { walletsProjection } from "./wallets/projection.ts";

/** Every module's read models; a new module adds its line. */
export const projections: readonly Projection[] = [
  alertsProjection,
  catalogProjection,
  driversProjection,
  figuresProjection,
  fuelingsProjection,
  recordsProjection,
  stationsProjection,
  topupsProjection,
  walletsProjection,
];
