import { model } from "../kit/model.ts";
import { rest } from "./invariants.ts";
import { stationSubjects } from "./subjects.ts";
import { StationWorld } from "./world.ts";

model("a station records what its site says, once, and owes each fill's money one way", {
  begin: () => new StationWorld(),
  subjects: stationSubjects,
  end: rest,
  runs: 200,
  stepsMax: 80,
});
