import type { AdministrationCommand, AdministrationEvent } from "@forecourt/contract/administration";
import type { Code } from "@forecourt/contract/codes";
import type { OperatorView } from "@forecourt/contract/operator";
import { may } from "@forecourt/contract/permissions";
import { type Result, rejected } from "@forecourt/contract/result";
import { accepted, type Decision, defineActor } from "../runtime/definition.ts";

/** An act, for whoever carries it out. */
export type Act = Omit<Extract<AdministrationEvent, { type: "ActAsked" }>, "type">;

export interface AdministrationState {
  /** How many there have been. */
  readonly count: number;
  /** In the order in which they were asked for. */
  readonly waiting: readonly Act[];
  /** What became of the last ones, for whoever asks again. */
  readonly concluded: readonly { readonly no: number; readonly code: Code | null }[];
}

/** People do this by hand: more at once is no administration. */
export const WAITING_MAX = 50;
/** As many as commands are recognised when they are sent again. */
export const CONCLUDED_KEPT = 256;

type AdministrationDecision = Decision<AdministrationState, AdministrationEvent>;

/**
 * The one queue for what may take an administrator's power away. All of it has one destination, so each act is over before
 * the next is begun, in every crash: whether its doer may still do it is asked when it is its turn.
 */
export const administration = defineActor<AdministrationState, AdministrationCommand, AdministrationEvent, Act>({
  kind: "administration",
  initial: () => ({ count: 0, waiting: [], concluded: [] }),
  decide,
  evolve,
  assert: assertAdministration,
  timers: () => [],
  deliveries: ({ waiting }) =>
    waiting.map((act) => ({
      id: `act/${act.no}`,
      destination: "operators",
      message: act,
      acknowledge(reply) {
        const result = reply as Result<unknown>;
        return { type: "RecordAdministered", no: act.no, code: result.ok ? null : result.code };
      },
    })),
  publish: () => null,
  upcast: (stored) => stored as AdministrationEvent,
  stateVersion: 1,
});

/** Whether somebody is an administrator, as their account has it this moment. */
export function mayAdminister(doer: Pick<OperatorView, "state" | "role" | "stations"> | null): boolean {
  return doer?.state === "active" && doer.stations === null && may(doer.role, "operators.write");
}

function decide(state: AdministrationState, command: AdministrationCommand): AdministrationDecision {
  switch (command.type) {
    case "Administer": {
      const { operatorId, by } = command;
      if (operatorId === by.operatorId) return rejected("not_yourself");
      if (state.waiting.length >= WAITING_MAX) return rejected("overloaded");
      const no = state.count + 1;
      return accepted([{ type: "ActAsked", no, operatorId, command: command.command, by }], () => no);
    }
    case "RecordAdministered": {
      const { no, code } = command;
      return accepted(state.waiting.some((act) => act.no === no) ? [{ type: "ActConcluded", no, code }] : []);
    }
  }
}

function evolve(state: AdministrationState, event: AdministrationEvent): AdministrationState {
  switch (event.type) {
    case "ActAsked": {
      const { type: _, ...act } = event;
      return { ...state, count: event.no, waiting: [...state.waiting, act] };
    }
    case "ActConcluded": {
      const { no, code } = event;
      const waiting = state.waiting.filter((act) => act.no !== no);
      return { ...state, waiting, concluded: [...state.concluded, { no, code }].slice(-CONCLUDED_KEPT) };
    }
  }
}

function assertAdministration({ count, waiting, concluded }: AdministrationState): void {
  const numbers = waiting.map(({ no }) => no);
  const inOrder = numbers.every((no, index) => no <= count && (index === 0 || no > (numbers[index - 1] ?? 0)));
  if (!inOrder || waiting.length > WAITING_MAX || concluded.some(({ no }) => numbers.includes(no)))
    throw new Error("the administration is not as it must be");
}
