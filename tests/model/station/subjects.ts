import type { Subject } from "../kit/model.ts";
import { invariants } from "./invariants.ts";
import { pumps, reports, requests, surroundings } from "./moves.ts";
import type { StationWorld } from "./world.ts";

/** What each subject does to a station; a new one adds its line. */
export const stationSubjects: readonly Subject<StationWorld>[] = [
  { moves: [...pumps, ...surroundings, ...requests, ...reports], invariants },
];
