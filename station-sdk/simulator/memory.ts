import { readFileSync } from "node:fs";
import { isErrno, replaceFile } from "../files.ts";
import type { NewTerminalEvent, PriceChange } from "../index.ts";
import type { Pump } from "./pump.ts";

/** What a controller keeps when the power fails. */

/** What was sold of a grade since the shift began. */
export interface ShiftTotal {
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly count: number;
}

export interface ForecourtMemory {
  /** By the pump's number. */
  readonly pumps: Readonly<Record<string, Pump>>;
  /** What happened but may not have been told. It is told again after a crash; a sale told twice is one sale. */
  readonly untold: readonly NewTerminalEvent[];
  readonly shiftNumber: number;
  /** By grade. */
  readonly shift: Readonly<Record<string, ShiftTotal>>;
  /** Not yet in force. */
  readonly prices: readonly PriceChange[];
}

const emptyMemory: ForecourtMemory = { pumps: {}, untold: [], shiftNumber: 1, shift: {}, prices: [] };

/** Empty when there is none; throws when it is not JSON, since {@link saveMemory} never leaves a part. */
export function loadMemory(path: string): ForecourtMemory {
  try {
    return { ...emptyMemory, ...(JSON.parse(readFileSync(path, "utf8")) as ForecourtMemory) };
  } catch (error) {
    if (isErrno(error, "ENOENT")) return emptyMemory;
    throw error;
  }
}

/** Durable when it returns. */
export function saveMemory(path: string, memory: ForecourtMemory): void {
  replaceFile(path, JSON.stringify(memory));
}

/** The shift's totals with one more sale. */
export function withSale(shift: ForecourtMemory["shift"], event: NewTerminalEvent): ForecourtMemory["shift"] {
  if (event.type !== "fuel.completed") return shift;
  const { grade, volumeMl, amountMinor } = event.data;
  const before = shift[grade] ?? { volumeMl: 0, amountMinor: 0, count: 0 };
  return {
    ...shift,
    [grade]: { volumeMl: before.volumeMl + volumeMl, amountMinor: before.amountMinor + amountMinor, count: before.count + 1 },
  };
}
