import { spendingPolicies } from "@forecourt/contract/wallet";
import { model } from "../kit/model.ts";
import { invariants } from "./invariants.ts";
import { deliveries, fills, repetition, time, topups } from "./moves.ts";
import { WalletWorld } from "./world.ts";

for (const policy of spendingPolicies) {
  model(`a wallet agrees with a purse (${policy})`, {
    begin: () => new WalletWorld(policy),
    subjects: [{ moves: [...time, ...topups, ...fills, ...deliveries, ...repetition], invariants }],
    runs: 60,
    stepsMax: 60,
  });
}
