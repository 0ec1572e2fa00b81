import type { AccountCommand, AccountEvent } from "@forecourt/contract/account";
import { type DocumentEvent, type KnownDocument, UPLOAD_LIFE_MS } from "@forecourt/contract/documents";
import { rejected } from "@forecourt/contract/result";
import { accepted, type CommitContext, type Decision, type DecisionContext, type Delivery } from "../runtime/definition.ts";
import type { AccountState, Erasure } from "./state.ts";

type AccountDecision = Decision<AccountState, AccountEvent>;
type CommandOf<Type extends AccountCommand["type"]> = Extract<AccountCommand, { type: Type }>;

/** Asks the edge to erase a document from the store. */
export interface EraseDocument {
  readonly to: "documents";
  readonly documentId: string;
}

/** Documents that wait to be erased, or were within an address's life; beyond that no more come in for a while. */
const ERASURES_MAX = 50;
/** The clock that an address runs out by is another machine's. */
const CLOCKS_APART_MS = 60_000;

/** A document that the store has. It takes the place of the one of its kind, decided or not, which is erased. */
export function submitDocument(
  state: AccountState,
  { document, idName }: CommandOf<"SubmitDocument">,
  { nowMs }: DecisionContext,
): AccountDecision {
  const { documentId, kind } = document;
  const known = findDocument(state, documentId);
  if (known !== undefined) return accepted([], () => known);
  if (hasLeft(state, documentId)) return rejected("document_not_found");
  if (current(state.erasures, nowMs).length >= ERASURES_MAX) return rejected("unavailable");
  const before = state.documents.find((one) => one.kind === kind);
  const attempt = (before?.attempt ?? 0) + 1;
  const event: DocumentEvent = { type: "DocumentSubmitted", document, idName, attempt, replaces: before?.documentId ?? null };
  return accepted([event], (after) => findDocument(after, documentId));
}

/** The first decision stands; the same one again changes nothing. */
export function decideOnDocument(
  state: AccountState,
  command: CommandOf<"ApproveDocument"> | CommandOf<"RejectDocument">,
): AccountDecision {
  const { documentId, operator } = command;
  const known = findDocument(state, documentId);
  if (known === undefined) return rejected("document_not_found");
  const reply = (after: AccountState) => findDocument(after, documentId);
  const cause = command.type === "RejectDocument" ? command.cause : null;
  if (known.state === "submitted") {
    const event: DocumentEvent =
      cause === null ? { type: "DocumentApproved", documentId, operator } : { type: "DocumentRejected", documentId, cause, operator };
    return accepted([event], reply);
  }
  const isSame = known.state === (cause === null ? "approved" : "rejected") && known.cause === cause;
  return isSame ? accepted([], reply) : rejected("document_decided");
}

export function removeDocument(state: AccountState, { kind }: CommandOf<"RemoveDocument">): AccountDecision {
  const known = state.documents.find((one) => one.kind === kind);
  return known === undefined ? rejected("document_not_found") : accepted([{ type: "DocumentRemoved", documentId: known.documentId }]);
}

export function recordErased(state: AccountState, { documentId }: CommandOf<"RecordDocumentErased">): AccountDecision {
  const isOwed = state.erasures.some((erasure) => erasure.documentId === documentId && !erasure.isDone);
  return accepted(isOwed ? [{ type: "DocumentErased", documentId }] : []);
}

/** What left the account is owed to the store, until the store has let go of it. */
export function erasing({ erasures }: AccountState): readonly Delivery<AccountCommand, EraseDocument>[] {
  return erasures
    .filter(({ isDone }) => !isDone)
    .map(({ documentId }) => ({
      id: `erase/${documentId}`,
      destination: "documents",
      message: { to: "documents", documentId },
      acknowledge: () => ({ type: "RecordDocumentErased", documentId }),
    }));
}

/** What a decision on a document is about; nothing of what is on it. */
export function documentAspect(state: AccountState, command: AccountCommand): unknown {
  if (command.type !== "ApproveDocument" && command.type !== "RejectDocument") return null;
  const known = findDocument(state, command.documentId);
  return known === undefined ? null : { documentId: known.documentId, kind: known.kind, state: known.state, cause: known.cause };
}

export function evolveDocuments(state: AccountState, event: DocumentEvent, { atMs }: Pick<CommitContext, "atMs">): AccountState {
  switch (event.type) {
    case "DocumentSubmitted": {
      const { document, idName, attempt, replaces } = event;
      const open = { state: "submitted", submittedAtMs: atMs, decidedAtMs: null, decidedBy: null, cause: null } as const;
      const without = replaces === null ? state : letGo(state, replaces, atMs);
      return { ...without, documents: [...without.documents, { ...document, ...open, attempt, idName }] };
    }
    case "DocumentApproved":
      return change(state, event.documentId, { state: "approved", decidedAtMs: atMs, decidedBy: event.operator });
    case "DocumentRejected":
      return change(state, event.documentId, { state: "rejected", decidedAtMs: atMs, decidedBy: event.operator, cause: event.cause });
    case "DocumentRemoved":
      return letGo(state, event.documentId, atMs);
    case "DocumentErased":
      return { ...state, erasures: current(state.erasures.map(done(event.documentId)), atMs) };
  }
}

function findDocument(state: AccountState, documentId: string): KnownDocument | undefined {
  return state.documents.find((known) => known.documentId === documentId);
}

/** Whether the account has let go of it; known for as long as its address could bring it back. */
export function hasLeft({ erasures }: Pick<AccountState, "erasures">, documentId: string): boolean {
  return erasures.some((erasure) => erasure.documentId === documentId);
}

/** Erasures that are owed, and those whose documents' addresses may still be good: an address is made before its document comes. */
function current(erasures: readonly Erasure[], nowMs: number): readonly Erasure[] {
  return erasures.filter(({ isDone, leftAtMs }) => !isDone || nowMs < leftAtMs + UPLOAD_LIFE_MS + CLOCKS_APART_MS);
}

const done = (documentId: string) => (erasure: Erasure) => (erasure.documentId === documentId ? { ...erasure, isDone: true } : erasure);

function letGo(state: AccountState, documentId: string, leftAtMs: number): AccountState {
  return {
    ...state,
    documents: state.documents.filter((known) => known.documentId !== documentId),
    erasures: [...current(state.erasures, leftAtMs), { documentId, leftAtMs, isDone: false }],
  };
}

function change(state: AccountState, documentId: string, to: Partial<KnownDocument>): AccountState {
  return { ...state, documents: state.documents.map((known) => (known.documentId === documentId ? { ...known, ...to } : known)) };
}
