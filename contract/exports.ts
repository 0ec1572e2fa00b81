/**
 * Exports: a list as a file, made in the background part by part. Each part ends where the next begins, so that an export that was
 * killed goes on where it was.
 */

/** A finished export is kept so long. */
export const EXPORT_LIFE_MS = 7 * 24 * 3_600_000;

/** What the heads and words of a file are written in. */
export const exportLanguages = ["zh-CN", "zh-TW", "en"] as const;
export type ExportLanguage = (typeof exportLanguages)[number];

/** What is exported, for whom, and as what they may see. */
export interface ExportTerms {
  /** The list's name; see the worker's `exports` module. */
  readonly subject: string;
  /** The list's filter, as it has checked it. */
  readonly filter: unknown;
  readonly language: ExportLanguage;
  /** Times are written in it. */
  readonly timeZone: string;
  readonly operatorId: string;
  /** Those that the operator is limited to. */
  readonly stations: "all" | readonly string[];
}

/** `stalled`: a part could not be made however often it was tried, and waits for an operator. */
export const exportStates = ["running", "stalled", "ready", "failed", "expired"] as const;
export type ExportState = (typeof exportStates)[number];

export interface ExportView {
  readonly exportId: string;
  readonly terms: ExportTerms;
  readonly state: Exclude<ExportState, "stalled">;
  readonly parts: number;
  readonly rows: number;
  readonly bytes: number;
  readonly requestedAtMs: number;
  readonly completedAtMs: number | null;
  readonly expiresAtMs: number | null;
}

/** A part that has been written. `cursor`: where the next one begins; null: it was the last. */
export interface ExportPart {
  readonly part: number;
  readonly rows: number;
  readonly bytes: number;
  readonly cursor: string | null;
}

export type ExportCommand =
  | { readonly type: "RequestExport"; readonly terms: ExportTerms }
  | { readonly type: "RecordPart"; readonly part: ExportPart }
  | { readonly type: "FailExport"; readonly code: string }
  | { readonly type: "ExpireExport" }
  | { readonly type: "RecordErased" };

export type ExportEvent =
  | { readonly type: "ExportRequested"; readonly terms: ExportTerms }
  | { readonly type: "ExportPartWritten"; readonly part: ExportPart }
  | { readonly type: "ExportCompleted"; readonly expiresAtMs: number }
  | { readonly type: "ExportFailed"; readonly code: string }
  | { readonly type: "ExportExpired" }
  /** Its parts are gone from the store. */
  | { readonly type: "ExportErased" };
