import { model } from "../kit/model.ts";
import { pumps } from "../station/moves.ts";
import { invariants, rest } from "./invariants.ts";
import { circumstances, drivers } from "./moves.ts";
import { Forecourt } from "./world.ts";

model("wallets and a station lose no money, invent none, and come to rest", {
  begin: () => new Forecourt(),
  subjects: [{ moves: [...circumstances, ...drivers, ...pumps], invariants }],
  end: rest,
  runs: 400,
  stepsMax: 80,
});
