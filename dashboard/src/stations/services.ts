import type { StationService } from "@forecourt/contract/station";

/** The contract's services, all of them, in the order in which they are read; named here, so that no schema comes into the page. */
const all: Readonly<Record<StationService, true>> = {
  convenience_store: true,
  toilet: true,
  car_wash: true,
  tyre_air: true,
  repair: true,
  ev_charging: true,
};
export const services = Object.keys(all) as readonly StationService[];
