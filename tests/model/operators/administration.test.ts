import type { AdministrationCommand, AdministrationEvent, DisempoweringCommand } from "@forecourt/contract/administration";
import type { OperatorCommand, OperatorEvent } from "@forecourt/contract/operator";
import { type Result, rejected } from "@forecourt/contract/result";
import {
  type Act,
  type AdministrationState,
  administration,
  mayAdminister,
} from "@forecourt/durable-objects/administration/administration";
import { operator } from "@forecourt/durable-objects/operator/operator";
import { type OperatorState, operatorView } from "@forecourt/durable-objects/operator/state";
import fc from "fast-check";
import { expect } from "vitest";
import { type Clock, SimulatedActor } from "../kit/actor.ts";
import { model, moves, pick } from "../kit/model.ts";

/** Three administrators who shut one another out, down and in again, all at once. Answers get lost, and whoever keeps the queue dies. */

type Account = SimulatedActor<OperatorState, OperatorCommand, OperatorEvent, never>;

const index = fc.nat(50);
const terms = { name: "Ada", role: "super_admin", stations: null } as const;
const acts: readonly DisempoweringCommand[] = [
  { type: "DisableOperator" },
  { type: "ChangeOperator", ...terms, role: "auditor" },
  { type: "ChangeOperator", ...terms, stations: ["hongqiao"] },
  { type: "ChangeOperator", ...terms },
];

class Office {
  readonly clock: Clock = { nowMs: Date.UTC(2026, 5, 1, 12) };
  readonly people: readonly Account[] = ["opr_ada", "opr_grace", "opr_mary"].map((id) => new SimulatedActor(operator, id, this.clock));
  readonly queue = new SimulatedActor<AdministrationState, AdministrationCommand, AdministrationEvent, Act>(
    administration,
    "administration",
    this.clock,
  );
  #names = 0;

  constructor() {
    for (const account of this.people)
      account.execute(this.name(), { type: "InstallOperator", email: `${account.id}@forecourt.example`, passwordHash: "hash", ...terms });
  }

  name(): string {
    return `command-${this.#names++}`;
  }

  isAdministrator(account: Account): boolean {
    return mayAdminister(operatorView(account.state, this.clock.nowMs));
  }

  /** What the queue's Durable Object does for an act. */
  carryOut({ no, operatorId, command, by }: Act): Result<unknown> {
    const find = (id: string) => this.people.find((account) => account.id === id);
    const [doer, other] = [find(by.operatorId), find(operatorId)];
    if (doer === undefined || other === undefined) return expect.fail("an act of nobody");
    if (!this.isAdministrator(doer)) return rejected("forbidden");
    return other.execute(`administration/${no}`, command);
  }
}

model("there is always an administrator left", {
  begin: () => new Office(),
  subjects: [
    {
      moves: [
        moves(10, [index, index, index], (office: Office, who: number, whom: number, what: number) => {
          const [doer, other, command] = [pick(office.people, who), pick(office.people, whom), pick(acts, what)];
          if (doer === undefined || other === undefined || command === undefined) return null;
          // Whoever was one a moment ago, when the edge looked.
          if (!office.isAdministrator(doer)) return null;
          const by = { operatorId: doer.id, email: doer.id, role: "super_admin", reason: null, ip: null, place: null, requestId: "r" };
          const asked = office.queue.execute(office.name(), { type: "Administer", operatorId: other.id, command, by });
          expect(asked.ok).toBe(doer !== other);
          return `${doer.id} asks for ${command.type} on ${other.id}`;
        }),
        moves(10, [fc.boolean()], (office: Office, lost: boolean) => {
          const [delivery] = office.queue.sendable();
          if (delivery === undefined) return null;
          const reply = office.carryOut(delivery.message);
          if (!lost) office.queue.acknowledge(delivery, reply);
          return `${delivery.id} is carried out: ${reply.ok ? "done" : reply.code}${lost ? ", and the answer is lost" : ""}`;
        }),
        moves(3, [index], (office: Office, at: number) => {
          const account = pick(office.people, at);
          if (account === undefined || !account.execute(office.name(), { type: "EnableOperator" }).ok) return null;
          return `${account.id} is let in again`;
        }),
        moves(1, [], (office: Office) => {
          office.queue.crash();
          return "the queue dies and starts again";
        }),
      ],
      invariants: [
        (office) => {
          expect(office.people.some((account) => office.isAdministrator(account))).toBe(true);
        },
      ],
    },
  ],
  end(office) {
    for (let [next] = office.queue.sendable(); next !== undefined; [next] = office.queue.sendable())
      office.queue.acknowledge(next, office.carryOut(next.message));
    expect(office.queue.state.waiting).toEqual([]);
    expect(office.queue.state.concluded).toHaveLength(office.queue.state.count);
  },
  runs: 80,
  stepsMax: 60,
});
