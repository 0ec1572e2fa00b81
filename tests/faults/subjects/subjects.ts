import { adjustments } from "./adjustments/adjustments.ts";
import { documents } from "./documents/documents.ts";
import { figures } from "./figures/figures.ts";
import { fuelings } from "./fuelings/fuelings.ts";
import { identity } from "./identity/identity.ts";
import { joins } from "./joins/joins.ts";
import { operators } from "./operators/operators.ts";
import { packages } from "./packages/packages.ts";
import { platform } from "./platform/platform.ts";
import { refunds } from "./refunds/refunds.ts";
import { risk } from "./risk/risk.ts";
import type { Subject } from "./subject.ts";
import { terminals } from "./terminals/terminals.ts";
import { topups } from "./topups/topups.ts";
import { vendors } from "./vendors/vendors.ts";

/** Everything that the random run does and the checker looks at; a new subject adds its line. Acts come in this order. */
export const subjects: readonly Subject[] = [
  topups,
  packages,
  vendors,
  fuelings,
  refunds,
  adjustments,
  figures,
  identity,
  joins,
  risk,
  operators,
  documents,
  platform,
  terminals,
];
