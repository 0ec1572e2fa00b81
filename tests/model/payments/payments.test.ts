import { model } from "../kit/model.ts";
import { once, rest, returns } from "./invariants.ts";
import { paying } from "./moves.ts";
import { PayingWorld } from "./world.ts";

model("whatever a provider says, loses or repeats, each payment ends credited once or sent back once", {
  begin: () => new PayingWorld(),
  subjects: [{ moves: paying, invariants: [once, returns] }],
  end: rest,
  runs: 200,
  stepsMax: 80,
});
