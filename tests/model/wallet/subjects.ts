import { apart, ofApart } from "./apart.ts";
import { disputes, ofDisputes } from "./disputes.ts";
import { ofAll, ofFills, ofOperators, ofTopups } from "./invariants.ts";
import { answerFlow, answerProvider, deliveries, fills, repetition, time, topups } from "./moves.ts";
import { operators } from "./operators.ts";
import { answerRefund, ofRefunds, refunds } from "./refunds.ts";
import { answerFillRule, ofTanks, tanks } from "./tanks.ts";
import type { WalletSubject } from "./world.ts";

/** What each subject does to a wallet; a new one adds its line. */
const own: readonly WalletSubject[] = [
  { moves: refunds, invariants: ofRefunds, answer: answerRefund },
  { moves: topups, invariants: ofTopups, answer: answerProvider },
  { moves: apart, invariants: ofApart },
  { moves: disputes, invariants: ofDisputes },
  { moves: fills, invariants: ofFills, answer: answerFlow },
  { moves: operators, invariants: ofOperators },
  { moves: tanks, invariants: ofTanks, answer: answerFillRule },
];

/** And what befalls all of them alike. */
export const walletSubjects: readonly WalletSubject[] = [
  { moves: [...time, ...deliveries(own.flatMap(({ answer }) => answer ?? [])), ...repetition], invariants: ofAll },
  ...own,
];
