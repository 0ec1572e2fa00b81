import type { By } from "./audit.ts";
import type { Code } from "./codes.ts";
import type { OperatorCommand } from "./operator.ts";

/**
 * What may take an administrator's power away is done in turn, by one actor: of two administrators who shut each other out
 * at the same moment, the second is no administrator any more when their turn comes. So there is always one left.
 */

/** What one operator does to another that may take a power away. */
export type DisempoweringCommand = Extract<OperatorCommand, { type: "ChangeOperator" | "DisableOperator" }>;

export type AdministrationCommand =
  | { readonly type: "Administer"; readonly operatorId: string; readonly command: DisempoweringCommand; readonly by: By }
  /** `code`: why nothing came of it; null: it is done. */
  | { readonly type: "RecordAdministered"; readonly no: number; readonly code: Code | null };

export type AdministrationEvent =
  | {
      readonly type: "ActAsked";
      readonly no: number;
      readonly operatorId: string;
      readonly command: DisempoweringCommand;
      readonly by: By;
    }
  | { readonly type: "ActConcluded"; readonly no: number; readonly code: Code | null };
