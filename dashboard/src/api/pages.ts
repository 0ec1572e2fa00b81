/** Lists that are read page by page. */

/** What a query of such a list takes: the first page has no cursor, the last one names none. */
export const byCursor = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }: { readonly nextCursor: string | null }) => nextCursor ?? undefined,
};

interface Read {
  readonly state: { readonly data: { readonly pages: readonly unknown[] } | undefined };
}

/** New entries come in by themselves, every so often, until somebody reads on: then the list holds still. */
export const whileFirst =
  (everyMs: number) =>
  ({ state: { data } }: Read): number | false =>
    data?.pages.length === 1 ? everyMs : false;
