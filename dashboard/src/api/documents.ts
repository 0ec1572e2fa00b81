import type { DocumentKind, DocumentState } from "@forecourt/contract/documents";
import type { documentItem, documentOpening, openingRequest } from "@forecourt/contract/http/documents";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import { byCursor, whileFirst } from "./pages.ts";
import { driverPath } from "./people.ts";
import type { Page } from "./types.ts";

/** What the pages about verification documents read. What a document shows is never among it: that is opened, and not kept. */
export type DocumentItem = (typeof documentItem)["_output"];
export type DocumentOpening = (typeof documentOpening)["_output"];
export type OpeningRequest = (typeof openingRequest)["_output"];

const PAGE = 50;
const LIVE_MS = 3_000;

/** Documents in one state; those that wait the oldest first. */
export function documentsQuery(state: DocumentState, kind: DocumentKind | undefined) {
  return infiniteQueryOptions({
    queryKey: ["documents", state, kind],
    queryFn: ({ signal, pageParam }) =>
      call<Page<DocumentItem>>("GET", "/v1/operator/documents", { query: { state, kind, limit: PAGE, cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: whileFirst(LIVE_MS),
  });
}

/** A driver's documents as their account has them this moment. */
export function driverDocumentsQuery(driverId: string) {
  return queryOptions({
    queryKey: ["driver", driverId, "documents"],
    queryFn: ({ signal }) => call<Page<DocumentItem>>("GET", driverPath(driverId, "/documents"), { signal }),
    refetchInterval: LIVE_MS,
  });
}

/** Who opened a document, the latest first. */
export function openingsQuery(driverId: string, documentId: string) {
  return infiniteQueryOptions({
    queryKey: ["driver", driverId, "documents", documentId, "openings"],
    queryFn: ({ signal, pageParam }) =>
      call<Page<DocumentOpening>>("GET", documentPath(driverId, documentId, "/openings"), { query: { cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: whileFirst(LIVE_MS),
  });
}

export const documentPath = (driverId: string, documentId: string, part = ""): string =>
  driverPath(driverId, `/documents/${encodeURIComponent(documentId)}${part}`);
