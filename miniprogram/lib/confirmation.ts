import type { ConfirmationMethod } from "@forecourt/contract/confirmations";
import { store } from "./store.ts";

/** A command that waits for the driver to confirm it. */
export interface Asked {
  readonly confirmationId: string;
  /** Any one of them will do. */
  readonly methods: readonly ConfirmationMethod[];
  settle(given: boolean): void;
}

let queue: Promise<unknown> = Promise.resolve();
let given = 0;

/** How often the driver has confirmed something since the app began. */
export const confirmationsGiven = (): number => given;

/** Asks the driver to confirm what a refusal names; true once they have. Two at once are asked one after the other. */
export function confirmed(refusal: Readonly<Record<string, unknown>>): Promise<boolean> {
  const turn = queue.then(() => ask(refusal));
  queue = turn;
  return turn;
}

async function ask(refusal: Readonly<Record<string, unknown>>): Promise<boolean> {
  const answer = await new Promise<boolean>((settle) => {
    const methods = (refusal.methods ?? []) as readonly ConfirmationMethod[];
    store.set("asked", { confirmationId: String(refusal.confirmationId), methods, settle });
  });
  store.set("asked", null);
  if (answer) given += 1;
  return answer;
}
