import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** Filters live in the address: a page can be sent to a colleague as it is seen. */
export interface Filters {
  get(name: string): string | undefined;
  /** Sets some, drops those that are undefined or empty; the others stay. `replace` leaves no trace in the history. */
  set(values: Readonly<Record<string, string | undefined>>, options?: { readonly replace?: boolean }): void;
  /** Drops these; the others stay. */
  clear(names: readonly string[]): void;
}

export function useFilters(): Filters {
  const [search, setSearch] = useSearchParams();
  const set = useCallback<Filters["set"]>(
    (values, options) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value === undefined || value === "") next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: options?.replace ?? true, preventScrollReset: true },
      ),
    [setSearch],
  );
  const clear = useCallback<Filters["clear"]>((names) => set(Object.fromEntries(names.map((name) => [name, undefined]))), [set]);
  return { get: (name) => search.get(name) ?? undefined, set, clear };
}
