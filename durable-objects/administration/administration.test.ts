import type { By } from "@forecourt/contract/audit";
import { rejected } from "@forecourt/contract/result";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { administration, CONCLUDED_KEPT, WAITING_MAX } from "./administration.ts";

const by = (operatorId: string): By => ({
  ...{ operatorId, email: `${operatorId}@forecourt.example`, role: "super_admin", reason: null },
  ...{ ip: null, place: null, requestId: "r" },
});
const disable = (operatorId: string, doer: string) =>
  ({ type: "Administer", operatorId, command: { type: "DisableOperator" }, by: by(doer) }) as const;
const concluded = (no: number) => ({ type: "RecordAdministered", no, code: null }) as const;
const idle = specification(administration, "administration");

describe("what may take an administrator's power away", () => {
  it("is owed in the order in which it was asked for, to one destination", () => {
    const both = idle.after(disable("opr_ada", "opr_grace"), disable("opr_grace", "opr_ada"));
    expect(both.deliveries().map(({ destination, message }) => [destination, message.no, message.operatorId])).toEqual([
      ["operators", 1, "opr_ada"],
      ["operators", 2, "opr_grace"],
    ]);
  });

  it("is over with what the account has answered, and that is kept", () => {
    const both = idle.after(disable("opr_ada", "opr_grace"), disable("opr_grace", "opr_ada"));
    const [first, second] = both.deliveries();
    const done = both.after(first?.acknowledge({ ok: true, seq: 1, reply: null }) ?? concluded(0));
    const refused = second?.acknowledge(rejected("forbidden")) ?? concluded(0);
    done.when(refused).yields({
      events: [{ type: "ActConcluded", no: 2, code: "forbidden" }],
      state: {
        waiting: [],
        concluded: [
          { no: 1, code: null },
          { no: 2, code: "forbidden" },
        ],
      },
    });
    done.when(concluded(1)).nothing();
  });

  it("is never done to oneself", () => {
    idle.when(disable("opr_ada", "opr_ada")).refused("not_yourself");
  });

  it("waits in a line that has an end, and remembers no more than it must", () => {
    const full = Array.from({ length: WAITING_MAX }).reduce<typeof idle>((given) => given.after(disable("opr_a", "opr_b")), idle);
    full.when(disable("opr_a", "opr_b")).refused("overloaded");
    let given = idle;
    for (let no = 1; no <= CONCLUDED_KEPT + 1; no++) given = given.after(disable("opr_a", "opr_b"), concluded(no));
    expect(given.state.concluded).toHaveLength(CONCLUDED_KEPT);
  });
});
