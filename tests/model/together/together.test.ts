import { model } from "../kit/model.ts";
import { rest } from "./invariants.ts";
import { togetherSubjects } from "./subjects.ts";
import { Forecourt } from "./world.ts";

model("wallets and a station lose no money, invent none, and come to rest", {
  begin: () => new Forecourt(),
  subjects: togetherSubjects,
  end: rest,
  runs: 400,
  stepsMax: 80,
});
