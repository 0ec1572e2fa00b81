import type { StationAlertKind } from "@forecourt/contract/alerts";
import type { Detail } from "@forecourt/contract/result";
import type { StationEvent } from "@forecourt/contract/station";
import type { DecisionContext } from "../runtime/definition.ts";
import { evolveStation } from "./evolve.ts";
import type { StationState } from "./state.ts";

/** What it is decided by beside the state. */
export type Moment = Pick<DecisionContext, "nowMs">;

/** Events being decided, one upon the other: each sees the state that those before it leave. */
export class Draft {
  readonly events: StationEvent[] = [];
  readonly nowMs: number;
  state: StationState;

  constructor(state: StationState, { nowMs }: Moment) {
    this.state = state;
    this.nowMs = nowMs;
  }

  add(event: StationEvent): void {
    this.events.push(event);
    this.state = evolveStation(this.state, event, { atMs: this.nowMs });
  }

  alert(kind: StationAlertKind, subjectId: string, facts: Detail): void {
    this.add({ type: "AlertRaised", kind, subjectId, facts });
  }
}
