import type { DocumentItem } from "../api/documents.ts";

/** The page of one document. */
export const pageOf = ({ driverId, documentId }: Pick<DocumentItem, "driverId" | "documentId">): string =>
  `/documents/${driverId}/${documentId}`;
