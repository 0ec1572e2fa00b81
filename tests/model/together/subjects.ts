import type { Subject } from "../kit/model.ts";
import { pumps } from "../station/moves.ts";
import { invariants } from "./invariants.ts";
import { circumstances, drivers } from "./moves.ts";
import type { Forecourt } from "./world.ts";

/** What each subject does where wallets and a station meet; a new one adds its line. */
export const togetherSubjects: readonly Subject<Forecourt>[] = [{ moves: [...circumstances, ...drivers, ...pumps], invariants }];
