import { model } from "../kit/model.ts";
import { invariants, rest } from "./invariants.ts";
import { pumps, reports, requests, surroundings } from "./moves.ts";
import { StationWorld } from "./world.ts";

model("a station records what its site says, once, and owes each fill's money one way", {
  begin: () => new StationWorld(),
  subjects: [{ moves: [...pumps, ...surroundings, ...requests, ...reports], invariants }],
  end: rest,
  runs: 200,
  stepsMax: 80,
});
