import { type DocumentKind, UPLOAD_LIFE_MS } from "@forecourt/contract/documents";
import { describe, expect, it } from "vitest";
import { account } from "./account.ts";
import { bare, DAY, HOUR, MINUTE, NOON } from "./given.ts";

const submit = (documentId: string, kind: DocumentKind = "id_front", idName: string | null = null) =>
  ({
    type: "SubmitDocument",
    document: { documentId, kind, contentType: "image/jpeg", bytes: 90_000, width: 800, height: 500 },
    idName,
  }) as const;
const approve = (documentId: string) => ({ type: "ApproveDocument", documentId, operator: "ada@example.com" }) as const;
const reject = (documentId: string) => ({ type: "RejectDocument", documentId, cause: "unreadable", operator: "ada@example.com" }) as const;

describe("a verification document", () => {
  it("waits for a decision, and is approved", () => {
    const given = bare().after(submit("doc_000001", "id_front", "hashed"));
    expect(given.state.documents).toMatchObject([{ state: "submitted", attempt: 1, idName: "hashed", submittedAtMs: NOON }]);
    const after = given.when(approve("doc_000001")).yields({ events: [{ type: "DocumentApproved" }] });
    expect(after.state.documents).toMatchObject([{ state: "approved", decidedBy: "ada@example.com", decidedAtMs: NOON }]);
  });

  it("is rejected with a cause; another takes its place, and the first is owed to be erased", () => {
    const given = bare().after(submit("doc_000001"), reject("doc_000001"));
    expect(given.state.documents).toMatchObject([{ state: "rejected", cause: "unreadable" }]);
    const again = given.after(submit("doc_000002"));
    expect(again.state.documents).toMatchObject([{ documentId: "doc_000002", state: "submitted", attempt: 2, cause: null }]);
    expect(account.deliveries(again.state)).toMatchObject([{ id: "erase/doc_000001", message: { documentId: "doc_000001" } }]);
    const erased = again.after({ type: "RecordDocumentErased", documentId: "doc_000001" });
    expect(account.deliveries(erased.state)).toEqual([]);
    erased.when({ type: "RecordDocumentErased", documentId: "doc_000001" }).nothing();
  });

  it("is decided on once: the same decision again is nothing, another one is refused", () => {
    const given = bare().after(submit("doc_000001"), approve("doc_000001"));
    given.when(approve("doc_000001")).nothing();
    given.when(reject("doc_000001")).refused("document_decided");
  });

  it("is not decided on once another has taken its place, late or not", () => {
    const given = bare().after(submit("doc_000001"), submit("doc_000002"));
    given.when(approve("doc_000001")).refused("document_not_found");
    given.when(submit("doc_000001")).refused("document_not_found");
    expect(given.state.documents).toMatchObject([{ documentId: "doc_000002", state: "submitted" }]);
  });

  it("sent again is the same one", () => {
    bare().after(submit("doc_000001")).when(submit("doc_000001")).nothing();
  });

  it("is one of each kind", () => {
    const given = bare().after(submit("doc_000001"), submit("doc_000002", "id_back"), submit("doc_000003", "vehicle_licence"));
    expect(given.state.documents.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
  });

  it("goes when its driver wants that", () => {
    const given = bare().after(submit("doc_000001"));
    const after = given.when({ type: "RemoveDocument", kind: "id_front" }).yields({ events: [{ type: "DocumentRemoved" }] });
    expect(after.state).toMatchObject({ documents: [], erasures: [{ documentId: "doc_000001" }] });
    after.when({ type: "RemoveDocument", kind: "id_front" }).refused("document_not_found");
  });

  it("once gone comes back by no address that may still be good, and is owed to the store once", () => {
    const once = bare().after(submit("doc_000001"), { type: "RemoveDocument", kind: "id_front" });
    once.when(submit("doc_000001")).refused("document_not_found");
    const erased = once.at(NOON + MINUTE).after({ type: "RecordDocumentErased", documentId: "doc_000001" });
    expect(erased.deliveries()).toEqual([]);
    erased
      .at(NOON + UPLOAD_LIFE_MS)
      .when(submit("doc_000001"))
      .refused("document_not_found");
    const later = erased.at(NOON + DAY).after(submit("doc_000002"), { type: "RemoveDocument", kind: "id_front" });
    expect(later.state.erasures).toMatchObject([{ documentId: "doc_000002" }]);
  });

  it("comes no more while fifty wait to be erased, or were erased just now", () => {
    const many = bare().after(...Array.from({ length: 51 }, (_, no) => submit(`doc_${100_000 + no}`)));
    many.when(submit("doc_last01")).refused("unavailable");
    const erased = many.after(...many.state.erasures.map(({ documentId }) => ({ type: "RecordDocumentErased", documentId }) as const));
    erased.when(submit("doc_last01")).refused("unavailable");
    erased
      .at(NOON + HOUR)
      .when(submit("doc_last01"))
      .done();
  });

  it("shows the audit trail its state, and nothing that is on it", () => {
    const { state } = bare().after(submit("doc_000001", "id_front", "hashed"));
    expect(account.aspect?.(state, approve("doc_000001"))).toEqual({
      documentId: "doc_000001",
      kind: "id_front",
      state: "submitted",
      cause: null,
    });
  });
});

it("an account from before there were documents has none", () => {
  const { documents: _, erasures: __, ...before } = bare().state;
  expect(account.upcastState?.(before, 4)).toEqual(bare().state);
  expect(account.upcastState?.({ ...before, erasures: ["doc_000001"] }, 6)).toMatchObject({
    erasures: [{ documentId: "doc_000001", leftAtMs: 0, isDone: false }],
  });
});
