/**
 * Verification documents: photos that show who a driver is and what they drive. The photo and the number on it are sealed in the
 * object store; the account knows where each document stands, and nothing that is on it.
 */

export const documentKinds = ["id_front", "id_back", "vehicle_licence"] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const documentTypes = ["image/jpeg", "image/png"] as const;
export type DocumentType = (typeof documentTypes)[number];

/** Phones compress a photo to a few hundred kilobytes; one that was not is refused. */
export const DOCUMENT_BYTES_MAX = 4 * 1024 * 1024;
/** For how long an upload's address is good. */
export const UPLOAD_LIFE_MS = 10 * 60_000;
/** Less than this can't be read, more is no photo. In pixels. */
export const documentPixels = { shortSideMin: 300, longSideMax: 12_000, areaMax: 50_000_000 } as const;

export const documentStates = ["submitted", "approved", "rejected"] as const;
export type DocumentState = (typeof documentStates)[number];

/** As people see it: a document that was never sent is missing, one that was sent again says so. */
export const shownStates = ["missing", "submitted", "approved", "rejected", "resubmitted"] as const;
export type ShownState = (typeof shownStates)[number];

/** Why a document is rejected: from a list, so that no word about a person stands in a journal. */
export const rejectionCauses = ["unreadable", "cut_off", "wrong_document", "expired", "not_the_driver", "altered"] as const;
export type RejectionCause = (typeof rejectionCauses)[number];

/** What a document may be opened for. */
export const openingPurposes = ["review", "fraud", "dispute", "authority", "driver_request"] as const;

/** What is known of a photo without opening it. */
export interface DocumentFacts {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly contentType: DocumentType;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

export interface KnownDocument extends DocumentFacts {
  readonly state: DocumentState;
  /** 1 for the first of its kind, one more each time that another takes its place. */
  readonly attempt: number;
  /** What the number on it is found by: a keyed hash; null when none was given. */
  readonly idName: string | null;
  readonly submittedAtMs: number;
  readonly decidedAtMs: number | null;
  readonly decidedBy: string | null;
  readonly cause: RejectionCause | null;
}

export type DocumentCommand =
  | { readonly type: "SubmitDocument"; readonly document: DocumentFacts; readonly idName: string | null }
  | { readonly type: "ApproveDocument"; readonly documentId: string; readonly operator: string }
  | { readonly type: "RejectDocument"; readonly documentId: string; readonly cause: RejectionCause; readonly operator: string }
  /** The driver wants it gone. */
  | { readonly type: "RemoveDocument"; readonly kind: DocumentKind }
  /** It is in the store no more. */
  | { readonly type: "RecordDocumentErased"; readonly documentId: string };

export type DocumentEvent =
  | {
      readonly type: "DocumentSubmitted";
      readonly document: DocumentFacts;
      readonly idName: string | null;
      readonly attempt: number;
      /** The one of its kind that it takes the place of. */
      readonly replaces: string | null;
    }
  | { readonly type: "DocumentApproved"; readonly documentId: string; readonly operator: string }
  | { readonly type: "DocumentRejected"; readonly documentId: string; readonly cause: RejectionCause; readonly operator: string }
  | { readonly type: "DocumentRemoved"; readonly documentId: string }
  | { readonly type: "DocumentErased"; readonly documentId: string };

/** Where a document stands, as people see it. */
export function shownState({ state, attempt }: Pick<KnownDocument, "state" | "attempt">): ShownState {
  return state === "submitted" && attempt > 1 ? "resubmitted" : state;
}
