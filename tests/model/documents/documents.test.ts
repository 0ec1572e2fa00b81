import type { AccountCommand, AccountEvent } from "@forecourt/contract/account";
import { type DocumentFacts, type DocumentKind, documentKinds, UPLOAD_LIFE_MS } from "@forecourt/contract/documents";
import { account } from "@forecourt/durable-objects/account/account";
import type { AccountState } from "@forecourt/durable-objects/account/state";
import type { AccountMessage } from "@forecourt/durable-objects/account/tank";
import fc from "fast-check";
import { expect } from "vitest";
import { type Clock, SimulatedActor } from "../kit/actor.ts";
import { type Invariant, type Moves, model, moves, pick } from "../kit/model.ts";

/** A driver who sends documents, takes them back and sends others; reviewers; a store that is slow to erase. Beside it what the driver was told. */

const index = fc.nat(50);
const kind = fc.constantFrom(...documentKinds);

interface Sent {
  readonly facts: DocumentFacts;
  state: "submitted" | "approved" | "rejected";
}

class Desk {
  readonly clock: Clock = { nowMs: Date.UTC(2026, 5, 1, 12) };
  readonly account = new SimulatedActor<AccountState, AccountCommand, AccountEvent, AccountMessage>(account, "drv_1", this.clock);
  /** What the store holds: every photo that arrived and was not erased. */
  readonly store = new Set<string>();
  /** What the driver was told: the document that counts, of each kind. */
  readonly current = new Map<DocumentKind, Sent>();
  readonly gone = new Set<string>();
  /** Addresses that were used, for sending the same again while they are good. */
  readonly tickets: { readonly facts: DocumentFacts; readonly untilMs: number }[] = [];
  #names = 0;

  name(prefix: string): string {
    return `${prefix}_${this.#names++}`;
  }

  /** What the store does; there are no vehicles here that anybody else would be told of. */
  erase(message: AccountMessage): string {
    if (message.to !== "documents") return expect.fail(`a message to ${message.to}`);
    this.store.delete(message.documentId);
    return message.documentId;
  }

  /**
   * What the edge does with a photo that arrives: keeps it, then tells the account; `cutOff`: it dies in between. `forgotten`: so many commands
   * came since the first that the account has no receipt of it.
   */
  arrive(facts: DocumentFacts, { cutOff = false, forgotten = false }): string {
    this.store.add(facts.documentId);
    if (cutOff) return `${facts.documentId} arrives, and nobody hears of it`;
    const result = this.account.execute(forgotten ? this.name("command") : `document/${facts.documentId}`, {
      type: "SubmitDocument",
      document: facts,
      idName: null,
    });
    const isKnown = this.account.state.documents.some(({ documentId }) => documentId === facts.documentId);
    if (!isKnown) {
      this.store.delete(facts.documentId);
      expect(this.gone.has(facts.documentId) || !result.ok, "a photo that counts was thrown away").toBe(true);
      return `${facts.documentId} comes too late`;
    }
    const before = this.current.get(facts.kind);
    if (before?.facts.documentId !== facts.documentId) {
      if (before !== undefined) this.gone.add(before.facts.documentId);
      this.current.set(facts.kind, { facts, state: "submitted" });
      expect(this.gone.has(facts.documentId), "a document that was gone came back").toBe(false);
    }
    return `${facts.documentId} arrives`;
  }
}

const everything: readonly Moves<Desk>[] = [
  moves(1, [fc.constantFrom(1_000, 60_000, 86_400_000)], (world: Desk, byMs: number) => {
    world.clock.nowMs += byMs;
    return `${byMs / 1_000} s pass`;
  }),
  moves(1, [], (world: Desk) => {
    world.account.crash();
    return "the account dies and starts again";
  }),
  moves(6, [kind, fc.nat(9)], (world: Desk, of: DocumentKind, luck: number) => {
    const facts = { documentId: world.name("doc"), kind: of, contentType: "image/jpeg", bytes: 1_000, width: 800, height: 500 } as const;
    world.tickets.push({ facts, untilMs: world.clock.nowMs + UPLOAD_LIFE_MS });
    return world.arrive(facts, { cutOff: luck === 0 });
  }),
  moves(4, [index, fc.boolean()], (world: Desk, at: number, forgotten: boolean) => {
    const ticket = pick(
      world.tickets.filter(({ untilMs }) => world.clock.nowMs < untilMs),
      at,
    );
    return ticket === undefined ? null : `again: ${world.arrive(ticket.facts, { forgotten })}`;
  }),
  moves(5, [index, fc.boolean()], (world: Desk, at: number, approve: boolean) => {
    const ticket = pick(world.tickets, at);
    if (ticket === undefined) return null;
    const { documentId } = ticket.facts;
    const by = { documentId, operator: "reviewer@forecourt.example" };
    const command = approve
      ? ({ type: "ApproveDocument", ...by } as const)
      : ({ type: "RejectDocument", cause: "unreadable", ...by } as const);
    const result = world.account.execute(world.name("command"), command);
    const sent = [...world.current.values()].find((one) => one.facts.documentId === documentId);
    const wanted = approve ? "approved" : "rejected";
    if (sent === undefined) expect(result).toMatchObject({ ok: false, code: "document_not_found" });
    else if (sent.state !== "submitted" && sent.state !== wanted) expect(result).toMatchObject({ ok: false, code: "document_decided" });
    else {
      expect(result).toMatchObject({ ok: true, reply: { documentId, state: wanted } });
      sent.state = wanted;
    }
    return `${documentId} is ${wanted}: ${result.ok}`;
  }),
  moves(3, [kind], (world: Desk, of: DocumentKind) => {
    const sent = world.current.get(of);
    const result = world.account.execute(world.name("command"), { type: "RemoveDocument", kind: of });
    expect(result.ok).toBe(sent !== undefined);
    if (sent !== undefined) world.gone.add(sent.facts.documentId);
    world.current.delete(of);
    return `${of} is taken back: ${result.ok}`;
  }),
  moves(6, [index, fc.boolean()], (world: Desk, at: number, lost: boolean) => {
    const delivery = pick(world.account.sendable(), at);
    if (delivery === undefined) return null;
    const documentId = world.erase(delivery.message);
    if (!lost) world.account.acknowledge(delivery, null);
    return `${documentId} is erased${lost ? ", and the answer lost" : ""}`;
  }),
];

const invariants: readonly Invariant<Desk>[] = [
  ({ account: { state }, current, store }) => {
    expect(new Map(state.documents.map((known) => [known.kind, [known.documentId, known.state]]))).toEqual(
      new Map([...current].map(([of, sent]) => [of, [sent.facts.documentId, sent.state]])),
    );
    for (const { facts } of current.values()) expect(store.has(facts.documentId), "a document that counts is not in the store").toBe(true);
  },
];

model("a document that was acknowledged stays until it is replaced or taken back, and then leaves the store", {
  begin: () => new Desk(),
  subjects: [{ moves: everything, invariants }],
  end: (world) => {
    for (let round = 0; round < 100; round++)
      for (const delivery of world.account.sendable()) {
        world.erase(delivery.message);
        world.account.acknowledge(delivery, null);
      }
    expect(world.account.sendable()).toEqual([]);
    for (const documentId of world.gone) expect(world.store.has(documentId), `${documentId} is gone, and still in the store`).toBe(false);
  },
  runs: 60,
  stepsMax: 60,
});
