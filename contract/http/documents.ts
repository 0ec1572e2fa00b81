import { z } from "zod";
import { DOCUMENT_BYTES_MAX, documentKinds, documentTypes, openingPurposes, rejectionCauses, shownStates } from "../documents.ts";
import { isIdNumber, normalIdNumber } from "../idNumbers.ts";
import { documentId, driverId } from "../ids.ts";
import { instant } from "../scalars.ts";

/** Verification documents, as drivers and operators see them. */

export const uploadRequest = z
  .object({
    kind: z.enum(documentKinds),
    contentType: z.enum(documentTypes),
    bytes: z.int().min(1).max(DOCUMENT_BYTES_MAX),
    /** The number on an ID card; blanks, dashes, brackets and case do not matter. */
    idNumber: z
      .string()
      .max(40)
      .transform(normalIdNumber)
      .refine(isIdNumber, "6 to 20 letters and digits; a resident's number has its check character right")
      .optional(),
  })
  .refine(({ kind, idNumber }) => idNumber === undefined || kind === "id_front", "only the front of an ID card has a number");

/** PUT the picture's bytes to `url`, with that Content-Type, before `expiresAt`. */
export const upload = z.object({ documentId, url: z.string(), expiresAt: instant });

const facts = {
  kind: z.enum(documentKinds),
  state: z.enum(shownStates),
  submittedAt: instant.nullable(),
  decidedAt: instant.nullable(),
  /** Why it was rejected. */
  cause: z.enum(rejectionCauses).nullable(),
};

export const ownDocument = z.object({ ...facts, documentId: documentId.nullable() });

export const documentItem = z.object({
  ...facts,
  documentId,
  driverId,
  driverName: z.string().nullable(),
  contentType: z.enum(documentTypes),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
  /** 1, or more after a rejection. */
  attempt: z.int(),
  hasIdNumber: z.boolean(),
  /** Other drivers who gave the same number; ten at most. */
  alsoOf: z.array(driverId),
  decidedBy: z.string().nullable(),
});

export const openingRequest = z.object({ purpose: z.enum(openingPurposes), note: z.string().trim().min(3).max(300) });
/** One time that somebody saw what a document shows. */
export const documentOpening = z.object({
  at: instant,
  what: z.enum(["photo", "number"]),
  purpose: z.enum(openingPurposes),
  /** In the words of whoever opened it. */
  note: z.string(),
  openedBy: z.string(),
  role: z.string(),
});
export const openedNumber = z.object({ idNumber: z.string() });
export const documentRejection = z.object({ cause: z.enum(rejectionCauses) });
