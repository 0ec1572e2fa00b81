/** A small thing kept in this browser; storage that is switched off or full is no reason to fail. */
export function kept<T>(name: string, otherwise: T, accept: (value: unknown) => T | undefined) {
  return {
    read(): T {
      try {
        const text = localStorage.getItem(name);
        return text === null ? otherwise : (accept(JSON.parse(text)) ?? otherwise);
      } catch {
        return otherwise;
      }
    },
    write(value: T): void {
      try {
        localStorage.setItem(name, JSON.stringify(value));
      } catch {
        // Kept for this page only.
      }
    },
  };
}
