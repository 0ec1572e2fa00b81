import { spendingPolicies } from "@forecourt/contract/wallet";
import { model } from "../kit/model.ts";
import { walletSubjects } from "./subjects.ts";
import { WalletWorld } from "./world.ts";

for (const policy of spendingPolicies) {
  model(`a wallet agrees with a purse (${policy})`, {
    begin: () => new WalletWorld(policy),
    subjects: walletSubjects,
    runs: 60,
    stepsMax: 60,
  });
}
