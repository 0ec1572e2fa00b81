import type { AccountCommand, AccountEvent } from "@forecourt/contract/account";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import type { AccountState } from "./state.ts";

/** Keeps what an operator has to say about the driver. */
export function addNote(
  state: AccountState,
  { text, operator }: Extract<AccountCommand, { type: "AddNote" }>,
  context: DecisionContext,
): Decision<AccountState, AccountEvent> {
  const note = { noteId: context.newId("not"), text, operator, atMs: context.nowMs };
  // The receipt may be forgotten; the note is not.
  const known = state.notes.find(({ noteId }) => noteId === note.noteId);
  return known === undefined ? accepted([{ type: "NoteAdded", note }], () => note) : accepted([], () => known);
}
