import { model } from "../kit/model.ts";
import { atRest, invariants } from "./invariants.ts";
import { arrivals, bindings, deliveries, protection, sessions, time } from "./moves.ts";
import { risk, riskInvariants } from "./risk.ts";
import { People } from "./world.ts";

model("people stay who they are, whatever they sign in with", {
  begin: () => new People(),
  subjects: [
    { moves: [...time, ...deliveries, ...arrivals, ...sessions, ...bindings, ...protection], invariants },
    { moves: risk, invariants: riskInvariants },
  ],
  end: atRest,
  runs: 60,
  stepsMax: 60,
});
